"""What a set letter looks like to a reader, a machine and a screen reader."""

from __future__ import annotations

import dataclasses
import datetime as dt
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyhanko.pdf_utils.reader import PdfFileReader

from madang.core import formats
from madang.core.documents.engine import typesetting
from madang.core.documents.engine.content import ALPHABET, Amount, LetterContent, Reason, new_code, read_code, spaced
from madang.core.documents.engine.coverage import printable
from madang.core.documents.engine.typesetting import FONTS, LetterError

CODE = "7K3MPQ9ZTB4WXA2D"
LETTER = LetterContent(
    language="en",
    title="We have decided",
    reference="2026-1",
    agency="County Office",
    issued_on=dt.date(2026, 5, 4),
    recipient="A Person",
    paragraphs=("You receive child allowance.",),
    code=CODE,
    verify_url=f"https://example.gov/verify/{CODE}/",
)


def typeset(letter: LetterContent) -> bytes:
    return typesetting.typeset(letter, formats)


def test_a_letter_is_tagged_for_reading_aloud_and_made_to_last():
    root = PdfFileReader(io.BytesIO(typeset(LETTER))).root
    assert root["/MarkInfo"]["/Marked"] and root["/Lang"].lower() == "en"
    metadata = root["/Metadata"].data
    assert b"<pdfaid:part>3" in metadata and b"<pdfaid:conformance>A" in metadata and b"<pdfuaid:part>1" in metadata


def test_the_same_letter_gives_the_same_bytes():
    assert typeset(LETTER) == typeset(LETTER)


@pytest.mark.parametrize("language", ["en", "ko", "th", "lo", "km", "my", "ta", "vi", "ms", "fil", "id"])
def test_every_language_of_the_region_is_set_without_a_missing_glyph(language):
    words = {
        "ko": "아동수당을 지급합니다",
        "th": "อนุมัติเงินอุดหนุนเพื่อการเลี้ยงดูเด็ก",
        "lo": "ລັດສະເໜີສິດໃຫ້ທ່ານ",
        "km": "រដ្ឋស្នើសិទ្ធិជូនអ្នក",
        "my": "နိုင်ငံတော်က အဆိုပြုပြီး",
        "ta": "அரசு முன்மொழிகிறது",
        "vi": "Nhà nước đề xuất quyền lợi, người dân chỉ cần xác nhận",
    }.get(language, "Kerajaan mencadangkan")
    amounts = tuple(Amount(words, 60_000, currency) for currency in ("KRW", "THB", "PHP", "MYR", "VND"))
    # PDF/UA and PDF/A forbid a glyph that no font has, so being set at all is the proof
    assert typeset(dataclasses.replace(LETTER, language=language, title=words, paragraphs=(words,), amounts=amounts))


def test_a_long_letter_runs_over_pages():
    reasons = tuple(Reason("A sentence that says why. " * 4, "Act art. 1") for _ in range(40))
    pdf = typeset(dataclasses.replace(LETTER, reasons=reasons))
    assert int(PdfFileReader(io.BytesIO(pdf)).root["/Pages"]["/Count"]) > 2


@settings(deadline=None, max_examples=30)
@given(st.text(st.characters(codec="ascii", exclude_categories=["Cc", "Zs"]), min_size=1, max_size=80))
def test_nothing_in_a_text_acts_on_the_typesetter(text):
    assert typeset(
        dataclasses.replace(LETTER, title=text, paragraphs=(text,), reasons=(Reason(text, text),))
    ).startswith(b"%PDF")


@settings(deadline=None, max_examples=60)
@given(st.text(max_size=60))
def test_no_text_of_any_script_stops_a_letter(text):
    assert typeset(dataclasses.replace(LETTER, title="A" + text, recipient="B" + text, paragraphs=("C" + text,)))


def test_what_cannot_be_printed_is_shown_as_a_square_or_left_out():
    assert printable("김\u1112\u1161 金 ệ ①", FONTS) == "김하 金 ệ ①"
    assert printable("a\x00b\u202e😀\ufe0f\tc", FONTS) == "ab□ c"


@pytest.mark.parametrize("name", ["title", "reference", "agency", "recipient", "paragraphs", "code", "verify_url"])
def test_a_letter_without_an_essential_part_is_refused(name):
    with pytest.raises(LetterError, match=name.replace("_", " ")):
        typeset(dataclasses.replace(LETTER, **{name: () if name == "paragraphs" else ""}))


@given(st.text(alphabet=ALPHABET, min_size=16, max_size=16))
def test_a_code_is_read_however_it_is_typed(code):
    for typed in (
        code,
        code.lower(),
        spaced(code),
        f"  {spaced(code).replace('-', ' ')}\n",
        code.replace("0", "o").replace("1", "l"),
    ):
        assert read_code(typed) == code


def test_codes_are_unguessable_and_nothing_else_is_a_code():
    assert len({new_code() for _ in range(1000)}) == 1000
    for wrong in ("", "1234", "U" * 16, "0" * 17, "가" * 16):
        assert read_code(wrong) is None


def test_the_fonts_are_ours_to_ship():
    assert sum(path.stat().st_size for path in FONTS.iterdir()) < 12 * 2**20
    assert all("SIL Open Font License" in path.read_text() for path in FONTS.glob("OFL*.txt"))
