"""A demonstration town in Korea: two rural counties, a city and a district of Seoul."""

from __future__ import annotations

import datetime
import random

from madang.core.rules.text import _
from madang.countries.demonstration import (
    DAY,
    TODAY,
    YEAR,
    Country,
    Row,
    Town,
    families,
    names,
    years_before,
)


def _number(born: datetime.date, sex: str, serial: int) -> str:
    """Shaped like a resident number, with the sex digit of the century; the rest is only a serial, no check digit."""
    century = (1 if sex == "m" else 2) + (2 if born.year >= 2000 else 0)
    return f"{born:%y%m%d}-{century}{serial:06d}"


COUNTRY = Country(
    code="kr",
    nationality="KOR",
    language="ko",
    family=names(
        "김 Kim,김 Kim,김 Kim,이 Lee,이 Lee,박 Park,박 Park,최 Choi,정 Jeong,강 Kang,조 Cho,윤 Yoon,장 Jang,임 Lim,한 Han,"
        "오 Oh,서 Seo,신 Shin,권 Kwon,황 Hwang,안 Ahn,송 Song,류 Ryu,전 Jeon,홍 Hong,고 Ko,문 Moon,양 Yang,손 Son,배 Bae"
    ),
    women=names(
        "서연 Seoyeon,지우 Jiwoo,하윤 Hayun,서윤 Seoyun,지민 Jimin,수빈 Subin,예은 Yeeun,유진 Yujin,은지 Eunji,혜진 Hyejin,"
        "미경 Migyeong,영희 Younghee,순자 Sunja,정숙 Jeongsuk,경희 Kyunghee,명자 Myeongja,다은 Daeun,소영 Soyoung,나연 Nayeon,"
        "은서 Eunseo,지현 Jihyun,윤아 Yuna,보람 Boram,하은 Haeun"
    ),
    men=names(
        "민준 Minjun,서준 Seojun,도윤 Doyun,예준 Yejun,시우 Siwoo,주원 Juwon,지훈 Jihun,현우 Hyunwoo,준호 Junho,성민 Seongmin,"
        "영수 Youngsu,상철 Sangcheol,동현 Donghyun,재욱 Jaewook,태호 Taeho,병철 Byeongcheol,우진 Woojin,건우 Geonwoo,승현 Seunghyun,"
        "정호 Jeongho,은우 Eunwoo,선우 Sunwoo,용석 Yongseok,기태 Gitae"
    ),
    areas=(("51800", 5), ("51110", 3), ("51830", 2), ("11110", 2)),
    number=_number,
    bank="NACFKRSE",
)


def demo_population(seed: int = 1, size: int = 600, on: datetime.date = TODAY) -> dict[str, list[Row]]:
    """``size`` residents (a few more, so that families stay whole) as rows by entity; see `demonstration.Town.result`.

    Everybody is invented. The first households are the stories to sign in as.
    """
    town = Town(COUNTRY, random.Random(seed), on)  # noqa: S311 - a demonstration needs repeatable, not secret, numbers
    _stories(town)
    families(town, size)
    _what_registers_know(town)
    return town.result()


