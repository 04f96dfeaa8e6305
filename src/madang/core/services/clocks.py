"""Terms of law as last days, on the country's calendar."""

from __future__ import annotations

import datetime as dt

from madang.core.rules.service_terms import Term, Unit
from madang.core.services.packs import active_pack


def last_day(term: Term | None, start: dt.date) -> dt.date | None:
    """The last day of a term that begins the day after `start`; None without a term.

    Months and years end on the day of the same number, or on the month's last day where there is none.
    """
    if term is None:
        return None
    if term.unit is Unit.DAYS:
        return start + dt.timedelta(days=term.amount)
    if term.unit is Unit.WORKING_DAYS:
        return active_pack().calendar.add_working_days(start, term.amount)
    months = term.amount * (12 if term.unit is Unit.YEARS else 1)
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    last = (dt.date(year + (month + 1) // 12, (month + 1) % 12 + 1, 1) - dt.timedelta(days=1)).day
    return dt.date(year, month + 1, min(start.day, last))
