"""Public holidays of Korea by rule, with the substitutes of each version of the decree.

Act on Public Holidays (공휴일에 관한 법률) art. 2, as amended by Acts 21338 (Constitution Day, in force 2026-05-11)
and 21543 (Labour Day, in force 2026-05-01); Regulations on Holidays of Public Offices (관공서의 공휴일에 관한 규정)
arts. 2-3, as amended by Decrees 24828, 31930, 33448 and 36290. Statute text read.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping

from madang.core.rules.text import _
from madang.countries.working_days import DAY, SATURDAY, SUNDAY, Calendar

# Lunar New Year (1.1), Buddha's Birthday (4.8) and Chuseok (8.15) of the Korean lunar calendar as month and day of
# the solar year. Two independent MIT-licensed libraries (korean-lunar-calendar, holidays) give the same days.
# Three dates a year are shorter and safer to check by eye than another dependency at run time.
_LUNAR = {
    2018: ("02-16", "05-22", "09-24"),
    2019: ("02-05", "05-12", "09-13"),
    2020: ("01-25", "04-30", "10-01"),
    2021: ("02-12", "05-19", "09-21"),
    2022: ("02-01", "05-08", "09-10"),
    2023: ("01-22", "05-27", "09-29"),
    2024: ("02-10", "05-15", "09-17"),
    2025: ("01-29", "05-05", "10-06"),
    2026: ("02-17", "05-24", "09-25"),
    2027: ("02-07", "05-13", "09-15"),
    2028: ("01-27", "05-02", "10-03"),
    2029: ("02-13", "05-20", "09-22"),
    2030: ("02-03", "05-09", "09-12"),
    2031: ("01-23", "05-28", "10-01"),
    2032: ("02-11", "05-16", "09-19"),
    2033: ("01-31", "05-06", "09-08"),
    2034: ("02-19", "05-25", "09-27"),
    2035: ("02-08", "05-15", "09-16"),
}

NEW_YEAR = _("New Year's Day")
LUNAR_NEW_YEAR = _("Lunar New Year holiday")
MARCH_FIRST = _("Independence Movement Day")
BUDDHA = _("Buddha's Birthday")
LABOUR = _("Labour Day")
CHILDREN = _("Children's Day")
MEMORIAL = _("Memorial Day")
CONSTITUTION = _("Constitution Day")
LIBERATION = _("Liberation Day")
CHUSEOK = _("Chuseok holiday")
FOUNDATION = _("National Foundation Day")
HANGUL = _("Hangul Day")
CHRISTMAS = _("Christmas Day")
ELECTION = _("Election day")
DESIGNATED = _("Temporary public holiday")
SUBSTITUTE = _("Substitute holiday")

# Art. 2(10-2), Public Official Election Act art. 34: days fixed by law as long as no term is cut short.
_ELECTIONS = frozenset(
    datetime.date.fromisoformat(day)
    for day in (
        "2018-06-13",
        "2020-04-15",
        "2022-03-09",
        "2022-06-01",
        "2024-04-10",
        "2025-06-03",
        "2026-06-03",
        "2028-04-12",
        "2030-03-27",
        "2030-06-12",
    )
)
# Art. 2(11), art. 4: designated by the State Council. Nobody can know the coming ones.
_DESIGNATED = frozenset(
    datetime.date.fromisoformat(day) for day in ("2020-08-17", "2023-10-02", "2024-10-01", "2025-01-27")
)

_FIXED = (
    (1, 1, NEW_YEAR),
    (3, 1, MARCH_FIRST),
    (5, 5, CHILDREN),
    (6, 6, MEMORIAL),
    (8, 15, LIBERATION),
    (10, 3, FOUNDATION),
    (10, 9, HANGUL),
    (12, 25, CHRISTMAS),
)
_NATIONAL_DAYS = frozenset({MARCH_FIRST, CONSTITUTION, LIBERATION, FOUNDATION, HANGUL})
_LUNAR_FEASTS = frozenset({LUNAR_NEW_YEAR, CHUSEOK})

_LABOUR_DAY_FROM = datetime.date(2026, 5, 1)
_CONSTITUTION_DAY_FROM = datetime.date(2026, 5, 11)


def _moved_when_on_weekend(day: datetime.date) -> frozenset[str]:
    """Which holidays get a substitute when they fall on a Saturday or Sunday (art. 3(1)1) on ``day``."""
    moved = {CHILDREN}
    if day >= datetime.date(2021, 8, 4):  # Decree 31930
        moved |= _NATIONAL_DAYS
    if day >= datetime.date(2023, 5, 4):  # Decree 33448
        moved |= {BUDDHA, CHRISTMAS}
    if day >= _LABOUR_DAY_FROM:  # Decree 36290
        moved |= {LABOUR}
    return frozenset(moved)


def _needs_substitute(day: datetime.date, names: list[str]) -> bool:
    """Art. 3(1): whether the holidays on ``day`` give one more holiday."""
    on_weekend = _moved_when_on_weekend(day)
    if day.weekday() == SUNDAY and _LUNAR_FEASTS & set(names):
        return True
    if day.weekday() in (SATURDAY, SUNDAY):
        return bool(on_weekend & set(names))
    return len(names) > 1 and bool((on_weekend | _LUNAR_FEASTS) & set(names))


class KoreanCalendar(Calendar):
    """Working days of Korean public offices and, for pay days, of the banks."""

    country = "kr"
    first_year = min(_LUNAR)
    last_year = max(_LUNAR)

    def _holidays(self, year: int) -> Mapping[datetime.date, str]:
        by_day = self._named(year)
        result = {day: names[0] for day, names in by_day.items()}
        for day, names in sorted(by_day.items()):
            if not _needs_substitute(day, names):
                continue
            free = day + DAY
            while free in result or free.weekday() in (SATURDAY, SUNDAY):  # art. 3(1), (2) and (3)
                free += DAY
            result[free] = SUBSTITUTE
        return result

    def _named(self, year: int) -> dict[datetime.date, list[str]]:
        """The holidays of art. 2 before substitutes; several may meet on one day."""
        by_day: dict[datetime.date, list[str]] = {}
        new_year, buddha, chuseok = (datetime.date.fromisoformat(f"{year}-{day}") for day in _LUNAR[year])
        for month, day_of_month, name in _FIXED:
            by_day.setdefault(datetime.date(year, month, day_of_month), []).append(name)
        for feast, name in ((new_year, LUNAR_NEW_YEAR), (chuseok, CHUSEOK)):
            for day in (feast - DAY, feast, feast + DAY):
                by_day.setdefault(day, []).append(name)
        by_day.setdefault(buddha, []).append(BUDDHA)
        for day, since, name in (
            (datetime.date(year, 5, 1), _LABOUR_DAY_FROM, LABOUR),
            (datetime.date(year, 7, 17), _CONSTITUTION_DAY_FROM, CONSTITUTION),
        ):
            if day >= since:
                by_day.setdefault(day, []).append(name)
        for days, name in ((_ELECTIONS, ELECTION), (_DESIGNATED, DESIGNATED)):
            for day in days:
                if day.year == year:
                    by_day.setdefault(day, []).append(name)
        return by_day


CALENDAR = KoreanCalendar()
