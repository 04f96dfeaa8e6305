"""Ages, months and days in rules, and the plain functions that compute them.

Age is completed years at the start of the day: somebody born on 29 February is a year older on 1 March of a common
year (Korean Civil Code arts. 158, 160(2)-(3); the same in most codes). Adding months keeps the day of the month and
falls back to the month's last day where there is no such day.
"""

from __future__ import annotations

import datetime
from calendar import monthrange
from typing import Any

from .expressions import Node, as_node
from .kinds import Kind

Date = datetime.date
EPOCH = datetime.date(1970, 1, 1)


def years_between(start: Date, end: Date) -> int:
    """Completed years from ``start`` to ``end``; negative before ``start``."""
    return end.year - start.year - ((end.month, end.day) < (start.month, start.day))


def months_between_dates(start: Date, end: Date) -> int:
    """Completed months from ``start`` to ``end``."""
    return (end.year - start.year) * 12 + end.month - start.month - (end.day < start.day)


def month_first(day: Date) -> Date:
    """First day of the month of ``day``."""
    return day.replace(day=1)


def month_last(day: Date) -> Date:
    """Last day of the month of ``day``."""
    return day.replace(day=monthrange(day.year, day.month)[1])


def plus_months(day: Date, months: int) -> Date:
    """``day`` moved by whole months, at most to the last day of the month reached."""
    index = day.year * 12 + day.month - 1 + months
    year, month = index // 12, index % 12 + 1
    return datetime.date(year, month, min(day.day, monthrange(year, month)[1]))


def plus_days(day: Date, days: int) -> Date:
    """``day`` moved by ``days``."""
    return day + datetime.timedelta(days)


def days_from(start: Date, end: Date) -> int:
    """Days from ``start`` to ``end``, the first day not counted."""
    return (end - start).days


def month_number(day: Date) -> int:
    """Calendar months since year 0, so that two dates' difference counts calendar months."""
    return day.year * 12 + day.month - 1


class Age(Node):
    """Completed ``years`` or ``months`` between two dates."""

    __slots__ = ("unit",)

    def __init__(self, start: Node, end: Node, unit: str) -> None:
        super().__init__(Kind.INT, (start, end), (unit,))
        self.unit = unit


class DaysBetween(Node):
    """Days from one date to another, first day not counted."""

    __slots__ = ()

    def __init__(self, start: Node, end: Node) -> None:
        super().__init__(Kind.INT, (start, end))


class DatePart(Node):
    """``year``, ``month`` (1-12), ``day`` (1-31) or ``month_index`` (calendar months since year 0) of a date."""

    __slots__ = ("part",)

    def __init__(self, date: Node, part: str) -> None:
        super().__init__(Kind.INT, (date,), (part,))
        self.part = part


class MonthEdge(Node):
    """The ``first`` or ``last`` day of a date's month."""

    __slots__ = ("edge",)

    def __init__(self, date: Node, edge: str) -> None:
        super().__init__(Kind.DATE, (date,), (edge,))
        self.edge = edge


class Moved(Node):
    """A date plus a number of ``months`` or ``days``."""

    __slots__ = ("unit",)

    def __init__(self, date: Node, amount: Node, unit: str) -> None:
        super().__init__(Kind.DATE, (date, amount), (unit,))
        self.unit = unit


class Cutoff(Node):
    """The latest date of birth of somebody at least ``limit`` (+ ``more``) years or months old on a day."""

    __slots__ = ("more", "unit")

    def __init__(self, day: Node, limit: Node, unit: str, more: int) -> None:
        super().__init__(Kind.DATE, (day, limit), (unit, more))
        self.unit, self.more = unit, more

    def of(self, day: Date, limit: int) -> Date:
        """The date for a known day and limit; beyond the calendar its first or last day."""
        try:
            return plus_months(day, -(limit + self.more) * (12 if self.unit == "years" else 1))
        except (ValueError, OverflowError):
            return Date.min if limit > 0 else Date.max


def cutoff_of(node: Any) -> Cutoff | None:
    """For a comparison of an age with a limit, neither day nor limit depending on a row: the date to compare with.

    ``age(born, day) >= limit`` is ``born <= cutoff`` and ``<`` is ``born > cutoff``; for ``>`` and ``<=`` the cutoff is
    a year (or month) earlier. No calendar arithmetic for each row, and files can be searched by date.
    """
    age, limit = node.parts
    if not isinstance(age, Age) or age.parts[1].free or limit.free or node.op in ("==", "!="):
        return None
    return Cutoff(age.parts[1], limit, age.unit, node.op in (">", "<="))


def _date(value: Any) -> Node:
    return as_node(value, Kind.DATE)


def age_in_years(born: Any, when: Any) -> Node:
    """Completed years at the start of ``when``."""
    return Age(_date(born), _date(when), "years")


def age_in_months(born: Any, when: Any) -> Node:
    """Completed months at the start of ``when``."""
    return Age(_date(born), _date(when), "months")


def days_between(start: Any, end: Any) -> Node:
    """Days from ``start`` to ``end``; add 1 where the law counts the first day."""
    return DaysBetween(_date(start), _date(end))


def months_between(start: Any, end: Any) -> Node:
    """Calendar months from the month of ``start`` to the month of ``end``."""
    return DatePart(_date(end), "month_index") - DatePart(_date(start), "month_index")


def year_of(date: Any) -> Node:
    """The calendar year of a date."""
    return DatePart(_date(date), "year")


def month_of(date: Any) -> Node:
    """The calendar month of a date, 1 to 12."""
    return DatePart(_date(date), "month")


def day_of(date: Any) -> Node:
    """The day of the month of a date, 1 to 31."""
    return DatePart(_date(date), "day")


def first_of_month(date: Any) -> Node:
    """The first day of the date's month."""
    return MonthEdge(_date(date), "first")


def last_of_month(date: Any) -> Node:
    """The last day of the date's month."""
    return MonthEdge(_date(date), "last")


def first_of_year(date: Any) -> Node:
    """1 January of the date's year."""
    return add_months(first_of_month(date), 1 - month_of(date))


def last_of_year(date: Any) -> Node:
    """31 December of the date's year."""
    return last_of_month(add_months(date, 12 - month_of(date)))


def add_days(date: Any, days: Any) -> Node:
    """The date that many days later (or earlier)."""
    return Moved(_date(date), as_node(days, Kind.INT), "days")


def add_months(date: Any, months: Any) -> Node:
    """The same day that many months later, or that month's last day."""
    return Moved(_date(date), as_node(months, Kind.INT), "months")


def add_years(date: Any, years: Any) -> Node:
    """The same day that many years later; 29 February becomes 28 February in a common year."""
    return Moved(_date(date), as_node(years, Kind.INT) * 12, "months")
