"""Working days: the calendar every law pack brings for its offices' clocks and pay days.

A pack gives a `Calendar`; whoever counts days needs only ``is_working_day``. Days are `datetime.date`.
"""

from __future__ import annotations

import datetime
from abc import ABC, abstractmethod
from collections.abc import Mapping
from functools import lru_cache

DAY = datetime.timedelta(days=1)

#: Monday is 0, as in `datetime.date.weekday`.
SATURDAY, SUNDAY = 5, 6


class CalendarError(LookupError):
    """The calendar does not know the year asked for. The message names the years it knows."""


class Calendar(ABC):
    """Public holidays of one country.

    first_year, last_year: the years `holidays` answers for; any other year raises `CalendarError`, because a guessed
    holiday would move a deadline in law.
    """

    country: str
    first_year: int
    last_year: int
    weekend: frozenset[int] = frozenset({SATURDAY, SUNDAY})

    @abstractmethod
    def _holidays(self, year: int) -> Mapping[datetime.date, str]:
        """Public holidays of ``year`` by date; names are message ids."""

    @lru_cache(maxsize=256)  # noqa: B019 - calendars are few and live as long as the process
    def holidays(self, year: int) -> Mapping[datetime.date, str]:
        """Public holidays of ``year`` by date, weekend days included; raises `CalendarError` for an unknown year."""
        if not self.first_year <= year <= self.last_year:
            raise CalendarError(
                f"The public holidays of {self.country.upper()} are known from {self.first_year} to "
                f"{self.last_year}, not for {year}. Add the year to countries/{self.country}/calendar.py."
            )
        return self._holidays(year)

    def holiday(self, day: datetime.date) -> str | None:
        """The name (message id) of the public holiday on ``day``, or None."""
        return self.holidays(day.year).get(day)

    def is_working_day(self, day: datetime.date) -> bool:
        """Whether offices are open on ``day``: neither weekend nor public holiday."""
        return day.weekday() not in self.weekend and day not in self.holidays(day.year)

    def next_working_day(self, day: datetime.date) -> datetime.date:
        """``day`` if it is a working day, else the first working day after it."""
        while not self.is_working_day(day):
            day += DAY
        return day

    def previous_working_day(self, day: datetime.date) -> datetime.date:
        """``day`` if it is a working day, else the last working day before it."""
        while not self.is_working_day(day):
            day -= DAY
        return day

    def add_working_days(self, day: datetime.date, count: int) -> datetime.date:
        """The ``count``-th working day after ``day`` (before it, if negative); ``day`` itself is not counted."""
        step = DAY if count >= 0 else -DAY
        for _ in range(abs(count)):
            day += step
            while not self.is_working_day(day):
                day += step
        return day

    def last_day_of_period(self, day: datetime.date) -> datetime.date:
        """The day a period really ends whose last day by count is ``day``.

        The common rule (Korean Civil Act art. 161 and its like elsewhere): a period whose last day is a Saturday, a
        Sunday or a public holiday ends on the next day that is none.
        """
        return self.next_working_day(day)


class TableCalendar(Calendar):
    """A calendar whose holidays are proclaimed year by year and so can only be listed."""

    def __init__(self, country: str, days: Mapping[str, str]) -> None:
        """``days``: name (message id) of the holiday by ISO date."""
        self.country = country
        self._by_year: dict[int, dict[datetime.date, str]] = {}
        for text, name in days.items():
            day = datetime.date.fromisoformat(text)
            self._by_year.setdefault(day.year, {})[day] = name
        self.first_year, self.last_year = min(self._by_year), max(self._by_year)

    def _holidays(self, year: int) -> Mapping[datetime.date, str]:
        return self._by_year[year]
