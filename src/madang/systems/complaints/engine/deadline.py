"""By when a request must be answered."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable


def answer_by(received: dt.date, working_days: int, is_working_day: Callable[[dt.date], bool]) -> dt.date:
    """The last day for the answer: the given number of working days after the day of receipt, which does not count.

    Raises ValueError when `working_days` is less than one.
    """
    if working_days < 1:
        raise ValueError(f"working_days is {working_days}; an answer needs at least one working day")
    day = received
    while working_days:
        day += dt.timedelta(days=1)
        working_days -= is_working_day(day)
    return day
