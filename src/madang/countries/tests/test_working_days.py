"""The calendars: days that officials published, and properties of counting."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from madang.countries.kr.calendar import CALENDAR as KOREA
from madang.countries.my.calendar import CALENDAR as MALAYSIA
from madang.countries.ph.calendar import CALENDAR as PHILIPPINES
from madang.countries.th.calendar import CALENDAR as THAILAND
from madang.countries.vn.calendar import CALENDAR as VIET_NAM
from madang.countries.working_days import CalendarError

ALL = [KOREA, PHILIPPINES, THAILAND, VIET_NAM, MALAYSIA]
DATES_WELL_INSIDE = st.dates(datetime.date(2025, 3, 20), datetime.date(2028, 10, 10))


def day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


@pytest.mark.parametrize(
    "text",
    [
        "2018-05-07",  # Children's Day on Saturday: Decree 24828
        "2019-05-06",
        "2020-01-27",  # the day after Lunar New Year on Sunday
        "2021-08-16",  # Liberation Day on Sunday: first substitute of a national day, Decree 31930
        "2021-10-04",
        "2021-10-11",
        "2022-09-12",
        "2023-05-29",  # Buddha's Birthday on Saturday: Decree 33448
        "2024-05-06",
        "2025-05-06",  # Children's Day and Buddha's Birthday on one Monday give one day, not two
        "2025-10-08",
        "2026-03-02",
        "2026-05-25",
        "2026-08-17",
        "2026-10-05",
        "2027-05-03",  # Labour Day on Saturday: Decree 36290
        "2027-07-19",
        "2027-12-27",
        "2028-10-05",  # National Foundation Day within Chuseok
    ],
)
def test_korea_keeps_the_substitute_holiday(text: str) -> None:
    assert KOREA.holiday(day(text)) == "Substitute holiday"


@pytest.mark.parametrize("text", ["2021-12-27", "2022-05-09", "2022-12-26", "2026-06-08", "2020-06-08", "2023-01-02"])
def test_korea_gives_no_substitute_where_the_decree_of_the_day_gave_none(text: str) -> None:
    assert KOREA.is_working_day(day(text))


def test_labour_day_and_constitution_day_are_holidays_from_2026_only() -> None:
    assert KOREA.is_working_day(day("2025-05-01"))
    assert not KOREA.is_working_day(day("2026-05-01"))
    assert KOREA.is_working_day(day("2025-07-17"))
    assert not KOREA.is_working_day(day("2026-07-17"))


@pytest.mark.parametrize("calendar", ALL, ids=lambda calendar: calendar.country)
def test_every_calendar_covers_2025_to_2028(calendar) -> None:
    assert calendar.first_year <= 2025
    assert calendar.last_year >= 2028
    for year in range(2025, 2029):
        assert 10 <= len(calendar.holidays(year)) <= 30


@pytest.mark.parametrize("calendar", ALL, ids=lambda calendar: calendar.country)
def test_an_unknown_year_is_an_error_that_says_what_to_do(calendar) -> None:
    with pytest.raises(CalendarError, match=r"known from .* Add the year to countries/"):
        calendar.holidays(calendar.last_year + 1)


@pytest.mark.parametrize("calendar", ALL, ids=lambda calendar: calendar.country)
@given(start=DATES_WELL_INSIDE, count=st.integers(-30, 30))
def test_adding_working_days_lands_on_a_working_day_and_can_be_undone(calendar, start, count) -> None:
    end = calendar.add_working_days(start, count)
    assert count == 0 or calendar.is_working_day(end)
    if calendar.is_working_day(start):
        assert calendar.add_working_days(end, -count) == start


@pytest.mark.parametrize("calendar", ALL, ids=lambda calendar: calendar.country)
@given(start=DATES_WELL_INSIDE)
def test_a_period_never_ends_before_its_last_day_by_count_nor_on_a_holiday(calendar, start) -> None:
    end = calendar.last_day_of_period(start)
    assert end >= start
    assert calendar.is_working_day(end)
    assert calendar.previous_working_day(start) <= start


def test_the_philippines_keep_the_days_of_proclamation_1006() -> None:
    for text in ("2026-04-02", "2026-04-03", "2026-08-31", "2026-11-02", "2026-12-24", "2026-02-17"):
        assert not PHILIPPINES.is_working_day(day(text)), text
    assert PHILIPPINES.is_working_day(day("2026-02-25"))  # a special working day
