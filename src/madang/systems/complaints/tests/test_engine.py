"""When an answer is due."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from madang.systems.complaints.engine.deadline import answer_by


def weekday(day):
    return day.weekday() < 5


def test_the_day_of_receipt_does_not_count():
    assert answer_by(dt.date(2026, 5, 4), 1, weekday) == dt.date(2026, 5, 5)


def test_days_off_do_not_count():
    friday = dt.date(2026, 5, 1)
    assert answer_by(friday, 1, weekday) == dt.date(2026, 5, 4)


def test_less_than_one_day_is_refused():
    with pytest.raises(ValueError, match="at least one working day"):
        answer_by(dt.date(2026, 5, 4), 0, weekday)


@given(st.dates(dt.date(2000, 1, 1), dt.date(2100, 1, 1)), st.integers(1, 60))
def test_an_answer_is_always_due_on_a_working_day(received, working_days):
    due = answer_by(received, working_days, weekday)
    assert weekday(due)
    assert sum(weekday(received + dt.timedelta(days=n)) for n in range(1, (due - received).days + 1)) == working_days
