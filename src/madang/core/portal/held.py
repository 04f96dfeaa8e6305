"""What the registers hold about a person, ready to be shown: dates, money and places in the reader's language."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from madang.core import formats
from madang.core.people.models import Person, User
from madang.core.registers.declarations import fact_declared
from madang.core.registers.my_data import HeldFact, HeldRegister, facts_of
from madang.core.rules import Benefit
from madang.core.services.packs import active_pack


@dataclass(frozen=True)
class ShownFact:
    """One fact: its title, its value in words, whether it is being checked, and where to say that it is wrong."""

    title: str
    value: str
    disputed: bool
    dispute_url: str


@dataclass(frozen=True)
class ShownRow:
    """One row of a table."""

    facts: list[ShownFact]


@dataclass(frozen=True)
class ShownTable:
    """One table of a register."""

    title: str
    rows: list[ShownRow]


@dataclass(frozen=True)
class ShownRegister:
    """One register with its keeper."""

    name: str
    title: str
    owner: str
    tables: list[ShownTable]


def registers_about(person: Person, user: User) -> list[ShownRegister]:
    """Everything held about the person. The reading is logged as the person's own."""
    return [_shown(register, person, None) for register in facts_of(person, user=user)]


def facts_read_by(benefit: Benefit, person: Person, user: User) -> list[ShownRegister]:
    """Of everything held about the person, what this benefit reads."""
    wanted = {f"{entity}.{column}" for entity, columns in benefit.reads.items() for column in columns}
    held = facts_of(person, user=user, entities=benefit.reads)
    shown = [_shown(register, person, wanted) for register in held]
    return [register for register in shown if register.tables]


def _shown(register: HeldRegister, person: Person, wanted: set[str] | None) -> ShownRegister:
    tables = []
    for table in register.tables:
        rows = []
        for row in table.rows:
            facts = [
                ShownFact(
                    fact.title[:1].upper() + fact.title[1:],
                    in_words(fact),
                    fact.disputed,
                    dispute_url(fact.name, person, row.id),
                )
                for fact in row.facts
                if wanted is None or fact.name in wanted
            ]
            if facts:
                rows.append(ShownRow(facts))
        if rows:
            tables.append(ShownTable(table.title[:1].upper() + table.title[1:], rows))
    return ShownRegister(register.name, register.title, register.owner, tables)


def dispute_url(fact: str, person: Person, row_id: int) -> str:
    """Where to say that this fact of this row is wrong."""
    register, _table, _column = fact_declared(fact)
    address = reverse("portal:dispute", args=[register.name, fact])
    return f"{address}?{urlencode({'person': person.pk, 'row': row_id})}"


def in_words(fact: HeldFact) -> str:
    """A value for people; a dash in words when nothing is entered."""
    raw = fact.raw
    if raw is None or raw == "":
        return _("nothing entered")
    if isinstance(raw, dt.date):
        return formats.day(raw)
    if fact.kind == "money" and isinstance(raw, int):
        return formats.money(raw, active_pack().currency.code)
    if fact.name.endswith(".area"):
        return area_label(str(raw))
    if hasattr(raw, "area") and not getattr(raw, "address", ""):
        return area_label(raw.area)
    return fact.value


def area_label(code: str) -> str:
    """The name of a place in the reader's language; the code where the pack lists no places."""
    areas: Any = active_pack().areas
    language = (get_language() or "en").split("-")[0]
    return str(areas.label(code, language)) if hasattr(areas, "label") else code
