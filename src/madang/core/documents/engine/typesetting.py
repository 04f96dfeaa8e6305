"""Sets a letter as PDF/UA-1 and PDF/A-3a: readable aloud, readable in fifty years.

The same content and code give the same bytes. Texts go in as data, so nothing in them can act on the typesetter.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import io
import json
import threading
from functools import cache
from pathlib import Path
from typing import Any, Protocol

import segno
import typst

from .content import Amount, Labels, LetterContent, spaced
from .coverage import printable

FONTS = Path(__file__).parents[1] / "fonts"
TEMPLATE = Path(__file__).with_name("letter.typ")
STANDARDS: list[typst.PDFStandard] = ["a-3a", "ua-1"]

_one_at_a_time = threading.Lock()


class Formats(Protocol):
    """How figures and dates are written in a language (`madang.core.formats`)."""

    def money(self, minor: int, currency: str, language: str | None = None) -> str:
        """An amount in the currency's smallest unit."""

    def day(self, value: dt.date, form: str = "long", language: str | None = None) -> str:
        """A date in words."""


class LetterError(Exception):
    """The letter cannot be set; the message says which part is wrong."""


def typeset(content: LetterContent, formats: Formats) -> bytes:
    """The letter as an unsigned PDF. Raises LetterError when a part that every letter needs is empty."""
    for name in ("title", "reference", "agency", "recipient", "paragraphs", "code", "verify_url"):
        if not _clean(getattr(content, name)):
            raise LetterError(f"A letter needs a {name.replace('_', ' ')}.")
    noon = dt.datetime.combine(content.issued_on, dt.time(12), dt.UTC)
    with _one_at_a_time:
        pdf = _compiler().compile(
            TEMPLATE.read_bytes(),
            sys_inputs={"letter": json.dumps(_clean(_data(content, formats)))},
            pdf_standards=STANDARDS,
            timestamp=noon,
            format="pdf",
        )
    if not isinstance(pdf, bytes):
        raise LetterError("The typesetter gave no document.")
    return pdf


@cache
def _compiler() -> typst.Compiler:
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS])
    return typst.Compiler(font_paths=fonts)


def _data(content: LetterContent, formats: Formats) -> dict[str, object]:
    language = content.language.split("-")[0]
    day = content.issued_on
    return {
        **dataclasses.asdict(content),
        "language": language,
        "labels": dataclasses.asdict(content.labels or Labels()),
        "issued_on": {
            "year": day.year,
            "month": day.month,
            "day": day.day,
            "text": formats.day(day, language=language),
        },
        "amounts": [_amount(row, language, formats) for row in content.amounts],
        "code": spaced(content.code),
        "keywords": [content.code],
        "square": _square(content.verify_url),
    }


def _clean(value: Any) -> Any:
    """The same data with every text reduced to what can be printed."""
    if isinstance(value, str):
        return printable(value, FONTS)
    if isinstance(value, list | tuple):
        return [_clean(item) for item in value]
    if isinstance(value, dict):
        return {name: _clean(item) for name, item in value.items()}
    return value


def _amount(row: Amount, language: str, formats: Formats) -> dict[str, object]:
    return {"label": row.label, "text": formats.money(row.amount, row.currency, language), "total": row.total}


def _square(url: str) -> str:
    output = io.BytesIO()
    segno.make(url, error="m", micro=False).save(output, kind="svg", border=0, xmldecl=False, dark="#17211d")
    return output.getvalue().decode()
