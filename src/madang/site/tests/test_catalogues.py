"""Catalogues compiled in plain Python are what gettext reads."""

from __future__ import annotations

import gettext
import io
import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from madang.site.catalogues import CatalogueError, Message, compile_stale, read_po, write_mo

HEADER = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n"Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n\n'


def compiled(text):
    return gettext.GNUTranslations(io.BytesIO(write_mo(read_po(HEADER + text))))


def test_a_text_is_translated():
    assert compiled('msgid "Confirm"\nmsgstr "확인"\n').gettext("Confirm") == "확인"


def test_a_text_over_several_lines_is_one_text():
    assert compiled('msgid ""\n"For "\n"you"\nmsgstr "받을 수 "\n"있는 것"\n').gettext("For you") == "받을 수 있는 것"


def test_a_context_separates_equal_texts():
    text = 'msgctxt "month"\nmsgid "May"\nmsgstr "5월"\n\nmsgctxt "verb"\nmsgid "May"\nmsgstr "할 수 있음"\n'
    assert compiled(text).pgettext("month", "May") == "5월"
    assert compiled(text).gettext("May") == "May"


def test_plurals_are_chosen_by_number():
    text = 'msgid "%d day"\nmsgid_plural "%d days"\nmsgstr[0] "Tag %d"\nmsgstr[1] "Tage %d"\n'
    catalogue = compiled(text)
    assert [catalogue.ngettext("%d day", "%d days", n) for n in (1, 2)] == ["Tag %d", "Tage %d"]


@pytest.mark.parametrize(
    "text",
    [
        '#, fuzzy\nmsgid "Confirm"\nmsgstr "확정"\n',
        'msgid "Confirm"\nmsgstr ""\n',
        '#~ msgid "Confirm"\n#~ msgstr "확인"\n',
    ],
    ids=["doubtful", "empty", "obsolete"],
)
def test_what_nobody_vouches_for_is_left_in_the_source_language(text):
    assert compiled(text).gettext("Confirm") == "Confirm"


def test_only_the_entry_marked_as_doubtful_is_left_out():
    text = '#, fuzzy\nmsgid "A"\nmsgstr "가"\n\nmsgid "B"\nmsgstr "나"\n'
    assert [compiled(text).gettext(t) for t in "AB"] == ["A", "나"]


@pytest.mark.parametrize(
    ("text", "line"),
    [('msgid "A"\nmsgstr 나\n', 2), ('"stray"\n', 1), ('msgid "A"\nmsgword "B"\n', 2), ('msgid "A\nmsgstr "B"\n', 1)],
)
def test_a_broken_catalogue_is_refused_with_its_line(text, line):
    with pytest.raises(CatalogueError, match=f"ko.po:{line}:"):
        read_po(text, "ko.po")


@given(
    st.dictionaries(
        st.text(min_size=1).filter(lambda t: "\0" not in t and "\4" not in t), st.text(min_size=1), max_size=20
    )
)
def test_every_text_comes_back_as_it_was(texts):
    texts = {k: v for k, v in texts.items() if "\0" not in v and not any(0xD800 <= ord(c) < 0xE000 for c in k + v)}
    messages = [Message(0, text="", strings=["Content-Type: text/plain; charset=UTF-8\n"])]
    messages += [Message(0, text=text, strings=[translation]) for text, translation in texts.items()]
    catalogue = gettext.GNUTranslations(io.BytesIO(write_mo(messages)))
    assert {text: catalogue.gettext(text) for text in texts} == texts


def test_only_what_changed_is_compiled_again(tmp_path):
    folder = tmp_path / "block" / "locale" / "ko" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    po = folder / "django.po"
    po.write_text(HEADER + 'msgid "A"\nmsgstr "가"\n', encoding="utf-8")
    assert compile_stale(tmp_path) == [po]
    assert compile_stale(tmp_path) == []
    later = po.stat().st_mtime_ns + 10**9
    os.utime(po, ns=(later, later))
    assert compile_stale(tmp_path) == [po]
    assert sorted(path.name for path in folder.iterdir()) == ["django.mo", "django.po"]
