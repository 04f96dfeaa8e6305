"""What stands in a letter."""

from __future__ import annotations

import datetime as dt
import secrets
from dataclasses import dataclass

# Crockford's base 32: no I, L, O, U, so nothing is misread from paper; 16 characters carry 80 bits
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_LENGTH = 16


@dataclass(frozen=True)
class Reason:
    """One sentence why, the article it rests on, and where the article can be read."""

    sentence: str
    citation: str
    url: str = ""


@dataclass(frozen=True)
class Amount:
    """A line of the table of amounts; `amount` in the smallest unit of the currency (ISO 4217). `total` sets it off."""

    label: str
    amount: int
    currency: str
    total: bool = False


@dataclass(frozen=True)
class Labels:
    """The fixed words of a letter in its language. `{…}` are filled in when it is set."""

    date: str = "Date"
    reference: str = "Reference"
    amounts: str = "What you receive"
    item: str = "Item"
    amount: str = "Amount"
    reasons: str = "Why"
    appeal: str = "If you disagree"
    check: str = "Check this letter"
    how_to_check: str = (
        "Scan the square, or enter the code at the address. You see at once whether this letter is genuine."
    )
    code: str = "Code"
    sealed: str = "Sealed electronically; valid without a signature by hand."
    page: str = "Page {page} of {pages}"
    square: str = "Square to scan: opens the page that checks this letter, {url}"


@dataclass(frozen=True)
class LetterContent:
    """A letter. `language` as in BCP 47; texts are plain, one string a paragraph.

    `code`, `verify_url` and, where none are given, `labels` are set on issuing.
    """

    language: str
    title: str
    reference: str
    agency: str
    issued_on: dt.date
    recipient: str
    paragraphs: tuple[str, ...]
    address: tuple[str, ...] = ()
    reasons: tuple[Reason, ...] = ()
    amounts: tuple[Amount, ...] = ()
    appeal: tuple[str, ...] = ()
    signed_by: str = ""
    code: str = ""
    verify_url: str = ""
    labels: Labels | None = None


def new_code() -> str:
    """An unguessable code of 80 bits."""
    return "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))


def read_code(typed: str) -> str | None:
    """The code that somebody typed: case, spaces and hyphens do not matter, nor O for 0 or I and L for 1. None if it is none."""
    code = "".join(c for c in typed.upper() if c not in " -\u2010\u2011\u2013\u00a0\t\r\n")
    code = code.translate(str.maketrans("OIL", "011"))
    return code if len(code) == CODE_LENGTH and set(code) <= set(ALPHABET) else None


def spaced(code: str) -> str:
    """The code in groups of four, as it is printed."""
    return "-".join(code[at : at + 4] for at in range(0, len(code), 4))
