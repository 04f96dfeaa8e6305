"""What the services layer needs to know of a benefit: who may confirm, by when, how it is decided and paid.

Plain declarations. Rules do not compute with them, except that a claim window moves the first month paid.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from enum import StrEnum

from .dates import month_first, month_last
from .expressions import Node
from .kinds import RuleError
from .law import Citation


class Period(StrEnum):
    """What one evaluation covers."""

    MONTH = "month"
    YEAR = "year"
    ONCE = "once"  # evaluated on a day, granted once


def period_around(on: datetime.date, period: Period) -> tuple[datetime.date, datetime.date]:
    """First and last day of the period that ``on`` lies in."""
    if period is Period.MONTH:
        return month_first(on), month_last(on)
    if period is Period.YEAR:
        return datetime.date(on.year, 1, 1), datetime.date(on.year, 12, 31)
    return on, on


class Unit(StrEnum):
    """Unit of a legal term."""

    DAYS = "days"
    WORKING_DAYS = "working days"
    MONTHS = "months"
    YEARS = "years"


@dataclass(frozen=True)
class Term:
    """A length of time set by law; the country's calendar turns it into a date."""

    amount: int
    unit: Unit
    cite: Citation | None = None

    def __post_init__(self) -> None:
        """A term is a positive length."""
        if self.amount < 1:
            raise RuleError(f"A term of {self.amount} {self.unit}: must be 1 or more.")


def days(amount: int, cite: Citation | None = None) -> Term:
    """A term of calendar days."""
    return Term(amount, Unit.DAYS, cite)


def working_days(amount: int, cite: Citation | None = None) -> Term:
    """A term of working days."""
    return Term(amount, Unit.WORKING_DAYS, cite)


def months(amount: int, cite: Citation | None = None) -> Term:
    """A term of months."""
    return Term(amount, Unit.MONTHS, cite)


def years(amount: int, cite: Citation | None = None) -> Term:
    """A term of years."""
    return Term(amount, Unit.YEARS, cite)


@dataclass(frozen=True)
class ToConfirm:
    """The person has to say yes; the offer stands for ``open_for`` (None: as long as the right lasts)."""

    open_for: Term | None = None
    cite: Citation | None = None


@dataclass(frozen=True)
class Deemed:
    """The law deems the application made unless the person objects within ``object_within`` of the notice."""

    object_within: Term
    cite: Citation | None = None


@dataclass(frozen=True)
class Automatic:
    """Decided by the rule alone; above ``four_eyes_above`` (smallest unit) two officers."""

    four_eyes_above: int | None = None
    cite: Citation | None = None


@dataclass(frozen=True)
class ByOfficer:
    """Decided by an officer; above ``four_eyes_above`` (smallest unit, 0: always) by two."""

    four_eyes_above: int | None = None
    cite: Citation | None = None


@dataclass(frozen=True, eq=False)
class ClaimWindow:
    """A claim made in time counts from the beginning; a later one from the month of the claim.

    counted_from: date expression, e.g. ``child.born``. within: the term; the first day counts if ``inclusive``.
    """

    counted_from: Node
    within: Term
    inclusive: bool = True
    cite: Citation | None = None

    def __post_init__(self) -> None:
        """Only windows in days are known to any law we have read."""
        if self.within.unit is not Unit.DAYS:
            raise RuleError("ClaimWindow: within must be in calendar days, e.g. days(60).")


@dataclass(frozen=True)
class PayDay:
    """Day of the month of payment and what happens when it is no working day: ``before``, ``after`` or ``same``."""

    day: int
    if_not_working_day: str = "before"
    cite: Citation | None = None

    def __post_init__(self) -> None:
        """A day of every month, a known rule."""
        if not 1 <= self.day <= 31 or self.if_not_working_day not in ("before", "after", "same"):
            raise RuleError("PayDay: day is 1 to 31; if_not_working_day is before, after or same.")


@dataclass(frozen=True)
class Cash:
    """Paid to an account."""


@dataclass(frozen=True)
class Voucher:
    """Credited to a card or wallet, usable for ``valid_for``; what is left then lapses."""

    valid_for: Term


@dataclass(frozen=True)
class Recovery:
    """Getting overpayments back: nothing below ``floor`` (smallest unit); interest as the pack describes it."""

    floor: int = 0
    interest: str = ""
    cite: Citation | None = None
