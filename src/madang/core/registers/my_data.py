"""My data: what each register holds about a person, and who has read it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Model, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext, gettext_noop

from madang.core.people.models import Organisation, Person, User
from madang.core.registers.access import Why, log_reading
from madang.core.registers.declarations import RESIDENCE, Table, all_registers, fact_declared, tables
from madang.core.registers.disputes import disputed_facts
from madang.core.registers.errors import RegisterError
from madang.core.registers.models import Access, Household
from madang.core.registers.rows_about import rows_about
from madang.core.rules.entities import Fact

OWN_PURPOSE = gettext_noop("You looked at your own data")
OWN_BASIS = gettext_noop("Your right to see what is held about you")
SHOWN_FACTS = 50


@dataclass(frozen=True)
class Read:
    """One reading as its person sees it. Texts are in the reader's language.

    organisation: who read, empty for an automatic reading of the government platform itself. everybody: a reading of
    the whole population that touched this person. own: the person (or who acts for them) looked themselves.
    """

    at: dt.datetime
    organisation: str
    organisation_code: str
    purpose: str
    legal_basis: str
    facts: list[str]
    fact_names: list[str]
    reference: str
    everybody: bool
    own: bool


@dataclass(frozen=True)
class Reads:
    """A page of readings, latest first; `total` counts all that may be shown."""

    entries: list[Read]
    total: int
    page: int
    pages: int


def accesses_of(person: Person) -> QuerySet[Access]:
    """Every row of the access log that this person may see, latest first: their own rows and readings of everybody, but
    not what a law withholds from them for now.
    """
    mine = Q(person=person) | Q(person=None, last_person_id__gte=person.pk)
    shown = Q(withheld_until=None) | Q(withheld_until__lte=timezone.now())
    return Access.objects.filter(mine, shown).select_related("organisation").order_by("-at", "-id")


def reads_of(person: Person, *, page: int = 1, size: int = 20, own: bool = True) -> Reads:
    """Who read this person's facts, when, why, under which law. `own=False` leaves out their own looking.

    `page` counts from 1; one beyond the last is the last. Three queries.
    """
    found = accesses_of(person)
    if not own:
        found = found.exclude(purpose=OWN_PURPOSE)
    total = found.count()
    pages = max(1, -(-total // size))
    page = min(max(1, page), pages)
    return Reads([_shown(access) for access in found[(page - 1) * size : page * size]], total, page, pages)


def _shown(access: Access) -> Read:
    return Read(
        at=access.at,
        organisation=access.organisation.title if access.organisation else "",
        organisation_code=access.organisation.code if access.organisation else "",
        purpose=gettext(access.purpose),
        legal_basis=gettext(access.legal_basis),
        facts=[_title(name) for name in access.facts[:SHOWN_FACTS]],
        fact_names=access.facts,
        reference=access.reference,
        everybody=access.person_id is None,
        own=access.purpose == OWN_PURPOSE,
    )


def _title(name: str) -> str:
    """A fact's title; a fact that is no longer declared keeps its name, for the log outlives declarations."""
    try:
        return gettext(fact_declared(name)[2].title)
    except RegisterError:
        return name


@dataclass(frozen=True)
class HeldFact:
    """One fact as its person sees it: `value` in words, `raw` as stored; `disputed` while the agency is looking at it."""

    name: str
    title: str
    value: str
    raw: Any
    kind: str
    disputed: bool


@dataclass(frozen=True)
class HeldRow:
    """One row of a table: `id` says which one in a dispute."""

    id: int
    facts: list[HeldFact]


@dataclass(frozen=True)
class HeldTable:
    """What one table of a register holds about the person."""

    name: str
    title: str
    rows: list[HeldRow]


@dataclass(frozen=True)
class HeldRegister:
    """What one register holds about the person, and who keeps it."""

    name: str
    title: str
    owner: str
    tables: list[HeldTable]


def facts_of(
    person: Person, *, user: User | None = None, entities: Collection[str] | None = None
) -> list[HeldRegister]:
    """What the registers hold about this person, for the person: everything, or only the tables of these `entities`.

    Logged as their own reading. `user` is who looks: the person, or who acts for them. The caller has checked that they may
    (`may_act_for`). Four queries, however many registers there are.
    """
    wanted = [
        table for _register, table in tables() if table.holder and (entities is None or table.entity.name in entities)
    ]
    disputed = {fact for _person, fact in disputed_facts([person.pk])}
    owners = _owners()
    with transaction.atomic():
        held = _held(person, wanted, disputed)
        seen = {fact.name for table in held.values() for row in table.rows for fact in row.facts}
        log_reading({person.pk: seen}, Why(purpose=OWN_PURPOSE, legal_basis=OWN_BASIS, user=user))
    registers = (
        HeldRegister(
            register.name,
            str(register.title),
            owners.get(register.owner, register.owner),
            [held[table.entity.name] for table in register.tables if table.entity.name in held],
        )
        for register in all_registers()
    )
    return [register for register in registers if register.tables]


def _owners() -> dict[str, str]:
    """Code to title of the organisations that keep registers."""
    codes = {register.owner for register in all_registers()}
    return {organisation.code: organisation.title for organisation in Organisation.objects.filter(code__in=codes)}


def _held(person: Person, wanted: Collection[Table], disputed: set[str]) -> dict[str, HeldTable]:
    """Entity name to what its table holds; tables without a row are left out."""
    needed = list(wanted)
    if any(table.entity.name == "person" for table in wanted):  # a person's household stands in their residence
        needed += [table for table in RESIDENCE.tables if table.entity.name == "residence" and table not in wanted]
    rows = rows_about(person, needed)
    home = _home(rows.get("residence", []))
    return {
        table.entity.name: HeldTable(
            table.entity.name,
            gettext(table.entity.title),
            [_row(table, entry, home, disputed) for entry in rows[table.entity.name]],
        )
        for table in wanted
        if rows.get(table.entity.name)
    }


def _row(table: Table, entry: Model, home: Household | None, disputed: set[str]) -> HeldRow:
    facts = []
    for name, column in table.facts.items():
        attribute = name.partition(".")[2]
        if attribute == table.holder:
            continue
        raw = home if name == "person.household" else getattr(entry, attribute)
        kind = str(column.kind) if isinstance(column, Fact) else "ref"
        facts.append(HeldFact(name, gettext(column.title), _words(entry, attribute, raw), raw, kind, name in disputed))
    return HeldRow(entry.pk, facts)


def _home(residences: Iterable[Any]) -> Household | None:
    """The household of the residence in force today."""
    today = timezone.localdate()
    now = [one for one in residences if one.since <= today and (one.until is None or one.until > today)]
    return max(now, key=lambda one: one.since).household if now else None


def _words(entry: Model, attribute: str, raw: Any) -> str:
    """A value for people; empty when nothing is known. Days stay ISO: the page's filters put them in the reader's form."""
    if raw is None or raw == "":
        return ""
    if isinstance(raw, bool):
        return gettext("yes") if raw else gettext("no")
    shown = getattr(entry, f"get_{attribute}_display", None)
    if shown is not None:
        return str(shown())
    if isinstance(raw, Person):
        return raw.full_name
    if hasattr(raw, "address"):
        return raw.address or raw.area
    return str(raw)
