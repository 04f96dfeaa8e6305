"""Sets a letter as PDF/UA-1 and PDF/A-3a: readable aloud, readable in fifty years.

The same content and code give the same bytes. Texts go in as data, so nothing in them can act on the typesetter.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import io
import json
import threading
from decimal import Decimal
from functools import cache
from pathlib import Path

import segno
import typst
from icu4py.messageformat import MessageFormat

from madang.core.payments.engine.currencies import minor_unit_digits

from .content import Amount, Labels, LetterContent, spaced

FONTS = Path(__file__).parents[1] / "fonts"
TEMPLATE = Path(__file__).with_name("letter.typ")
STANDARDS: list[typst.PDFStandard] = ["a-3a", "ua-1"]

_one_at_a_time = threading.Lock()


class LetterError(Exception):
    """The letter cannot be set; the message says which part is wrong."""


def typeset(content: LetterContent) -> bytes:
    """The letter as an unsigned PDF. Raises LetterError when a part that every letter needs is empty."""
    for name in ("title", "reference", "agency", "recipient", "paragraphs", "code", "verify_url"):
        if not getattr(content, name):
            raise LetterError(f"A letter needs a {name.replace('_', ' ')}.")
    noon = dt.datetime.combine(content.issued_on, dt.time(12), dt.UTC)
    with _one_at_a_time:
        pdf = _compiler().compile(
            TEMPLATE.read_bytes(),
            sys_inputs={"letter": json.dumps(_data(content))},
            pdf_standards=STANDARDS,
            timestamp=noon,
            format="pdf",
        )
    if not isinstance(pdf, bytes):
        raise LetterError("The typesetter gave no document.")
    return pdf


def money(amount: int, currency: str, language: str) -> str:
    """An amount as the language writes it: 100,000원, ₩100,000, ฿600.00."""
    value = Decimal(amount).scaleb(-minor_unit_digits(currency))
    digits = minor_unit_digits(currency)
    if (language, currency) == ("ko", "KRW"):  # Korean offices write the unit after the figure
        return f"{MessageFormat('{n, number}', language).format({'n': value})}원"
    fraction = f".{'0' * digits}" if digits else "precision-integer"
    pattern = f"{{n, number, ::currency/{currency} unit-width-narrow {fraction}}}"
    return MessageFormat(pattern, language).format({"n": value})


def long_date(day: dt.date, language: str) -> str:
    """A date in words and in the language's own calendar."""
    noon = dt.datetime.combine(day, dt.time(12))  # noon is the same day in every time zone ICU may assume
    return MessageFormat("{d, date, ::yMMMMd}", language).format({"d": noon})


@cache
def _compiler() -> typst.Compiler:
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS])
    return typst.Compiler(font_paths=fonts)


def _data(content: LetterContent) -> dict[str, object]:
    language = content.language.split("-")[0]
    day = content.issued_on
    return {
        **dataclasses.asdict(content),
        "language": language,
        "labels": dataclasses.asdict(content.labels or Labels()),
        "issued_on": {"year": day.year, "month": day.month, "day": day.day, "text": long_date(day, language)},
        "amounts": [_amount(row, language) for row in content.amounts],
        "code": spaced(content.code),
        "keywords": [content.code],
        "square": _square(content.verify_url),
    }


def _amount(row: Amount, language: str) -> dict[str, object]:
    return {"label": row.label, "text": money(row.amount, row.currency, language), "total": row.total}


def _square(url: str) -> str:
    output = io.BytesIO()
    segno.make(url, error="m", micro=False).save(output, kind="svg", border=0, xmldecl=False, dark="#17211d")
    return output.getvalue().decode()
