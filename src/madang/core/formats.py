"""Money, numbers and dates in the reader's language, by ICU. Every function takes the active language unless told another."""

from __future__ import annotations

import datetime as dt
import threading
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import get_language, gettext, ngettext
from icu4py.messageformat import MessageFormat

# Digits after the point, ISO 4217. Dong, won, riel and kip are used without their fractions.
EXPONENTS = {"KRW": 0, "VND": 0, "JPY": 0, "LAK": 0, "KHR": 0, "MMK": 0, "IDR": 0}
# Where the short sign says clearly which money is meant; elsewhere ICU's own choice (US$, not $).
UNMISTAKABLE = {"KRW", "THB", "PHP", "MYR", "VND", "LAK", "KHR", "MMK", "IDR"}
DAY_FORMS = {"long": "yMMMMd", "short": "yMMMd", "weekday": "yMMMdEEE", "month": "yMMMM", "numeric": "yMMdd"}

_formats = threading.local()  # a MessageFormat is not promised to be safe in two threads at once


def _message(pattern: str, language: str | None) -> MessageFormat:
    key = (pattern, language or get_language() or "en")
    known: dict[tuple[str, str], MessageFormat] = _formats.__dict__.setdefault("known", {})
    if key not in known:
        known[key] = MessageFormat(*key)
    return known[key]


def exponent(currency: str) -> int:
    """Digits of the smallest unit: 0 for won and dong, 2 for baht, peso, ringgit and unknown currencies."""
    return EXPONENTS.get(currency, 2)


def money(minor: int, currency: str, language: str | None = None) -> str:
    """An amount in the currency's smallest unit as people write it: `₩100,000`, `100,000원`, `฿600`, `₱1,000.50`."""
    amount = Decimal(minor).scaleb(-exponent(currency))
    language = language or get_language() or "en"
    if currency == "KRW" and language.startswith("ko"):  # Korean offices write 100,000원, not ₩100,000
        return number(amount, language) + "원"
    width = " unit-width-narrow" if currency in UNMISTAKABLE else ""
    fraction = "." + "0" * exponent(currency) + "/w" if exponent(currency) else "precision-integer"
    return _message(f"{{n, number, ::currency/{currency}{width} {fraction}}}", language).format({"n": amount})


def number(value: int | float | Decimal, language: str | None = None) -> str:
    """A number with the language's separators and digits."""
    return _message("{n, number}", language).format({"n": value})


def compact(value: int | float | Decimal, language: str | None = None) -> str:
    """A number in few characters, for the axis of a chart: `12K`, `1.2만`."""
    return _message("{n, number, ::compact-short}", language).format({"n": value})


def local_date(value: dt.date | dt.datetime) -> dt.date:
    """The day a moment counts as in the country; a date stays itself."""
    if isinstance(value, dt.datetime):
        return (timezone.localtime(value) if timezone.is_aware(value) else value).date()
    return value


def day(value: dt.date | dt.datetime, form: str = "long", language: str | None = None) -> str:
    """A date as the language writes it, in its own calendar (Thai: Buddhist era). Forms: `DAY_FORMS`.

    A moment counts as the day it is in the country's time zone. Raises `KeyError` for an unknown form.
    """
    # Noon keeps the day the same in every time zone ICU may assume.
    noon = dt.datetime.combine(local_date(value), dt.time(12))
    return _message(f"{{d, date, ::{DAY_FORMS[form]}}}", language).format({"d": noon})


def moment(value: dt.datetime, language: str | None = None) -> str:
    """Date and time of day in the country's time zone."""
    local = timezone.localtime(value).replace(tzinfo=None) if timezone.is_aware(value) else value
    return _message("{d, date, ::yMMMdjmm}", language).format({"d": local})


def relative_day(value: dt.date | dt.datetime, today: dt.date | None = None) -> str:
    """How far a date is from today in words; beyond 31 days the date itself."""
    date = local_date(value)
    distance = (date - (today or timezone.localdate())).days
    if abs(distance) > 31:
        return day(date)
    words: dict[int, Any] = {0: gettext("today"), 1: gettext("tomorrow"), -1: gettext("yesterday")}
    if distance in words:
        return str(words[distance])
    if distance > 0:
        return ngettext("in %(days)s day", "in %(days)s days", distance) % {"days": number(distance)}
    return ngettext("%(days)s day ago", "%(days)s days ago", -distance) % {"days": number(-distance)}
