"""Areas of Korea: 17 provinces and their municipalities by the Ministry of the Interior's codes.

Municipalities as they stood before the reorganisations of 1 July 2026 (Incheon districts and others): a register that
already uses newer codes adds them here. Official list from memory of the published code table, not re-read: secondary.
"""

from __future__ import annotations

from madang.countries.areas import Areas

AREAS = Areas(
    "ko",
    """
11 서울특별시 | Seoul
11110 종로구 | Jongno-gu
11140 중구 | Jung-gu
11170 용산구 | Yongsan-gu
11200 성동구 | Seongdong-gu
11215 광진구 | Gwangjin-gu
11230 동대문구 | Dongdaemun-gu
11260 중랑구 | Jungnang-gu
11290 성북구 | Seongbuk-gu
11305 강북구 | Gangbuk-gu
11320 도봉구 | Dobong-gu
11350 노원구 | Nowon-gu
11380 은평구 | Eunpyeong-gu
11410 서대문구 | Seodaemun-gu
11440 마포구 | Mapo-gu
11470 양천구 | Yangcheon-gu
11500 강서구 | Gangseo-gu
11530 구로구 | Guro-gu
11545 금천구 | Geumcheon-gu
11560 영등포구 | Yeongdeungpo-gu
11590 동작구 | Dongjak-gu
11620 관악구 | Gwanak-gu
11650 서초구 | Seocho-gu
11680 강남구 | Gangnam-gu
11710 송파구 | Songpa-gu
11740 강동구 | Gangdong-gu
26 부산광역시 | Busan
26110 중구 | Jung-gu
26140 서구 | Seo-gu
26170 동구 | Dong-gu
26200 영도구 | Yeongdo-gu
26230 부산진구 | Busanjin-gu
26260 동래구 | Dongnae-gu
26290 남구 | Nam-gu
26320 북구 | Buk-gu
26350 해운대구 | Haeundae-gu
26380 사하구 | Saha-gu
26410 금정구 | Geumjeong-gu
26440 강서구 | Gangseo-gu
26470 연제구 | Yeonje-gu
26500 수영구 | Suyeong-gu
26530 사상구 | Sasang-gu
26710 기장군 | Gijang-gun
27 대구광역시 | Daegu
27110 중구 | Jung-gu
27140 동구 | Dong-gu
27170 서구 | Seo-gu
27200 남구 | Nam-gu
27230 북구 | Buk-gu
27260 수성구 | Suseong-gu
27290 달서구 | Dalseo-gu
27710 달성군 | Dalseong-gun
27720 군위군 | Gunwi-gun
28 인천광역시 | Incheon
28110 중구 | Jung-gu
28140 동구 | Dong-gu
28177 미추홀구 | Michuhol-gu
28185 연수구 | Yeonsu-gu
28200 남동구 | Namdong-gu
28237 부평구 | Bupyeong-gu
28245 계양구 | Gyeyang-gu
28260 서구 | Seo-gu
28710 강화군 | Ganghwa-gun
28720 옹진군 | Ongjin-gun
29 광주광역시 | Gwangju
29110 동구 | Dong-gu
29140 서구 | Seo-gu
29155 남구 | Nam-gu
29170 북구 | Buk-gu
29200 광산구 | Gwangsan-gu
30 대전광역시 | Daejeon
30110 동구 | Dong-gu
30140 중구 | Jung-gu
30170 서구 | Seo-gu
30200 유성구 | Yuseong-gu
30230 대덕구 | Daedeok-gu
31 울산광역시 | Ulsan
31110 중구 | Jung-gu
31140 남구 | Nam-gu
31170 동구 | Dong-gu
31200 북구 | Buk-gu
31710 울주군 | Ulju-gun
36 세종특별자치시 | Sejong
36110 세종시 | Sejong-si
41 경기도 | Gyeonggi
41110 수원시 | Suwon-si
41130 성남시 | Seongnam-si
41150 의정부시 | Uijeongbu-si
41170 안양시 | Anyang-si
41190 부천시 | Bucheon-si
41210 광명시 | Gwangmyeong-si
41220 평택시 | Pyeongtaek-si
41250 동두천시 | Dongducheon-si
41270 안산시 | Ansan-si
41280 고양시 | Goyang-si
41290 과천시 | Gwacheon-si
41310 구리시 | Guri-si
41360 남양주시 | Namyangju-si
41370 오산시 | Osan-si
41390 시흥시 | Siheung-si
41410 군포시 | Gunpo-si
41430 의왕시 | Uiwang-si
41450 하남시 | Hanam-si
41460 용인시 | Yongin-si
41480 파주시 | Paju-si
41500 이천시 | Icheon-si
41550 안성시 | Anseong-si
41570 김포시 | Gimpo-si
41590 화성시 | Hwaseong-si
41610 광주시 | Gwangju-si
41630 양주시 | Yangju-si
41650 포천시 | Pocheon-si
41670 여주시 | Yeoju-si
41800 연천군 | Yeoncheon-gun
41820 가평군 | Gapyeong-gun
41830 양평군 | Yangpyeong-gun
43 충청북도 | North Chungcheong
43110 청주시 | Cheongju-si
43130 충주시 | Chungju-si
43150 제천시 | Jecheon-si
43720 보은군 | Boeun-gun
43730 옥천군 | Okcheon-gun
43740 영동군 | Yeongdong-gun
43745 증평군 | Jeungpyeong-gun
43750 진천군 | Jincheon-gun
43760 괴산군 | Goesan-gun
43770 음성군 | Eumseong-gun
43800 단양군 | Danyang-gun
44 충청남도 | South Chungcheong
44130 천안시 | Cheonan-si
44150 공주시 | Gongju-si
44180 보령시 | Boryeong-si
44200 아산시 | Asan-si
44210 서산시 | Seosan-si
44230 논산시 | Nonsan-si
44250 계룡시 | Gyeryong-si
44270 당진시 | Dangjin-si
44710 금산군 | Geumsan-gun
44760 부여군 | Buyeo-gun
44770 서천군 | Seocheon-gun
44790 청양군 | Cheongyang-gun
44800 홍성군 | Hongseong-gun
44810 예산군 | Yesan-gun
44825 태안군 | Taean-gun
46 전라남도 | South Jeolla
46110 목포시 | Mokpo-si
46130 여수시 | Yeosu-si
46150 순천시 | Suncheon-si
46170 나주시 | Naju-si
46230 광양시 | Gwangyang-si
46710 담양군 | Damyang-gun
46720 곡성군 | Gokseong-gun
46730 구례군 | Gurye-gun
46770 고흥군 | Goheung-gun
46780 보성군 | Boseong-gun
46790 화순군 | Hwasun-gun
46800 장흥군 | Jangheung-gun
46810 강진군 | Gangjin-gun
46820 해남군 | Haenam-gun
46830 영암군 | Yeongam-gun
46840 무안군 | Muan-gun
46860 함평군 | Hampyeong-gun
46870 영광군 | Yeonggwang-gun
46880 장성군 | Jangseong-gun
46890 완도군 | Wando-gun
46900 진도군 | Jindo-gun
46910 신안군 | Sinan-gun
47 경상북도 | North Gyeongsang
47110 포항시 | Pohang-si
47130 경주시 | Gyeongju-si
47150 김천시 | Gimcheon-si
47170 안동시 | Andong-si
47190 구미시 | Gumi-si
47210 영주시 | Yeongju-si
47230 영천시 | Yeongcheon-si
47250 상주시 | Sangju-si
47280 문경시 | Mungyeong-si
47290 경산시 | Gyeongsan-si
47730 의성군 | Uiseong-gun
47750 청송군 | Cheongsong-gun
47760 영양군 | Yeongyang-gun
47770 영덕군 | Yeongdeok-gun
47820 청도군 | Cheongdo-gun
47830 고령군 | Goryeong-gun
47840 성주군 | Seongju-gun
47850 칠곡군 | Chilgok-gun
47900 예천군 | Yecheon-gun
47920 봉화군 | Bonghwa-gun
47930 울진군 | Uljin-gun
47940 울릉군 | Ulleung-gun
48 경상남도 | South Gyeongsang
48120 창원시 | Changwon-si
48170 진주시 | Jinju-si
48220 통영시 | Tongyeong-si
48240 사천시 | Sacheon-si
48250 김해시 | Gimhae-si
48270 밀양시 | Miryang-si
48310 거제시 | Geoje-si
48330 양산시 | Yangsan-si
48720 의령군 | Uiryeong-gun
48730 함안군 | Haman-gun
48740 창녕군 | Changnyeong-gun
48820 고성군 | Goseong-gun
48840 남해군 | Namhae-gun
48850 하동군 | Hadong-gun
48860 산청군 | Sancheong-gun
48870 함양군 | Hamyang-gun
48880 거창군 | Geochang-gun
48890 합천군 | Hapcheon-gun
50 제주특별자치도 | Jeju
50110 제주시 | Jeju-si
50130 서귀포시 | Seogwipo-si
51 강원특별자치도 | Gangwon
51110 춘천시 | Chuncheon-si
51130 원주시 | Wonju-si
51150 강릉시 | Gangneung-si
51170 동해시 | Donghae-si
51190 태백시 | Taebaek-si
51210 속초시 | Sokcho-si
51230 삼척시 | Samcheok-si
51720 홍천군 | Hongcheon-gun
51730 횡성군 | Hoengseong-gun
51750 영월군 | Yeongwol-gun
51760 평창군 | Pyeongchang-gun
51770 정선군 | Jeongseon-gun
51780 철원군 | Cheorwon-gun
51790 화천군 | Hwacheon-gun
51800 양구군 | Yanggu-gun
51810 인제군 | Inje-gun
51820 고성군 | Goseong-gun
51830 양양군 | Yangyang-gun
52 전북특별자치도 | Jeonbuk
52110 전주시 | Jeonju-si
52130 군산시 | Gunsan-si
52140 익산시 | Iksan-si
52180 정읍시 | Jeongeup-si
52190 남원시 | Namwon-si
52210 김제시 | Gimje-si
52710 완주군 | Wanju-gun
52720 진안군 | Jinan-gun
52730 무주군 | Muju-gun
52740 장수군 | Jangsu-gun
52750 임실군 | Imsil-gun
52770 순창군 | Sunchang-gun
52790 고창군 | Gochang-gun
52800 부안군 | Buan-gun
""",
)

