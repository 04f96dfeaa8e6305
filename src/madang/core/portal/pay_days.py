"""When money can be expected."""

from __future__ import annotations

import datetime as dt

from madang.core.rules import Benefit
from madang.core.services.explain_household import is_voucher
from madang.core.services.packs import active_pack

_LONGEST_SHIFT = 14  # no row of weekends and holidays is longer


def next_pay_day(benefit: Benefit, on: dt.date) -> dt.date | None:
    """The first pay day of the benefit after `on`, moved off holidays as its law says; None where no day is set."""
    terms = benefit.pay_day
    if terms is None or is_voucher(benefit):
        return None
    year, month = on.year, on.month
    for _try in range(3):
        first = dt.date(year, month, 1)
        following = dt.date(year + month // 12, month % 12 + 1, 1)
        day = _moved(
            min(first + dt.timedelta(days=terms.day - 1), following - dt.timedelta(days=1)), terms.if_not_working_day
        )
        if day > on:
            return day
        year, month = following.year, following.month
    return None


def _moved(day: dt.date, shift: str) -> dt.date:
    if shift == "same":
        return day
    step = dt.timedelta(days=-1 if shift == "before" else 1)
    calendar = active_pack().calendar
    for _try in range(_LONGEST_SHIFT):
        if calendar.is_working_day(day):
            return day
        day += step
    return day
