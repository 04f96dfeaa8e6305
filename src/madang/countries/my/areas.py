"""States and federal territories of Malaysia with the codes of the National Registration Department. From memory of the
published code list: secondary.
"""

from __future__ import annotations

from madang.countries.areas import Areas

AREAS = Areas(
    "ms",
    """
01 Johor | Johor
02 Kedah | Kedah
03 Kelantan | Kelantan
04 Melaka | Malacca
05 Negeri Sembilan | Negeri Sembilan
06 Pahang | Pahang
07 Pulau Pinang | Penang
08 Perak | Perak
09 Perlis | Perlis
10 Selangor | Selangor
11 Terengganu | Terengganu
12 Sabah | Sabah
13 Sarawak | Sarawak
14 Wilayah Persekutuan Kuala Lumpur | Kuala Lumpur
15 Wilayah Persekutuan Labuan | Labuan
16 Wilayah Persekutuan Putrajaya | Putrajaya
""",
)
