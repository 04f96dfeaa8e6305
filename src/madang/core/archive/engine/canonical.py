"""Canonical JSON (RFC 8785): equal values give equal bytes, so a hash of them means something."""

from __future__ import annotations

import json
import math
from typing import Any

LARGEST_INTEGER = 2**53 - 1  # beyond it a JSON number is not exact everywhere (RFC 7493 section 2.2)


_COMPACT = json.JSONEncoder(ensure_ascii=False, check_circular=False, separators=(",", ":"), sort_keys=True)


def canonical(value: Any) -> bytes:
    """RFC 8785 bytes of None, bool, int, float, str, list, tuple and dict with text keys.

    Raises TypeError on other types and ValueError on numbers or texts that JSON cannot carry exactly.
    """
    if _is_plain(value):
        # Without floats and with keys of the Basic Multilingual Plane Python's own encoder writes the same bytes, in C.
        try:
            return _COMPACT.encode(value).encode()
        except UnicodeEncodeError:
            raise ValueError("a text holds half of a surrogate pair") from None
    return _write(value).encode()


def _is_plain(value: Any) -> bool:
    """Whether Python's own encoder writes this value as RFC 8785 says. What it would wrongly accept is not plain."""
    waiting = [value]
    while waiting:
        one = waiting.pop()
        if one is None or isinstance(one, str | bool):
            continue
        if isinstance(one, int):
            if abs(one) > LARGEST_INTEGER:
                return False
        elif isinstance(one, list | tuple):
            waiting += one
        elif isinstance(one, dict):
            for name in one:
                if not isinstance(name, str) or not (name.isascii() or max(name) <= "\ud7ff"):
                    return False
            waiting += one.values()
        else:
            return False
    return True


def _write(value: Any) -> str:
    if value is None or isinstance(value, bool):
        return json.dumps(value)
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, int):
        if abs(value) > LARGEST_INTEGER:
            raise ValueError(f"{value} is beyond 2^53 - 1: write it as text")
        return str(value)
    if isinstance(value, float):
        return _number(value)
    if isinstance(value, list | tuple):
        return f"[{','.join(map(_write, value))}]"
    if isinstance(value, dict):
        if wrong := next((key for key in value if not isinstance(key, str)), None):
            raise TypeError(f"the key {wrong!r} is not text")
        # keys are ordered by their UTF-16 code units (section 3.2.3), which differs from code points beyond U+FFFF
        names = sorted(value, key=lambda name: name.encode("utf-16-be", "surrogatepass"))
        return f"{{{','.join(f'{_text(name)}:{_write(value[name])}' for name in names)}}}"
    raise TypeError(f"{type(value).__name__} has no form in JSON: convert it to text or a number first")


def _text(value: str) -> str:
    try:
        value.encode()
    except UnicodeEncodeError:
        raise ValueError("a text holds half of a surrogate pair") from None
    return json.dumps(value, ensure_ascii=False)


def _number(value: float) -> str:
    """As ECMAScript writes numbers (section 3.2.2.3): shortest digits, exponent below 1e-6 and from 1e21."""
    if not math.isfinite(value):
        raise ValueError("JSON has no infinity and no not-a-number")
    if value == 0:
        return "0"
    sign = "-" if value < 0 else ""
    mantissa, _, exponent = repr(abs(value)).partition("e")
    whole, _, fraction = mantissa.partition(".")
    point = len(whole) + int(exponent or 0)
    digits = (whole + fraction).lstrip("0")
    point -= len(whole + fraction) - len(digits)
    digits = digits.rstrip("0")
    if len(digits) <= point <= 21:
        return sign + digits.ljust(point, "0")
    if 0 < point <= 21:
        return f"{sign}{digits[:point]}.{digits[point:]}"
    if -6 < point <= 0:
        return f"{sign}0.{'0' * -point}{digits}"
    fraction = f".{digits[1:]}" if len(digits) > 1 else ""
    return f"{sign}{digits[0]}{fraction}e{'+' if point > 0 else '-'}{abs(point - 1)}"
