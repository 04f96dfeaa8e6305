"""Regions of the Philippines with the codes of the Philippine Standard Geographic Code, and the municipalities of the
demonstration town. From memory of the published code list: secondary.
"""

from __future__ import annotations

from madang.countries.areas import Areas

AREAS = Areas(
    "fil",
    """
01 Rehiyon ng Ilocos | Ilocos Region
02 Lambak ng Cagayan | Cagayan Valley
03 Gitnang Luzon | Central Luzon
04 CALABARZON | CALABARZON
05 Rehiyon ng Bikol | Bicol Region
06 Kanlurang Kabisayaan | Western Visayas
07 Gitnang Kabisayaan | Central Visayas
08 Silangang Kabisayaan | Eastern Visayas
09 Tangway ng Zamboanga | Zamboanga Peninsula
10 Hilagang Mindanao | Northern Mindanao
11 Rehiyon ng Davao | Davao Region
12 SOCCSKSARGEN | SOCCSKSARGEN
13 Pambansang Punong Rehiyon | National Capital Region
14 Rehiyong Administratibo ng Cordillera | Cordillera Administrative Region
16 Caraga | Caraga
17 MIMAROPA | MIMAROPA
18 Rehiyon ng Isla ng Negros | Negros Island Region
19 Bangsamoro | Bangsamoro Autonomous Region in Muslim Mindanao
0303 Lungsod ng Angeles | Angeles City
0402 Los Baños | Los Baños
0403 Calamba | Calamba
0502 Legazpi | Legazpi
0804 Tacloban | Tacloban
1302 Lungsod Quezon | Quezon City
1303 Pasig | Pasig
""",
)
