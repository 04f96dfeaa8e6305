"""What a file for each table of a register looks like.

Persons are named by their national number everywhere. Dates are `YYYY-MM-DD`; `until` and `returned` are the first day
on which something no longer holds. Money is in the currency's smallest unit.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Model
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from madang.core.registers import models
from madang.core.registers.errors import RegisterError
from madang.core.registers.iso3166 import NATIONALITIES
from madang.core.registers.loader.columns import (
    Column,
    any_day,
    day,
    email,
    matching,
    money,
    national_number,
    one_of,
    text,
    truth,
    whole,
)


@dataclass(frozen=True)
class Spell:
    """Half-open spells of one row: first day, and first day it no longer holds.

    alone: columns within which two spells may not overlap; empty when they may (two guardians at a time).
    """

    start: str
    end: str
    alone: tuple[str, ...] = ()


@dataclass(frozen=True)
class Layout:
    """A file format: register and table, its columns, the columns that make a row one of a kind, and the model.

    lives: the columns naming the persons who must be alive during the row's spell.
    """

    register: str
    table: str
    title: str | Promise
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    model: type[Model]
    spell: Spell | None = None
    lives: tuple[str, ...] = ()

    @property
    def required(self) -> tuple[str, ...]:
        """Columns that every file of this kind has."""
        return tuple(column.name for column in self.columns if column.required or column.listed)

    @property
    def names(self) -> tuple[str, ...]:
        """All columns in order."""
        return tuple(column.name for column in self.columns)


def _person(name: str, title: Promise | str, *, required: bool = True) -> Column:
    return Column(name, title, national_number, required=required, refers=True)


def _code(longest: int) -> Column:
    return Column(
        "kind",
        _("kind"),
        matching(
            rf"[a-z][a-z0-9_-]{{0,{longest - 1}}}",
            lambda: gettext("a code in small letters, digits, hyphens"),
            lambda: gettext("Write the code that the law pack lists, such as wages."),
        ),
        required=True,
    )


def _since(title: Promise | str) -> Column:
    return Column("since", title, day, required=True)


def _until(title: Promise | str) -> Column:
    return Column("until", title, any_day)


_area = Column(
    "area",
    _("area"),
    matching(
        r"[0-9A-Za-z][0-9A-Za-z-]{0,15}",
        lambda: gettext("an area code has 1 to 16 letters, digits or hyphens"),
        lambda: gettext("Write the code of the lowest level that the country's area list has."),
    ),
    required=True,
)
_year = Column("year", _("year"), whole(1900, dt.date.max.year), required=True)
_amount = Column("amount", _("amount"), money, listed=True)

PERSON = Layout(
    "civil",
    "person",
    _("persons"),
    (
        Column("national_number", _("national number"), national_number, required=True),
        Column("family_name", _("family name"), text(80), default=""),
        Column("given_name", _("given name"), text(80), required=True),
        Column("latin_name", _("name in Latin letters"), text(160), default=""),
        Column(
            "language",
            _("language"),
            matching(
                r"[a-z]{2,3}(-[A-Za-z]{2,4})?",
                lambda: gettext("a language code (BCP 47)"),
                lambda: gettext("Write it like ko, en or zh-Hant."),
            ),
            default="en",
        ),
        Column("email", _("e-mail"), email, default=""),
        Column("phone", _("phone"), text(32), default=""),
        Column("born", _("date of birth"), day, listed=True),
        Column(
            "sex",
            _("sex"),
            one_of(
                frozenset("fmx"),
                lambda: gettext("one of f, m, x"),
                lambda: gettext("Write f, m or x, or leave it empty."),
            ),
            default="",
        ),
        Column("died", _("date of death"), day),
        Column(
            "nationality",
            _("nationality"),
            one_of(
                NATIONALITIES,
                lambda: gettext("an ISO 3166-1 alpha-3 code"),
                lambda: gettext("Write three capital letters such as KOR; XXA for a stateless person."),
            ),
            default="",
        ),
        Column("nationality_lost", _("date nationality was lost"), day),
        _person("mother", _("mother"), required=False),
        _person("father", _("father"), required=False),
    ),
    key=("national_number",),
    model=models.CivilRecord,
)

MARRIAGE = Layout(
    "civil",
    "marriage",
    _("marriages"),
    (
        _person("person", _("person")),
        _person("spouse", _("spouse")),
        _since(_("married since")),
        Column("until", _("marriage ended"), day),
    ),
    key=("person", "spouse", "since"),
    model=models.Marriage,
    spell=Spell("since", "until", alone=("person", "spouse")),
    lives=("person", "spouse"),
)

GUARDIANSHIP = Layout(
    "civil",
    "guardianship",
    _("guardianships"),
    (
        _person("child", _("child")),
        _person("guardian", _("guardian")),
        _since(_("guardian since")),
        _until(_("guardian until")),
    ),
    key=("child", "guardian", "since"),
    model=models.Guardianship,
    spell=Spell("since", "until", alone=("child", "guardian")),
    lives=("child", "guardian"),
)

RESIDENCE = Layout(
    "residence",
    "residence",
    _("residences"),
    (
        _person("person", _("person")),
        _area,
        _since(_("living there since")),
        _until(_("living there until")),
        Column(
            "household",
            _("household number"),
            matching(
                r"[0-9A-Za-z][0-9A-Za-z/-]{0,31}",
                lambda: gettext("a household number has 1 to 32 letters, digits, hyphens or slashes"),
                lambda: gettext("Correct it, or leave it empty when the household is unknown."),
            ),
        ),
        Column("address", _("address"), text(200), default=""),
        Column("unknown_address", _("address unknown"), truth, default=False),
    ),
    key=("person", "since"),
    model=models.Residence,
    spell=Spell("since", "until", alone=("person",)),
    lives=("person",),
)

STAY_ABROAD = Layout(
    "border",
    "stay_abroad",
    _("stays abroad"),
    (
        _person("person", _("person")),
        Column("left", _("left the country on"), day, required=True),
        Column("returned", _("returned on"), day),
    ),
    key=("person", "left"),
    model=models.StayAbroad,
    spell=Spell("left", "returned", alone=("person",)),
    lives=("person",),
)

INCOME = Layout(
    "tax",
    "income",
    _("incomes"),
    (_person("person", _("person")), _year, _code(24), _amount),
    key=("person", "year", "kind"),
    model=models.Income,
)

PROPERTY = Layout(
    "property",
    "property",
    _("property"),
    (_person("person", _("person")), _year, _code(24), _amount),
    key=("person", "year", "kind"),
    model=models.Property,
)

STATUS = Layout(
    "social",
    "status",
    _("statuses"),
    (
        _person("person", _("person")),
        Column(
            "code",
            _("status"),
            matching(
                r"[a-z][a-z0-9_.-]{0,47}",
                lambda: gettext("a code in small letters, digits, hyphens"),
                lambda: gettext("Write the code that the law pack lists, such as poor-household."),
            ),
            required=True,
        ),
        Column("value", _("amount with the status"), money),
        _since(_("status held since")),
        _until(_("status held until")),
    ),
    key=("person", "code", "since"),
    model=models.Status,
    spell=Spell("since", "until", alone=("person", "code")),
    lives=("person",),
)

BANK_ACCOUNT = Layout(
    "accounts",
    "bank_account",
    _("bank accounts"),
    (
        _person("person", _("person")),
        Column(
            "bank",
            _("bank (BIC)"),
            matching(
                r"[A-Z0-9]{4}[A-Z]{2}[A-Z0-9]{2}([A-Z0-9]{3})?",
                lambda: gettext("a BIC has 8 or 11 capital letters and digits (ISO 9362)"),
                lambda: gettext("Take it from the bank's own papers."),
            ),
            required=True,
        ),
        Column(
            "number",
            _("account number"),
            matching(
                r"[0-9A-Za-z][0-9A-Za-z-]{0,33}",
                lambda: gettext("an account number has 1 to 34 letters, digits or hyphens"),
                lambda: gettext("Take it from the bank's own papers."),
            ),
            required=True,
        ),
        _since(_("account used since")),
        _until(_("account used until")),
    ),
    key=("person", "since"),
    model=models.BankAccount,
    spell=Spell("since", "until", alone=("person",)),
    lives=("person",),
)

LAYOUTS = (PERSON, MARRIAGE, GUARDIANSHIP, RESIDENCE, STAY_ABROAD, INCOME, PROPERTY, STATUS, BANK_ACCOUNT)


def layouts_of(register: str) -> list[Layout]:
    """The file formats that a register takes. Raises RegisterError naming the registers that take files."""
    found = [layout for layout in LAYOUTS if layout.register == register]
    if not found:
        known = ", ".join(dict.fromkeys(layout.register for layout in LAYOUTS))
        raise RegisterError(
            "register",
            _("Register %(name)s takes no files. Choose one of: %(known)s.") % {"name": register, "known": known},
        )
    return found
