"""The public ID of a report: ten signs that survive a telephone call and a scrap of paper.

Nine signs are drawn at random, the tenth checks them. The alphabet has 31 signs (a prime) without 0, 1, I, L and O, so the
weighted sum finds every single wrong sign and every two that changed places.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
LENGTH = 10
# What people write for signs that are not in the alphabet cannot be mended: both O and 0 are absent.
_IGNORED = str.maketrans("", "", " -–—·.\t\n")


def new_tracking(draw: Callable[[str], str] = secrets.choice) -> str:
    """A new random ID, without its dash."""
    drawn = "".join(draw(ALPHABET) for _ in range(LENGTH - 1))
    return drawn + _check(drawn)


def clean_tracking(written: str) -> str | None:
    """The ID as stored, from what somebody wrote (spaces, dashes, small letters); None when it cannot be one."""
    tracking = written.upper().translate(_IGNORED)
    if len(tracking) != LENGTH or any(sign not in ALPHABET for sign in tracking):
        return None
    return tracking if _check(tracking[:-1]) == tracking[-1] else None


def shown_tracking(tracking: str) -> str:
    """The ID as people read it: `ABCDE-FGHJK`."""
    return f"{tracking[:5]}-{tracking[5:]}"


def _check(signs: str) -> str:
    total = sum(weight * ALPHABET.index(sign) for weight, sign in enumerate(signs, start=2))
    return ALPHABET[-total % len(ALPHABET)]
