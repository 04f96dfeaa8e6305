"""The standard schema: the facts every country's rules can count on. Register tables mirror it column by column.

Intervals are half open everywhere: ``since`` is the first day something held, ``until`` the first day it no longer
did. A country may add entities and facts in its pack with ``STANDARD.with_entities(...)``.
"""

from __future__ import annotations

from .entities import Entity, Fact, Relation, Schema, Sensitivity
from .kinds import Kind
from .text import _

PERSON = Entity(
    "person",
    "persons",
    _("person"),
    register="civil",
    facts=(
        Fact("born", Kind.DATE, _("date of birth")),
        Fact("sex", Kind.CODE, _("sex"), codes=("f", "m", "x")),
        Fact("died", Kind.DATE, _("date of death"), optional=True),
        Fact("nationality", Kind.CODE, _("nationality"), note="ISO 3166-1 alpha-3"),
        Fact("nationality_lost", Kind.DATE, _("date nationality was lost"), optional=True),
    ),
    relations=(
        Relation("mother", "person", _("mother"), reverse="children"),
        Relation("father", "person", _("father"), reverse="fathered_children", optional=True),
        Relation("household", "household", _("household"), reverse="members"),
    ),
    note="household: the one the person is registered in now; past ones are residences.",
    intervals=(("born", "died"), ("born", "nationality_lost")),
)

HOUSEHOLD = Entity(
    "household",
    "households",
    _("household"),
    register="residence",
    facts=(Fact("area", Kind.CODE, _("area"), note="code of the lowest level the country's areas.py lists"),),
)

RESIDENCE = Entity(
    "residence",
    "residences",
    _("residence"),
    register="residence",
    facts=(
        Fact("area", Kind.CODE, _("area")),
        Fact("since", Kind.DATE, _("living there since")),
        Fact("until", Kind.DATE, _("living there until"), optional=True),
        Fact("unknown_address", Kind.BOOL, _("whereabouts unknown")),
    ),
    relations=(
        Relation("person", "person", _("person"), reverse="residences"),
        Relation("household", "household", _("household"), reverse="residences", optional=True),
    ),
    intervals=(("since", "until"),),
)

MARRIAGE = Entity(
    "marriage",
    "marriages",
    _("marriage"),
    register="civil",
    facts=(
        Fact("since", Kind.DATE, _("married since")),
        Fact("until", Kind.DATE, _("marriage ended"), optional=True),
    ),
    relations=(
        Relation("person", "person", _("person"), reverse="marriages"),
        Relation("spouse", "person", _("spouse")),
    ),
    note="Two rows for each marriage, one from either side, so that person.marriages is always complete.",
    intervals=(("since", "until"),),
)

GUARDIANSHIP = Entity(
    "guardianship",
    "guardianships",
    _("guardianship"),
    register="civil",
    facts=(
        Fact("since", Kind.DATE, _("guardian since")),
        Fact("until", Kind.DATE, _("guardian until"), optional=True),
    ),
    relations=(
        Relation("child", "person", _("child"), reverse="guardianships"),
        Relation("guardian", "person", _("guardian"), reverse="wards"),
    ),
    note="Whoever actually raises the child and receives its benefits: a parent as a rule, otherwise as decided.",
    intervals=(("since", "until"),),
)

STAY_ABROAD = Entity(
    "stay_abroad",
    "stays_abroad",
    _("stay abroad"),
    register="border",
    facts=(
        Fact("left", Kind.DATE, _("left the country on")),
        Fact("returned", Kind.DATE, _("returned on"), optional=True),
    ),
    relations=(Relation("person", "person", _("person"), reverse="stays_abroad"),),
    note="For a child born abroad, left is the date of birth.",
    intervals=(("left", "returned"),),
)

INCOME = Entity(
    "income",
    "incomes",
    _("income"),
    register="tax",
    facts=(
        Fact("year", Kind.INT, _("year of the income")),
        Fact(
            "kind", Kind.CODE, _("kind of income"), note="wages, business, interest, pension, other, or the law's own"
        ),
        Fact("amount", Kind.MONEY, _("income"), sensitivity=Sensitivity.FINANCIAL),
    ),
    relations=(Relation("person", "person", _("person"), reverse="incomes"),),
    note="One row per person, year and kind. An unknown amount is a row whose amount is null.",
)

PROPERTY = Entity(
    "property",
    "properties",
    _("property"),
    register="property",
    facts=(
        Fact("year", Kind.INT, _("year of the valuation")),
        Fact("kind", Kind.CODE, _("kind of property"), note="home, land, deposit, vehicle, debt, or the law's own"),
        Fact("amount", Kind.MONEY, _("value of the property"), sensitivity=Sensitivity.FINANCIAL),
    ),
    relations=(Relation("person", "person", _("person"), reverse="properties"),),
)

STATUS = Entity(
    "status",
    "statuses",
    _("status"),
    register="social",
    facts=(
        Fact("code", Kind.CODE, _("status"), sensitivity=Sensitivity.SPECIAL, note="listed in the country's pack"),
        Fact("since", Kind.DATE, _("status held since")),
        Fact("until", Kind.DATE, _("status held until"), optional=True),
        Fact("value", Kind.MONEY, _("amount with the status"), optional=True, sensitivity=Sensitivity.FINANCIAL),
    ),
    relations=(Relation("person", "person", _("person"), reverse="statuses"),),
    note="Programme facts: poor household, disability, official's pension, care facility, reported missing, refugee.",
    intervals=(("since", "until"),),
)

STANDARD = Schema(
    (PERSON, HOUSEHOLD, RESIDENCE, MARRIAGE, GUARDIANSHIP, STAY_ABROAD, INCOME, PROPERTY, STATUS),
)
