"""Provinces and cities of Viet Nam after the mergers of 1 July 2025, with the codes of Decision 19/2025/QD-TTg.
From memory of the published code list: secondary.
"""

from __future__ import annotations

from madang.countries.areas import Areas

AREAS = Areas(
    "vi",
    """
01 Thành phố Hà Nội | Hanoi
04 Cao Bằng | Cao Bang
08 Tuyên Quang | Tuyen Quang
11 Điện Biên | Dien Bien
12 Lai Châu | Lai Chau
14 Sơn La | Son La
15 Lào Cai | Lao Cai
19 Thái Nguyên | Thai Nguyen
20 Lạng Sơn | Lang Son
22 Quảng Ninh | Quang Ninh
24 Bắc Ninh | Bac Ninh
25 Phú Thọ | Phu Tho
31 Thành phố Hải Phòng | Hai Phong
33 Hưng Yên | Hung Yen
37 Ninh Bình | Ninh Binh
38 Thanh Hóa | Thanh Hoa
40 Nghệ An | Nghe An
42 Hà Tĩnh | Ha Tinh
44 Quảng Trị | Quang Tri
46 Thành phố Huế | Hue
48 Thành phố Đà Nẵng | Da Nang
51 Quảng Ngãi | Quang Ngai
52 Gia Lai | Gia Lai
56 Khánh Hòa | Khanh Hoa
66 Đắk Lắk | Dak Lak
68 Lâm Đồng | Lam Dong
75 Đồng Nai | Dong Nai
79 Thành phố Hồ Chí Minh | Ho Chi Minh City
80 Tây Ninh | Tay Ninh
82 Đồng Tháp | Dong Thap
86 Vĩnh Long | Vinh Long
91 An Giang | An Giang
92 Thành phố Cần Thơ | Can Tho
96 Cà Mau | Ca Mau
""",
)
