"""A believable small town in any country: who lives with whom, since when, and who draws what.

Pure Python and deterministic: the same seed, size and day give the same town. Everybody is invented; the names are
common ones put together at random. A country's ``demo.py`` brings the names, places, statuses and the stories.
"""

from __future__ import annotations

import datetime
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

Row = dict[str, Any]
DAY = datetime.timedelta(days=1)
YEAR = DAY * 365

#: The day the towns are drawn for unless told otherwise.
TODAY = datetime.date(2026, 11, 22)

ENTITIES = (
    "person",
    "household",
    "residence",
    "marriage",
    "guardianship",
    "stay_abroad",
    "income",
    "property",
    "status",
)


@dataclass(frozen=True)
class Name:
    """A name in the country's own script and in Latin letters."""

    local: str
    latin: str


@dataclass(frozen=True)
class Country:
    """What a demonstration town needs to know of its country.

    family, women, men: common names. areas: codes of the town's municipalities with weights. number: national number
    from (born, sex, serial). family_names: False where people go by a given name and their father's (Malay).
    """

    code: str
    nationality: str
    language: str
    family: Sequence[Name]
    women: Sequence[Name]
    men: Sequence[Name]
    areas: Sequence[tuple[str, int]]
    number: Callable[[datetime.date, str, int], str]
    bank: str
    family_names: bool = True