def _stories(town: Town) -> None:
    on = town.on
    home = town.household("51800")
    mother, father = town.couple(home, 27, 33)
    town.child(home, on - DAY * 12, mother, father)
    town.persona("newborn", mother, _("Young mother"), _("Her first child was born twelve days ago."))

    home = town.household("51800")
    mother, father = town.couple(home, 36, 42)
    town.child(home, datetime.date(2017, 6, 14), mother, father)
    town.child(home, on - YEAR * 3 - DAY * 40, mother, father)
    town.persona(
        "born-2017", father, _("Father of a child born in 2017"), _("The allowance stopped at eight and comes back.")
    )

    home = town.household("51110")
    mother, father = town.couple(home, 30, 38)
    child = town.child(home, on - YEAR * 4 - DAY * 100, mother, father)
    town.add("stay_abroad", person=child["id"], left=on - DAY * 130, returned=None)
    town.persona("abroad", mother, _("Mother of a child abroad"), _("The child has been abroad for more than 90 days."))

    home = town.household("51830")
    father = town.person(home, town.years_ago(29, 35), "m")
    town.child(home, on - DAY * 560, None, father, guardian=father)
    town.persona("single-father", father, _("Single father"), _("He raises a child of one and a half years alone."))

    home = town.household("51800")
    grandmother = town.person(home, town.years_ago(61, 68), "f")
    mother = town.person(town.household("11110"), town.years_ago(30, 36), "f", mother=grandmother)
    child = town.child(home, on - YEAR * 6 - DAY * 200, mother, None, guardian=grandmother)
    town.persona(
        "grandmother", grandmother, _("Grandmother and guardian"), _("She raises her daughter's child of six years.")
    )

    home = town.household("51800")
    woman = town.person(home, years_before(on, 65).replace(day=7), "f")
    man = town.person(home, years_before(on, 65) - DAY * 420, "m")
    town.marry(woman, man)
    town.persona("turning-65", woman, _("Turning 65"), _("She and her husband are both old enough now."))

    home = town.household("51110")
    mother, father = town.couple(home, 31, 37)
    child = town.child(home, on - YEAR * 5 - DAY * 60, mother, father)
    town.add("stay_abroad", person=child["id"], left=on - DAY * 200, returned=None)
    town.persona(
        "wrong-fact", mother, _("A wrong fact"), _("The border register has missed that her child came home in June.")
    )

    home = town.household("51830")
    widow = town.person(home, town.years_ago(70, 76), "f")
    town.income(widow, "recognised", None)
    town.persona("missing-income", widow, _("Income not assessed"), _("Nobody has worked out her income yet."))

    home = town.household("51800")
    mother, father = town.couple(home, 29, 35)
    for sex in "fm":
        town.child(home, on - DAY * 45, mother, father, sex=sex)
    town.persona("twins", mother, _("Mother of twins"), _("The twins are six weeks old; the 60 days are running."))


def _what_registers_know(town: Town) -> None:
    """Assessed incomes, pensions and a few stays abroad, so that a scan finds every case."""
    rng, told = town.rng, {row["person"] for row in town.rows["stay_abroad"]}
    spouses = {row["person"]: row["spouse"] for row in town.rows["marriage"]}
    story_people = {row["person"] for row in town.personas}
    for row in list(town.rows["person"]):
        age = (town.on - row["born"]) // YEAR
        if 0 < age < 40 and row["id"] not in told and rng.random() < 0.03:
            left = town.days_ago(20, 300)
            town.add(
                "stay_abroad", person=row["id"], left=left, returned=left + DAY * 15 if rng.random() < 0.7 else None
            )
        if age >= 63:
            _elder(town, row, spouses.get(row["id"], 0), row["id"] in story_people)


def _elder(town: Town, row: Row, spouse: int, in_story: bool) -> None:
    rng = town.rng
    assessed = {one["person"]: one["amount"] for one in town.rows["income"] if one["kind"] == "recognised"}
    if row["id"] not in assessed:
        drawn = rng.choice((0, 300_000, 600_000, 900_000, 1_400_000, 2_100_000, 2_900_000, 4_500_000))
        town.income(row, "recognised", assessed.get(spouse, drawn))
    if in_story:
        return
    if rng.random() < 0.4:
        pension, since = rng.choice((280_000, 420_000, 560_000, 690_000, 910_000)), town.days_ago(30, 700)
        town.status(row, "national-pension", since, value=pension)
        town.status(row, "national-pension-redistribution", since, value=pension * 6 // 10)
    elif rng.random() < 0.06:
        town.status(row, "public-service-pension", town.days_ago(300, 2000), value=2_400_000)
