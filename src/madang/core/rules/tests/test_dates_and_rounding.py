"""Calendar and rounding against independent ways of computing the same."""

import datetime
from decimal import ROUND_CEILING, ROUND_DOWN, ROUND_FLOOR, ROUND_HALF_EVEN, ROUND_HALF_UP, ROUND_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from madang.core.rules import CEILING, DOWN, FLOOR, HALF_EVEN, HALF_UP, UP, Line, Parameter, Scale, percent
from madang.core.rules.dates import month_last, months_between_dates, plus_months, years_between
from madang.core.rules.exact import rounded_quotient
from madang.core.rules.kinds import Kind
from madang.core.rules.resolve import band, marginal, plain

dates = st.dates(datetime.date(1800, 1, 1), datetime.date(2200, 12, 31))
DECIMAL = {
    DOWN: ROUND_DOWN,
    UP: ROUND_UP,
    FLOOR: ROUND_FLOOR,
    CEILING: ROUND_CEILING,
    HALF_UP: ROUND_HALF_UP,
    HALF_EVEN: ROUND_HALF_EVEN,
}


@given(dates, dates)
def test_age_is_the_number_of_birthdays_begun(born, day):
    if day < born:
        return
    birthdays = 0
    while True:
        year = born.year + birthdays + 1
        try:
            birthday = born.replace(year=year)
        except ValueError:  # no 29 February: reached on 1 March
            birthday = datetime.date(year, 3, 1)
        if birthday > day:
            break
        birthdays += 1
    assert years_between(born, day) == birthdays


@given(dates, st.integers(0, 1200))
def test_moving_by_months_keeps_the_day_or_takes_the_last(day, months):
    moved = plus_months(day, months)
    assert (moved.year * 12 + moved.month) - (day.year * 12 + day.month) == months
    assert moved.day == min(day.day, month_last(moved).day)


@given(dates, st.integers(0, 1200))
def test_so_many_months_old_means_born_so_many_months_before_or_earlier(day, months):
    latest_birth = plus_months(day, -months)
    assert months_between_dates(latest_birth, day) >= months
    assert months_between_dates(latest_birth + datetime.timedelta(1), day) < months


@given(st.integers(-(10**15), 10**15), st.integers(1, 10**6), st.sampled_from(list(DECIMAL)))
def test_rounding_agrees_with_decimal_arithmetic(numerator, denominator, how):
    scaled = Fraction(numerator, denominator)
    floor = scaled.numerator // scaled.denominator
    rest = scaled - floor
    # Decimal cannot hold every fraction; what matters for rounding is below, at or above one half.
    place = (
        Decimal(0)
        if rest == 0
        else Decimal("0.25")
        if rest < Fraction(1, 2)
        else Decimal("0.5")
        if rest == Fraction(1, 2)
        else Decimal("0.75")
    )
    expected = int((Decimal(floor) + place).quantize(Decimal(1), rounding=DECIMAL[how]))
    assert rounded_quotient(numerator, denominator, how) == expected


@given(st.integers(-100, 10**9))
def test_a_marginal_scale_is_the_sum_over_the_bands(x):
    scale = Scale(
        "s", Kind.RATE, [Line([(0, percent(3)), (12_000, percent(10)), (50_000, percent("12.5"))], "2020-01")]
    )
    bands = plain(scale, scale.lines[0].value)
    expected = Fraction(0)
    for start, end, rate in ((0, 12_000, percent(3)), (12_000, 50_000, percent(10)), (50_000, None, percent("12.5"))):
        top = x if end is None else min(x, end)
        expected += max(top - start, 0) * rate
    assert Fraction(marginal(bands, x), scale.denominator) == expected


def test_a_band_begins_at_its_threshold():
    bands = ((0, 0), (250, 1), (500, 2))
    assert [band(bands, x) for x in (-1, 0, 249, 250, 499, 500, 10**9)] == [0, 0, 0, 1, 1, 2, 2]


def test_the_newest_known_line_applies():
    limit = Parameter("limit", Kind.INT, [
        Line(8, "2022-01", "2022-04-01"), Line(9, "2026-01", "2026-03-20"), Line(12, "2030-01", "2026-03-20", withdrawn="2028-05-01"),
    ])  # fmt: skip
    day = datetime.date
    assert limit.value(day(2021, 12, 31)) is None
    assert limit.value(day(2022, 1, 1), day(2022, 3, 31)) is None
    assert limit.value(day(2022, 1, 1), day(2022, 4, 1)) == 8
    assert limit.value(day(2026, 1, 1), day(2026, 3, 19)) == 8
    assert limit.value(day(2030, 1, 1), day(2026, 3, 20)) == 12
    assert limit.value(day(2030, 1, 1), day(2028, 5, 1)) == 9
    assert limit.value(day(2030, 1, 1)) == 9


@pytest.mark.parametrize("text", ["0.1", "4.5", "33"])
def test_percentages_are_exact(text):
    assert percent(text) == Fraction(text) / 100
