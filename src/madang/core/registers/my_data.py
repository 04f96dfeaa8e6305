"""My data: what each register holds about a person, and who has read it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Model, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext, gettext_noop

from madang.core.people.models import Person, User
from madang.core.registers.access import Why, log_reading
from madang.core.registers.declarations import Register, Table, all_registers, fact_declared, owner_of
from madang.core.registers.disputes import disputed_facts
from madang.core.registers.errors import RegisterError
from madang.core.registers.models import Access, CivilRecord, Residence
from madang.core.registers.reading import in_force
from madang.core.rules.entities import Fact, Relation

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


def facts_of(person: Person, *, user: User | None = None) -> list[HeldRegister]:
    """Everything the registers hold about this person, for the person. Logged as their own reading.

    `user` is who looks: the person, or who acts for them. The caller has checked that they may (`may_act_for`).
    """
    disputed = {fact for _person, fact in disputed_facts([person.pk])}
    seen: set[str] = set()
    with transaction.atomic():
        registers = [_register(register, person, disputed, seen) for register in all_registers()]
        log_reading({person.pk: seen}, Why(purpose=OWN_PURPOSE, legal_basis=OWN_BASIS, user=user))
    return [register for register in registers if register.tables]


def _register(register: Register, person: Person, disputed: set[str], seen: set[str]) -> HeldRegister:
    tables = [_table(table, person, disputed, seen) for table in register.tables if table.holder]
    try:
        owner = owner_of(register).title
    except RegisterError:
        owner = register.owner
    return HeldRegister(register.name, str(register.title), owner, [table for table in tables if table.rows])


def _table(table: Table, person: Person, disputed: set[str], seen: set[str]) -> HeldTable:
    entries: list[Model]
    if table.model is CivilRecord:
        entries = list(CivilRecord.objects.filter(person=person).select_related("mother", "father"))
    else:
        related = [name for name, column in table.entity.columns.items() if isinstance(column, Relation)]
        rows = table.model._default_manager.filter(**{table.holder: person}).select_related(*related)
        entries = list(rows.order_by("-pk"))
    held = []
    for entry in entries:
        facts = []
        for name, column in table.facts.items():
            attribute = name.partition(".")[2]
            if attribute == table.holder:
                continue
            raw = _home(person) if name == "person.household" else getattr(entry, attribute)
            seen.add(name)
            kind = str(column.kind) if isinstance(column, Fact) else "ref"
            facts.append(
                HeldFact(name, gettext(column.title), _words(entry, attribute, raw), raw, kind, name in disputed)
            )
        held.append(HeldRow(entry.pk, facts))
    return HeldTable(table.entity.name, gettext(table.entity.title), held)


def _home(person: Person) -> Any:
    now = Residence.objects.filter(in_force(timezone.localdate()), person=person).select_related("household")
    home = now.order_by("-since").first()
    return home.household if home else None


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
