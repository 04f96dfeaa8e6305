"""On which day, and by which authority, a monthly payment is made."""

import calendar
import enum
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Protocol

# No country closes its banks for longer; a calendar that says so is wrong.
_LONGEST_CLOSURE_DAYS = 31


class WorkingDays(Protocol):
    """A country's calendar, as the law packs supply it."""

    def is_working_day(self, day: date) -> bool:
        """False on weekends and public holidays."""
        ...


class Shift(enum.StrEnum):
    """What happens when the pay day is a Saturday, a Sunday or a public holiday."""

    BEFORE = "before"  # Korea: Child Allowance Act Enforcement Decree art. 9(1)
    AFTER = "after"
    SAME = "same"


def pay_day(month: date, day: int, shift: Shift, working_days: WorkingDays) -> date:
    """The pay day of the month in which `month` lies.

    `day` beyond the end of the month is its last day. With BEFORE and AFTER the nearest working day in that direction is
    taken, over as many days off as there are. Raises `ValueError` for a calendar without a working day within a month.
    """
    if not 1 <= day <= 31:
        raise ValueError(f"pay day {day}: a day of the month lies between 1 and 31")
    last = calendar.monthrange(month.year, month.month)[1]
    wanted = month.replace(day=min(day, last))
    step = {Shift.BEFORE: -1, Shift.AFTER: 1, Shift.SAME: 0}[shift]
    if not step:
        return wanted
    for distance in range(_LONGEST_CLOSURE_DAYS + 1):
        candidate = wanted + timedelta(days=step * distance)
        if working_days.is_working_day(candidate):
            return candidate
    raise ValueError(f"the calendar has no working day {shift} {wanted} within {_LONGEST_CLOSURE_DAYS} days")


def paying_area(moves: Iterable[tuple[date, str]], month: date, last_day_for_new: int) -> str | None:
    """The area whose authority pays for a month after moves; None when there was no address yet.

    `moves` are (day of moving in, area). A move until `last_day_for_new` of the month makes the new area pay, a later one
    leaves the old area to pay (Korea: the 15th; Child Allowance Act Enforcement Decree art. 9(6)). Who moves in for the
    first time after that day (a newborn) has no old area: the new one pays.
    """
    cutoff = month.replace(day=last_day_for_new)
    last = month.replace(day=calendar.monthrange(month.year, month.month)[1])
    known = sorted(move for move in moves if move[0] <= last)
    before = [area for day, area in known if day <= cutoff]
    if before:
        return before[-1]
    return known[0][1] if known else None
