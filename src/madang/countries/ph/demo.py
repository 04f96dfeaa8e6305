"""A demonstration town in the Philippines: Los Baños and Calamba, with a few people in Pasig."""

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
    """Shaped like a PhilSys number; only a serial."""
    return f"{7000 + (sex == 'm'):04d}-{born:%m%d}-{born:%Y}-{serial:04d}"


COUNTRY = Country(
    code="ph",
    nationality="PHL",
    language="en",
    family=names(
        "Dela_Cruz,Santos,Reyes,Garcia,Mendoza,Bautista,Ocampo,Villanueva,Ramos,Aquino,Castillo,Navarro,Pascual,Salazar,"
        "Manalo,Dimaculangan,Magsaysay,Lacson,Tolentino,Evangelista"
    ),
    women=names(
        "Maria,Angelica,Jasmine,Princess,Rosario,Liza,Teresita,Luzviminda,Corazon,Althea,Nicole,Ligaya,Marites,Divina,Joy,"
        "Imelda,Kristine,Bituin,Carmela,Dalisay"
    ),
    men=names(
        "Jose,Juan,Mark,Angelo,Christian,Rodrigo,Ramon,Eduardo,Joshua,Nathaniel,Bayani,Jericho,Ferdinand,Arnel,Danilo,Gabriel,"
        "Rommel,Crisanto,Paolo,Isagani"
    ),
    areas=(("0402", 5), ("0403", 4), ("1303", 2)),
    number=_number,
    bank="TLBPPHMM",
)


def demo_population(seed: int = 1, size: int = 600, on: datetime.date = TODAY) -> dict[str, list[Row]]:
    """``size`` invented residents as rows by entity; see `demonstration.Town.result`."""
    town = Town(COUNTRY, random.Random(seed), on)  # noqa: S311 - a demonstration needs repeatable, not secret, numbers
    _stories(town)
    families(town, size)
    _what_registers_know(town)
    return town.result()


def _stories(town: Town) -> None:
    on = town.on
    home = town.household("0402")
    mother, father = town.couple(home, 28, 34)
    for age, level in ((6, "elementary"), (8, "elementary"), (13, "junior-high"), (16, "senior-high")):
        if age * 365 < (on - mother["born"]).days - 16 * 365:
            town.status(town.child(home, on - YEAR * age, mother, father), f"school-{level}", on - DAY * 500)
    town.status(mother, "listahanan-poor", on - DAY * 90)
    town.persona(
        "poor-family", mother, _("Mother of schoolchildren"), _("Her household is new on the list of poor households.")
    )

    home = town.household("0403")
    mother, father = town.couple(home, 24, 29)
    town.child(home, on - DAY * 15, mother, father)
    town.status(mother, "listahanan-near-poor", on - DAY * 200)
    town.persona("newborn", mother, _("Young mother"), _("Her first child was born two weeks ago."))

    home = town.household("0402")
    grandmother = town.person(home, years_before(on, 67), "f")
    town.status(grandmother, "indigent-senior", on - DAY * 60)
    daughter = town.person(town.household("1303"), town.years_ago(30, 36), "f", mother=grandmother)
    child = town.child(home, on - YEAR * 9, daughter, None, guardian=grandmother)
    town.status(child, "school-elementary", on - DAY * 900)
    town.persona(
        "grandmother",
        grandmother,
        _("Grandmother and guardian"),
        _("She raises a grandchild and has no pension of her own."),
    )

    home = town.household("0403")
    man = town.person(home, years_before(on, 60) - DAY * 3, "m")
    town.status(man, "indigent-senior", on - DAY * 20)
    town.status(man, "pension", on - YEAR)
    town.persona("wrong-fact", man, _("A wrong fact"), _("A register says that he draws a pension, which is not so."))


def _what_registers_know(town: Town) -> None:
    rng, on = town.rng, town.on
    told = {row["person"] for row in town.rows["status"]}
    mothers = {row["guardian"] for row in town.rows["guardianship"]}
    for row in list(town.rows["person"]):
        age = (on - row["born"]) // YEAR
        if row["id"] in told:
            continue
        if 4 <= age <= 18:
            level = "elementary" if age < 12 else "junior-high" if age < 16 else "senior-high"
            town.status(row, f"school-{level}", on - DAY * rng.randint(150, 700))
        elif row["id"] in mothers and rng.random() < 0.4:
            town.status(row, rng.choice(("listahanan-poor", "listahanan-near-poor")), on - DAY * rng.randint(30, 900))
        elif age >= 60 and rng.random() < 0.6:
            town.status(
                row, rng.choice(("indigent-senior", "indigent-senior", "pension")), on - DAY * rng.randint(30, 900)
            )
