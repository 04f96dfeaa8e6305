"""A demonstration town in Malaysia: Perak, Penang and Kuala Lumpur."""

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
    """Shaped like a MyKad number: date of birth, state, serial whose last digit is odd for men."""
    return f"{born:%y%m%d}-08-{(serial * 2 + (sex == 'm')) % 10_000:04d}"


COUNTRY = Country(
    code="my",
    nationality="MYS",
    language="ms",
    family=names(
        "Abdullah,Ismail,Ibrahim,Rahman,Yusof,Hassan,Omar,Ahmad,Tan,Lim,Lee,Wong,Ng,Subramaniam,Krishnan,Pillai,Jeffri,Anak_Jugah"
    ),
    women=names(
        "Nur_Aisyah,Siti_Aminah,Nurul_Huda,Farah,Zainab,Aminah,Mei_Ling,Hui_Min,Siew_Lan,Kavitha,Priya,Lakshmi,Rokiah,Hajar,Dayang,"
        "Balqis,Fatimah,Puteri"
    ),
    men=names(
        "Muhammad_Amir,Ahmad_Faiz,Hafiz,Azman,Rosli,Kamal,Wei_Jie,Kok_Wai,Chee_Keong,Suresh,Ravi,Ganesan,Zulkifli,Haziq,Nazri,"
        "Rashid,Jamal,Danish"
    ),
    areas=(("08", 6), ("07", 3), ("14", 2)),
    number=_number,
    bank="BSNAMYK1",
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
    home = town.household("08")
    mother = town.person(home, town.years_ago(37, 41), "f")
    father = town.person(home, mother["born"] + DAY * 400, "m")
    town.marry(mother, father)
    for age in (2, 5, 9):
        town.child(home, on - YEAR * age, mother, father)
    for parent, ringgit in ((mother, 400), (father, 1_900)):
        town.income(parent, "wages", ringgit * 12 * 100, last_year)
    town.persona("family", mother, _("Mother of three"), _("The family lives on 2,300 ringgit a month."))

    home = town.household("07")
    widow = town.person(home, years_before(on, 66), "f")
    town.income(widow, "pension", 900 * 12 * 100, last_year)
    town.persona("senior", widow, _("A widow of 66"), _("She lives alone on a small pension."))

    home = town.household("14")
    young = town.person(home, years_before(on, 24), "m")
    town.income(young, "wages", 1_700 * 12 * 100, last_year)
    town.persona("single", young, _("A young worker"), _("He is single and earns 1,700 ringgit a month."))

    home = town.household("08")
    mother = town.person(home, town.years_ago(29, 34), "f")
    town.child(home, on - YEAR * 4, mother, None)
    town.income(mother, "business", None, last_year)
    town.persona(
        "missing-income", mother, _("Income not assessed"), _("The profit of her small shop is not known yet.")
    )


def _what_registers_know(town: Town) -> None:
    rng, on = town.rng, town.on
    told = {row["person"] for row in town.rows["income"]}
    for row in list(town.rows["person"]):
        age = (on - row["born"]) // YEAR
        if row["id"] in told or age < 18:
            continue
        if rng.random() < 0.85:
            town.income(row, "wages", rng.choice((900, 1_500, 2_100, 2_800, 3_900, 6_500)) * 12 * 100, on.year - 1)
        if age < 25 and rng.random() < 0.3:
            town.status(row, "full-time-student", on - DAY * rng.randint(100, 900))
        if rng.random() < 0.03:
            town.status(row, "disability", on - YEAR * rng.randint(1, 20))