#: Capital region: Seoul, Incheon, Gyeonggi. Seoul Metropolitan Area Readjustment Planning Act art. 2(1)
#: (수도권정비계획법), to which Child Allowance Decree art. 2(2)2 refers.
CAPITAL_PROVINCES = ("11", "28", "41")

#: The 40 depopulating areas of "special support", where the Minister's notice under Decree art. 2(2)1 raises the
#: supplement to 20,000 won. Official page: table 1 of the government press release of 2026-04-11 (Interior Ministry).
#: The Minister of Health's own notice was not read; it names the same numbers (40 and 49) in its draft of 2026-02-04.
SPECIAL_DEPOPULATING = frozenset(
    [
        "43720",
        "43740",
        "43760",
        "43800",
        "44760",
        "44770",
        "44790",
        "46720",
        "46730",
        "46770",
        "46780",
        "46800",
        "46810",
        "46820",
        "46860",
        "46880",
        "46890",
        "46910",
        "47250",
        "47730",
        "47750",
        "47760",
        "47770",
        "47820",
        "47920",
        "48720",
        "48820",
        "48840",
        "48850",
        "48870",
        "48890",
        "51790",
        "51800",
        "52720",
        "52730",
        "52740",
        "52750",
        "52770",
        "52790",
        "52800",
    ]
)

