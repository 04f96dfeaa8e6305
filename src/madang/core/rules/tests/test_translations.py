"""Everything rules say to people is there in Korean."""

import re
from pathlib import Path

import pytest

import madang.core.rules
from madang.core.rules.schema import STANDARD
from madang.core.rules.text import placeholders

CATALOG = Path(madang.core.rules.__file__).parents[1] / "locale" / "ko" / "LC_MESSAGES" / "django.po"
TEXT = CATALOG.read_text(encoding="utf-8").replace('"\n"', "")  # long texts are broken into lines
PAIRS = re.findall(r'^msgid "(.+)"\nmsgstr "(.*)"$', TEXT, re.MULTILINE)
KOREAN = {key.replace('\\"', '"'): value.replace('\\"', '"') for key, value in PAIRS}
TITLES = [
    title for entity in STANDARD for title in (entity.title, *(column.title for column in entity.columns.values()))
]


@pytest.mark.parametrize("title", sorted(set(TITLES)))
def test_every_fact_has_a_korean_name(title):
    assert KOREAN.get(title)


@pytest.mark.parametrize("message", sorted(KOREAN))
def test_the_translation_has_the_same_figures(message):
    assert sorted(set(placeholders(KOREAN[message]))) == sorted(set(placeholders(message)))
    assert KOREAN[message]


def test_no_translation_is_a_guess():
    assert "fuzzy" not in TEXT
