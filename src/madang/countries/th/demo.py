"""A demonstration town in Thailand: Chiang Mai, Lamphun and Mae Hong Son."""

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
    """Shaped like a Thai identification number of 13 digits; only a serial, no check digit."""
    return f"{1 if born.year >= 1984 else 3}-{5000 + serial % 97:04d}-{serial:05d}-{born:%d}-{0 if sex == 'f' else 1}"


COUNTRY = Country(
    code="th",
    nationality="THA",
    language="th",
    family=names(
        "ใจดี Jaidee,แสงทอง Saengthong,ศรีสุข Srisuk,วงศ์ไทย Wongthai,บุญมา Boonma,ทองคำ Thongkham,แก้วมณี Kaewmanee,สุวรรณ Suwan,"
        "พรหมมา Phromma,คำแสน Khamsaen,จันทร์ดี Chandee,อินทร์แก้ว Inkaew,ปัญญา Panya,รักไทย Rakthai,มณีรัตน์ Maneerat,สายทอง Saithong"
    ),
    women=names(
        "สมหญิง Somying,มาลี Malee,กัญญา Kanya,ปราณี Pranee,สุดา Suda,วันดี Wandee,พิมพ์ชนก Pimchanok,ณัฐธิดา Natthida,อรทัย Orathai,"
        "บัวผัน Buaphan,จันทร์เพ็ญ Chanpen,ดวงใจ Duangjai,ศิริพร Siriporn,รัตนา Rattana,ขวัญใจ Khwanjai,น้ำฝน Namfon"
    ),
    men=names(
        "สมชาย Somchai,ประเสริฐ Prasert,วิชัย Wichai,ธนพล Thanaphon,อนันต์ Anan,บุญมี Boonmee,กิตติ Kitti,ณัฐวุฒิ Nattawut,สุรชัย Surachai,"
        "มานพ Manop,ชัยวัฒน์ Chaiwat,ปกรณ์ Pakorn,ศักดิ์ดา Sakda,เกษม Kasem,วีระ Weera,ภูมิ Phum"
    ),
    areas=(("50", 6), ("51", 3), ("58", 2)),
    number=_number,
    bank="GSBATHBK",
)


def demo_population(seed: int = 1, size: int = 600, on: datetime.date = TODAY) -> dict[str, list[Row]]:
    """``size`` invented residents as rows by entity; see `demonstration.Town.result`."""
    town = Town(COUNTRY, random.Random(seed), on)  # noqa: S311 - a demonstration needs repeatable, not secret, numbers
    _stories(town)
    families(town, size)
    _what_registers_know(town)
    return town.result()


def _stories(town: Town) -> None:
    on, last_year = town.on, town.on.year - 1
    home = town.household("50")
    mother, father = town.couple(home, 23, 30)
    town.child(home, on - DAY * 20, mother, father)
    for parent, baht in ((mother, 36_000), (father, 150_000)):
        town.income(parent, "declared", baht * 100, last_year)
    town.persona(
        "newborn", mother, _("Young mother"), _("Her child is twenty days old and the family has little income.")
    )

    home = town.household("58")
    grandmother = town.person(home, years_before(on, 70) - DAY, "f")
    daughter = town.person(town.household("51"), town.years_ago(28, 33), "f", mother=grandmother)
    town.child(home, on - YEAR * 3, daughter, None, guardian=grandmother)
    town.status(grandmother, "state-welfare-card", on - YEAR * 2)
    town.persona(
        "grandmother",
        grandmother,
        _("Grandmother and guardian"),
        _("She raises a grandchild and turns seventy these days."),
    )

    home = town.household("50")
    mother, father = town.couple(home, 27, 32)
    town.child(home, on - YEAR * 2, mother, father)
    town.income(mother, "declared", None, last_year)
    town.persona("missing-income", mother, _("Income not assessed"), _("The amount of her declared income is missing."))

    home = town.household("51")
    man = town.person(home, years_before(on, 60) - DAY * 2, "m")
    town.status(man, "state-pension", on - YEAR)
    town.persona(
        "wrong-fact", man, _("A wrong fact"), _("A register says that he draws a state pension, which is not so.")
    )


def _what_registers_know(town: Town) -> None:
    rng, on = town.rng, town.on
    told = {row["person"] for row in (*town.rows["status"], *town.rows["income"], *town.personas)}
    for row in list(town.rows["person"]):
        age = (on - row["born"]) // YEAR
        if row["id"] in told or age < 18:
            continue
        if age < 60 and rng.random() < 0.8:
            town.income(row, "declared", rng.choice((40, 70, 110, 160, 260, 480)) * 1_000 * 100, on.year - 1)
        if rng.random() < 0.1:
            town.status(row, "state-welfare-card", on - DAY * rng.randint(60, 1200))
        if age >= 60 and rng.random() < 0.12:
            town.status(row, "state-pension", on - DAY * rng.randint(30, 2000))
