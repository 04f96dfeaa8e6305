"""The kinds of value a rule can speak about, and the error raised when a rule mixes them up."""

from __future__ import annotations

import datetime
from enum import StrEnum
from fractions import Fraction
from typing import Any

#: Largest whole number a fact or parameter may hold. A thousand times more still fits in 64 bits, so a rate or a
#: family size can multiply it on every backend without overflow.
LARGEST = 10**15

#: "No end in sight", for ``until.or_else(NEVER)``. Far enough to be after everything, near enough that adding
#: months to it stays inside the calendar.
NEVER = datetime.date(5000, 1, 1)


class RuleError(Exception):
    """A rule, parameter or entity is declared wrongly. The message says what and how to mend it."""


class Kind(StrEnum):
    """What a value is. Two kinds never mix silently: years are not won, a code is not a name of a person."""

    BOOL = "bool"
    INT = "int"
    MONEY = "money"  # whole number of the currency's smallest unit
    DATE = "date"
    CODE = "code"  # a short text from a list, or free text
    REF = "ref"  # the id of another row
    RATE = "rate"  # an exact fraction, only in parameters


NUMBERS = frozenset({Kind.INT, Kind.MONEY})
ORDERED = frozenset({Kind.INT, Kind.MONEY, Kind.DATE, Kind.REF})  # ids only to break ties


def kind_of(value: Any) -> Kind:
    """The kind a plain Python value has when it stands in a rule."""
    if isinstance(value, bool):
        return Kind.BOOL
    if isinstance(value, int):
        return Kind.INT
    if isinstance(value, datetime.date) and not isinstance(value, datetime.datetime):
        return Kind.DATE
    if isinstance(value, str):
        return Kind.CODE
    if isinstance(value, Fraction):
        return Kind.RATE
    if isinstance(value, float):
        raise RuleError(f"{value!r} is a float. Money and rates are exact: write an int, or percent('4.5').")
    raise RuleError(f"{value!r} cannot stand in a rule. Use a bool, int, date, str, or percent(...).")


def checked(value: Any, kind: Kind, what: str) -> Any:
    """``value`` if it is of ``kind``, else `RuleError`. An int is accepted as money."""
    actual = kind_of(value)
    if actual is not kind and not (kind is Kind.MONEY and actual is Kind.INT):
        raise RuleError(f"{what} is {actual} ({value!r}) but should be {kind}.")
    if kind in NUMBERS and abs(value) > LARGEST:
        raise RuleError(f"{what} is {value}, beyond the largest number rules compute with ({LARGEST}).")
    return value


def percent(number: str | int) -> Fraction:
    """An exact rate: ``percent(20)`` is 1/5, ``percent("4.5")`` is 9/200."""
    if isinstance(number, float):
        raise RuleError(f"percent({number}) is a float. Write percent('{number}').")
    return Fraction(number) / 100


def as_date(value: datetime.date | str) -> datetime.date:
    """A date from a date or from ``"2026-01-01"``; ``"2026-01"`` means its first day."""
    if isinstance(value, datetime.date):
        return value
    try:
        return datetime.date.fromisoformat(f"{value}-01" if len(value) == 7 else value)
    except ValueError:
        raise RuleError(f"{value!r} is not a date. Write YYYY-MM-DD.") from None