@dataclass
class Town:
    """A town while it is built: rows by entity, names, and the people the stories are about."""

    country: Country
    rng: random.Random
    on: datetime.date
    rows: dict[str, list[Row]] = field(default_factory=lambda: {entity: [] for entity in ENTITIES})
    names: list[Row] = field(default_factory=list)
    accounts: list[Row] = field(default_factory=list)
    personas: list[Row] = field(default_factory=list)

    def add(self, entity: str, **values: Any) -> Row:
        """One more row; ids count up from 1 in each entity."""
        row = {"id": len(self.rows[entity]) + 1, **values}
        self.rows[entity].append(row)
        return row

    def days_ago(self, low: int, high: int) -> datetime.date:
        """A day between ``low`` and ``high`` days ago."""
        return self.on - DAY * self.rng.randint(low, high)

    def years_ago(self, low: int, high: int) -> datetime.date:
        """A day in the years between ``low`` and ``high`` years ago."""
        return self.days_ago(low * 365 + 30, high * 365 + 300)

    def household(self, area: str = "") -> Row:
        """An address in one of the town's municipalities."""
        codes, weights = zip(*self.country.areas, strict=True)
        return self.add("household", area=area or self.rng.choices(codes, weights)[0])

    def person(self, household: Row, born: datetime.date, sex: str = "", *, mother: Row | None = None,
               father: Row | None = None, since: datetime.date | None = None) -> Row:  # fmt: skip
        """Somebody with a name, a number, a residence and, when grown up, a bank account."""
        sex = sex or self.rng.choice("fm")
        row = self.add(
            "person",
            born=born,
            sex=sex,
            died=None,
            nationality=self.country.nationality,
            nationality_lost=None,
            mother=mother["id"] if mother else None,
            father=father["id"] if father else None,
            household=household["id"],
        )
        self._name(row, father or mother)
        moved_in = since or max(born, self.days_ago(400, 6000))
        self.add(
            "residence",
            person=row["id"],
            household=household["id"],
            area=household["area"],
            since=max(born, moved_in),
            until=None,
            unknown_address=False,
        )
        if self.on.year - born.year >= 18:
            number = f"{self.rng.randint(100, 999)}{self.rng.randint(10**8, 10**9 - 1)}"
            self.accounts.append({"person": row["id"], "bank": self.country.bank, "number": number, "since": moved_in})
        return row

    def _name(self, row: Row, parent: Row | None) -> None:
        given = self.rng.choice(self.country.women if row["sex"] == "f" else self.country.men)
        family = Name("", "")
        if self.country.family_names:
            family = self.rng.choice(self.country.family)
            if parent:
                inherited = self.names[parent["id"] - 1]
                family = Name(inherited["family_name"], inherited["family_latin"])
        self.names.append(
            {
                "id": row["id"],
                "family_name": family.local,
                "family_latin": family.latin,
                "given_name": given.local,
                "latin_name": f"{given.latin} {family.latin}".strip(),
                "language": self.country.language,
                "national_number": self.country.number(row["born"], row["sex"], row["id"]),
            }
        )

    def couple(self, household: Row, youngest: int, oldest: int) -> tuple[Row, Row]:
        """Two people married to each other, the woman between the two ages."""
        woman = self.person(household, self.years_ago(youngest, oldest), "f")
        man = self.person(household, woman["born"] - DAY * self.rng.randint(-900, 1800), "m")
        self.marry(woman, man)
        return woman, man

    def marry(self, one: Row, other: Row) -> None:
        """A marriage, one row from either side."""
        since = max(one["born"], other["born"]) + YEAR * 20 + DAY * self.rng.randint(400, 3000)
        since = min(since, self.on - DAY * 30)
        for person, spouse in ((one, other), (other, one)):
            self.add("marriage", person=person["id"], spouse=spouse["id"], since=since, until=None)

    def child(self, household: Row, born: datetime.date, mother: Row | None, father: Row | None,
              guardian: Row | None = None, sex: str = "") -> Row:  # fmt: skip
        """A child with its parents and the one who raises it."""
        child = self.person(household, born, sex, mother=mother, father=father, since=born)
        raises = guardian or mother or father
        if raises:
            self.add("guardianship", child=child["id"], guardian=raises["id"], since=born, until=None)
        return child

    def status(self, person: Row, code: str, since: datetime.date, until: datetime.date | None = None,
               value: int | None = None) -> None:  # fmt: skip
        """A status somebody holds."""
        self.add("status", person=person["id"], code=code, since=since, until=until, value=value)

    def income(self, person: Row, kind: str, amount: int | None, year: int | None = None) -> None:
        """Income of one kind in one year; None: nobody knows how much."""
        self.add("income", person=person["id"], year=year or self.on.year, kind=kind, amount=amount)

    def persona(self, key: str, person: Row, title: str, story: str) -> None:
        """Somebody to sign in as. title, story: message ids."""
        self.personas.append({"key": key, "person": person["id"], "title": title, "story": story})

    def people(self, youngest: int, oldest: int) -> list[Row]:
        """Everybody whose age in years lies between the two."""
        return [row for row in self.rows["person"] if youngest <= (self.on - row["born"]).days // 365 <= oldest]

    def result(self) -> dict[str, list[Row]]:
        """Rows by entity, and beside them ``name``, ``bank_account`` and ``persona``."""
        return {**self.rows, "name": self.names, "bank_account": self.accounts, "persona": self.personas}


def names(text: str) -> tuple[Name, ...]:
    """Names from ``"local Latin, local Latin"``; a single word is both; ``_`` stands for a space within a name."""
    found = []
    for entry in text.split(","):
        words = [word.replace("_", " ") for word in entry.split()]
        found.append(Name(words[0], words[-1]))
    return tuple(found)


def years_before(day: datetime.date, years: int) -> datetime.date:
    """The same day years earlier, at most the 28th, so that it exists in every year."""
    return day.replace(year=day.year - years, day=min(day.day, 28))


def families(town: Town, size: int) -> None:
    """Fill the town with ordinary households until it has ``size`` people."""
    makers: tuple[tuple[Callable[[Town], None], int], ...] = (
        (_parents_with_children, 46),
        (_elder_couple, 16),
        (_elder_alone, 12),
        (_young_adult, 14),
        (_single_parent, 6),
        (_three_generations, 6),
    )
    kinds, weights = zip(*makers, strict=True)
    while len(town.rows["person"]) < size:
        town.rng.choices(kinds, weights)[0](town)


def _children(town: Town, household: Row, mother: Row | None, father: Row | None, count: int) -> None:
    parent = mother or father
    if parent is None:
        return
    grown = parent["born"] + YEAR * 21
    for _number in range(count):
        born = town.days_ago(5, 16 * 365)
        if born > grown:
            town.child(household, born, mother, father)


def _parents_with_children(town: Town) -> None:
    home = town.household()
    mother, father = town.couple(home, 26, 48)
    _children(town, home, mother, father, town.rng.choice((0, 1, 1, 1, 2, 2, 2, 3)))


def _single_parent(town: Town) -> None:
    home = town.household()
    parent = town.person(home, town.years_ago(24, 45), town.rng.choice("ffm"))
    mother, father = (parent, None) if parent["sex"] == "f" else (None, parent)
    _children(town, home, mother, father, town.rng.choice((1, 1, 2)))


def _elder_couple(town: Town) -> None:
    town.couple(town.household(), 60, 84)


def _elder_alone(town: Town) -> None:
    town.person(town.household(), town.years_ago(60, 96), town.rng.choice("fffm"))


def _young_adult(town: Town) -> None:
    town.person(town.household(), town.years_ago(19, 34))


def _three_generations(town: Town) -> None:
    home = town.household()
    grandmother, grandfather = town.couple(home, 58, 74)
    mother = town.person(home, town.years_ago(28, 36), "f", mother=grandmother, father=grandfather)
    father = town.person(home, town.years_ago(28, 40), "m")
    town.marry(mother, father)
    _children(town, home, mother, father, town.rng.choice((1, 2)))
