"""Money and dates as people write them."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone, translation
from hypothesis import given
from hypothesis import strategies as st

from madang.core import formats


@pytest.mark.parametrize(
    ("minor", "currency", "language", "written"),
    [
        (100_000, "KRW", "en", "₩100,000"),
        (100_000, "KRW", "ko", "100,000원"),
        (60_000, "THB", "th", "฿600"),
        (100_050, "PHP", "en", "₱1,000.50"),
        (50_000, "MYR", "ms", "RM\u00a0500"),
        (500_000, "VND", "vi", "500.000\u00a0₫"),
        (-350, "USD", "ko", "-US$3.50"),
        (0, "KRW", "ko", "0원"),
    ],
)
def test_an_amount_is_written_as_the_language_writes_it(minor, currency, language, written):
    assert formats.money(minor, currency, language) == written


@given(st.integers(-(10**15), 10**15))
def test_no_won_is_lost_in_writing(minor):
    written = formats.money(minor, "KRW", "ko")
    assert int(written.removesuffix("원").replace(",", "")) == minor


@given(st.integers(-(10**15), 10**15))
def test_no_centavo_is_lost_in_writing(minor):
    pesos, _, centavos = formats.money(minor, "PHP", "en").replace("₱", "").replace(",", "").partition(".")
    assert int(pesos + (centavos or "00")) == minor


@pytest.mark.parametrize(
    ("language", "written"),
    [
        ("en", "May 1, 2026"),
        ("ko", "2026년 5월 1일"),
        ("th", "1 พฤษภาคม 2569"),
        ("vi", "1 tháng 5, 2026"),
        ("ms", "1 Mei 2026"),
    ],
)
def test_a_date_is_written_in_the_languages_own_calendar(language, written):
    assert formats.day(dt.date(2026, 5, 1), language=language) == written


@given(st.dates(dt.date(1880, 1, 1), dt.date(2100, 1, 1)))
def test_a_date_never_moves_to_another_day(date):
    """Old time zones had odd offsets and summer times that begin at midnight."""
    year, month, day = formats.day(date, "long", "ko").removesuffix("일").replace("년", "").replace("월", "").split()
    assert (int(year), int(month), int(day)) == (date.year, date.month, date.day)


def test_a_moment_counts_as_the_day_it_is_in_the_country():
    late = dt.datetime(2026, 4, 30, 15, 30, tzinfo=dt.UTC)
    with timezone.override(ZoneInfo("Asia/Seoul")):
        assert formats.day(late, language="en") == "May 1, 2026"
        assert formats.moment(late, "ko") == "2026년 5월 1일 오전 12:30"


@pytest.mark.parametrize(
    ("distance", "english", "korean"),
    [
        (0, "today", "오늘"),
        (1, "tomorrow", "내일"),
        (-1, "yesterday", "어제"),
        (5, "in 5 days", "5일 후"),
        (-3, "3 days ago", "3일 전"),
    ],
)
def test_near_days_are_said_in_words(distance, english, korean):
    today = dt.date(2026, 5, 1)
    date = today + dt.timedelta(days=distance)
    with translation.override("en"):
        assert formats.relative_day(date, today) == english
    with translation.override("ko"):
        assert formats.relative_day(date, today) == korean


def test_a_far_day_is_the_date_itself():
    with translation.override("en"):
        assert formats.relative_day(dt.date(2026, 7, 1), dt.date(2026, 5, 1)) == "July 1, 2026"
