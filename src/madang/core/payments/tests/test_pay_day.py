"""Pay days and who pays: Child Allowance Act Enforcement Decree art. 9(1) and 9(6)."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from madang.core.payments.engine.pay_day import Shift, pay_day, paying_area


class Calendar:
    """Weekends and the days given are days off."""

    def __init__(self, *holidays: dt.date) -> None:
        self.holidays = set(holidays)

    def is_working_day(self, day: dt.date) -> bool:
        return day.weekday() < 5 and day not in self.holidays


WEEKENDS_ONLY = Calendar()


@pytest.mark.parametrize(
    ("month", "expected"),
    [
        (dt.date(2026, 3, 1), dt.date(2026, 3, 25)),  # a Wednesday
        (dt.date(2026, 4, 9), dt.date(2026, 4, 24)),  # the 25th is a Saturday
        (dt.date(2026, 1, 31), dt.date(2026, 1, 23)),  # the 25th is a Sunday
    ],
)
def test_art_9_1_a_pay_day_on_a_day_off_moves_to_the_day_before(month, expected):
    assert pay_day(month, 25, Shift.BEFORE, WEEKENDS_ONLY) == expected


def test_art_9_1_a_holiday_before_a_weekend_is_passed_over_too():
    # Christmas 2026 is a Friday and the 25th.
    christmas = Calendar(dt.date(2026, 12, 25), dt.date(2026, 12, 24))
    assert pay_day(dt.date(2026, 12, 1), 25, Shift.BEFORE, christmas) == dt.date(2026, 12, 23)


def test_a_country_may_pay_on_the_next_working_day_or_on_the_day_itself():
    saturday = dt.date(2026, 4, 1)
    assert pay_day(saturday, 25, Shift.AFTER, WEEKENDS_ONLY) == dt.date(2026, 4, 27)
    assert pay_day(saturday, 25, Shift.SAME, WEEKENDS_ONLY) == dt.date(2026, 4, 25)


def test_a_pay_day_beyond_the_month_is_its_last_day():
    assert pay_day(dt.date(2027, 2, 1), 31, Shift.SAME, WEEKENDS_ONLY) == dt.date(2027, 2, 28)


def test_a_calendar_without_working_days_is_an_error_not_an_endless_search():
    class Closed:
        def is_working_day(self, day: dt.date) -> bool:
            return False

    with pytest.raises(ValueError, match="no working day"):
        pay_day(dt.date(2026, 1, 1), 25, Shift.BEFORE, Closed())
    with pytest.raises(ValueError, match="between 1 and 31"):
        pay_day(dt.date(2026, 1, 1), 32, Shift.BEFORE, WEEKENDS_ONLY)


@given(
    st.dates(dt.date(2018, 9, 1), dt.date(2040, 1, 1)),
    st.integers(1, 31),
    st.sets(st.dates(dt.date(2018, 8, 1), dt.date(2040, 2, 1)), max_size=20),
)
def test_a_shifted_pay_day_is_a_working_day_with_none_between(month, day, holidays):
    days = Calendar(*holidays)
    wanted = pay_day(month, day, Shift.SAME, days)
    before = pay_day(month, day, Shift.BEFORE, days)
    after = pay_day(month, day, Shift.AFTER, days)
    assert before <= wanted <= after
    assert days.is_working_day(before)
    assert days.is_working_day(after)
    between = (before + dt.timedelta(n) for n in range(1, (after - before).days))
    assert before == after or not any(days.is_working_day(one) for one in between)


@pytest.mark.parametrize(
    ("moved_in", "payer"), [(dt.date(2026, 5, 15), "new"), (dt.date(2026, 5, 16), "old"), (dt.date(2026, 6, 1), "old")]
)
def test_art_9_6_the_new_address_pays_only_after_a_move_by_the_fifteenth(moved_in, payer):
    moves = [(moved_in, "new"), (dt.date(2020, 1, 1), "old")]
    assert paying_area(moves, dt.date(2026, 5, 1), 15) == payer


def test_art_9_6_a_child_born_late_in_the_month_is_paid_by_the_only_address_it_has():
    assert paying_area([(dt.date(2026, 5, 20), "first")], dt.date(2026, 5, 1), 15) == "first"
    assert paying_area([], dt.date(2026, 5, 1), 15) is None
