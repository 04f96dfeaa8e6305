"""Places and their classes."""

import pytest

from madang.countries.areas import Areas
from madang.countries.kr.areas import (
    AREAS as KOREA,
)
from madang.countries.kr.areas import (
    CAPITAL,
    DEPOPULATING,
    NON_CAPITAL,
    OTHER_DEPOPULATING,
    SPECIAL,
    SPECIAL_DEPOPULATING,
    area_class,
)
from madang.countries.my.areas import AREAS as MALAYSIA
from madang.countries.ph.areas import AREAS as PHILIPPINES
from madang.countries.th.areas import AREAS as THAILAND
from madang.countries.vn.areas import AREAS as VIET_NAM


def test_korea_has_17_provinces_and_229_municipalities() -> None:
    assert len(KOREA.top()) == 17
    assert len(KOREA.lowest()) == 229


def test_the_depopulating_areas_are_89_of_which_40_special_and_all_exist() -> None:
    assert len(SPECIAL_DEPOPULATING) == 40
    assert len(OTHER_DEPOPULATING) == 49
    assert not SPECIAL_DEPOPULATING & OTHER_DEPOPULATING
    assert all(code in KOREA for code in SPECIAL_DEPOPULATING | OTHER_DEPOPULATING)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("서울특별시 종로구", CAPITAL),
        ("경기도 가평군", DEPOPULATING),  # depopulating comes before capital: Decree art. 2(2)1 and 2
        ("인천광역시 강화군", DEPOPULATING),
        ("부산광역시 동구", DEPOPULATING),
        ("부산광역시 해운대구", NON_CAPITAL),
        ("강원특별자치도 양구군", SPECIAL),
        ("강원특별자치도 고성군", DEPOPULATING),
        ("경상남도 고성군", SPECIAL),
        ("세종특별자치시 세종시", NON_CAPITAL),
        ("제주특별자치도 제주시", NON_CAPITAL),
    ],
)
def test_each_municipality_has_the_class_of_the_decree(name: str, expected: str) -> None:
    [code] = [area.code for area in KOREA if KOREA.label(area.code, "ko") == name]
    assert area_class(code) == expected


@pytest.mark.parametrize(
    ("areas", "count"), [(KOREA, 17), (PHILIPPINES, 18), (THAILAND, 77), (VIET_NAM, 34), (MALAYSIA, 16)]
)
def test_every_country_lists_its_provinces(areas: Areas, count: int) -> None:
    assert len(areas.top()) == count


def test_a_place_is_named_in_the_readers_language_and_an_unknown_code_stays_itself() -> None:
    assert KOREA.label("51800", "en") == "Yanggu-gun, Gangwon"
    assert KOREA.label("51800", "ko") == "강원특별자치도 양구군"
    assert KOREA.label("99999", "ko") == "99999"
