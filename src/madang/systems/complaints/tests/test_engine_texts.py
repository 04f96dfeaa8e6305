"""What hides in texts, and what must not be published."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from madang.systems.complaints.engine.texts import ABUSE, clean, flags, masked


def kinds(text):
    return [flag.kind for flag in flags(text)]


def test_turned_direction_is_taken_out():
    cleaned = clean("invoice\u202efdp.exe")
    assert (cleaned.text, cleaned.removed) == ("invoicefdp.exe", ("direction",))


def test_zero_width_letters_are_taken_out():
    cleaned = clean("pot\u200bhole\u2060 and\ufeff more\u00ad")
    assert (cleaned.text, cleaned.removed) == ("pothole and more", ("invisible",))


def test_thai_keeps_the_zero_width_space_between_its_words():
    assert clean("ถนน\u200bพัง").text == "ถนน\u200bพัง"
    assert clean("ถนน\u200b\u200bพัง").removed == ("invisible",)


def test_a_family_stays_together():
    family = "👨\u200d👩\u200d👧 🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f"
    assert clean(family).text == family


def test_a_message_hidden_in_tag_characters_is_taken_out():
    assert clean("road" + "".join(chr(0xE0000 + ord(sign)) for sign in "secret")).text == "road"


def test_stacks_of_marks_are_cut():
    cleaned = clean("h" + "\u0323" * 40 + "ole")
    assert len(cleaned.text) < 14
    assert cleaned.removed == ("stacked marks",)


def test_line_ends_stay_and_empty_lines_are_few():
    assert clean("one\r\ntwo\r\r\r\r\r\rthree\x00\x1b[31m").text == "one\ntwo\n\n\nthree[31m"


@pytest.mark.parametrize(
    "text",
    [
        "학교 앞 가로등이 꺼져 있습니다.",
        "ไฟถนนหน้าโรงเรียนดับ",
        "ភ្លើងបំភ្លឺផ្លូវ",
        "ကျောင်းရှေ့က လမ်းမီး",
        "தெருவிளக்கு எரியவில்லை",
        "Oʻzbekiston koʻchasi",
        "Đèn đường hỏng",
        "👍🏽 déjà vu",
    ],
)
def test_honest_text_of_any_script_stays_as_it_is(text):
    cleaned = clean(text)
    assert cleaned.removed == ()
    assert flags(text) == []
    assert clean(cleaned.text) == cleaned


@given(st.text(max_size=200))
def test_cleaning_twice_changes_nothing_more(text):
    once = clean(text).text
    assert clean(once).text == once


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("write to lee.min@example.go.kr please", "personal:e-mail"),
        ("call 010-1234-5678 after six", "personal:telephone"),
        ("call +62 812-3456-7890", "personal:telephone"),
        ("โทร 081-234-5678", "personal:telephone"),
        ("주민번호 900101-1234567", "personal:identity number"),
        ("บัตร 1-1017-00230-70-8", "personal:identity number"),
        ("NIK 3174094508900003", "personal:identity number"),
        ("MyKad 900101-14-5678", "personal:identity number"),
        ("NRIC S1234567D", "personal:identity number"),
        ("CCCD 001099012345", "personal:identity number"),
        ("PhilSys 1234-5678-9012-3456", "personal:identity number"),
        ("card 4111 1111 1111 1111", "personal:card number"),
        ("차 12가 3456 이 주차", "personal:vehicle plate"),
        ("car B 1234 XYZ parks here", "personal:vehicle plate"),
        ("passport M123A4567", "personal:passport number"),
    ],
)
def test_personal_data_are_flagged(text, kind):
    assert kind in kinds(text)


@pytest.mark.parametrize(
    "text",
    [
        "Pothole 30 cm deep at km 14, 2026-05-04, near house 112",
        "The case 2026051400001 is 3 years old",
        "NRIC S1234567A",
        "bus 1003 and line 2",
        "가로등 3개가 2주째 꺼짐",
        "12 ถนนสุขุมวิท 10110",
        "บัตรคิว 12 ที่เขต",
    ],
)
def test_ordinary_figures_are_not(text):
    assert kinds(text) == []


def test_every_listed_insult_is_found_and_shown_where_it_stands():
    for words in ABUSE.values():
        for word in words:
            text = f"1 {word} 2"
            assert [text[flag.start : flag.end] for flag in flags(text) if flag.kind == "abuse"] == [word]


def test_a_word_that_holds_an_insult_is_none():
    assert kinds("The Scunthorpe gagolith and babirusa") == []


def test_masking_covers_what_is_flagged_and_nothing_else():
    text = "call 010-1234-5678 now"
    assert masked(text, flags(text)) == "call ■■■■■■■■■■■■■ now"


@given(st.text(max_size=200))
def test_masked_text_keeps_its_length_and_holds_no_flag_twice(text):
    found = flags(text)
    assert len(masked(text, found)) == len(text)
    assert all(one.end <= other.start for one, other in pairwise(found))