#: The other 49 of the 89 depopulating areas (Notice 2021-66 of the Interior Minister; same official page), 10,000 won.
OTHER_DEPOPULATING = frozenset(
    [
        "26140",
        "26170",
        "26200",
        "27170",
        "27200",
        "27720",
        "28710",
        "28720",
        "41800",
        "41820",
        "43150",
        "43730",
        "44150",
        "44180",
        "44230",
        "44710",
        "44810",
        "44825",
        "46710",
        "46790",
        "46830",
        "46870",
        "46900",
        "47170",
        "47210",
        "47230",
        "47280",
        "47830",
        "47840",
        "47930",
        "47940",
        "48270",
        "48730",
        "48740",
        "48860",
        "48880",
        "51190",
        "51230",
        "51720",
        "51730",
        "51750",
        "51760",
        "51770",
        "51780",
        "51820",
        "51830",
        "52180",
        "52190",
        "52210",
    ]
)

#: Area classes of Child Allowance Decree art. 2(2).
CAPITAL, NON_CAPITAL, DEPOPULATING, SPECIAL = "capital", "non-capital", "depopulating", "special-depopulating"


def area_class(code: str) -> str:
    """The class of a municipality for the area supplement; depopulating areas of the capital region count as such."""
    if code in SPECIAL_DEPOPULATING:
        return SPECIAL
    if code in OTHER_DEPOPULATING:
        return DEPOPULATING
    return CAPITAL if code.startswith(CAPITAL_PROVINCES) else NON_CAPITAL
