"""Each check finds what it is for, names place and remedy, and leaves the innocent alone."""

from __future__ import annotations

import pytest

from madang.site.checks import docs, messages, module_size, names, traces
from madang.site.checks.messages import marked_in


def put(root, name, text):
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return root


def found(check, root):
    return [f"{finding.where}: {finding.what}" for finding in check(root)]


def test_a_module_of_399_lines_is_short_enough_and_one_of_400_is_not(tmp_path):
    put(tmp_path, "src/short.py", "x = 1\n" * 399)
    put(tmp_path, "src/long.py", "x = 1\n" * 400)
    put(tmp_path, "src/tests/test_long.py", "x = 1\n" * 900)
    put(tmp_path, "src/migrations/0001_initial.py", "x = 1\n" * 900)
    assert found(module_size.check, tmp_path) == ["src/long.py: 400 lines; the limit is 399"]


def test_the_entry_script_is_a_module_too(tmp_path):
    put(tmp_path, "run", "x = 1\n" * 400)
    assert found(module_size.check, tmp_path) == ["run: 400 lines; the limit is 399"]


@pytest.mark.parametrize(
    "text",
    ["open('/" + "home/kim/secret')", "cd /" + "root/.cache", "see /" + "Users/lee/madang"],
)
def test_a_path_of_one_machine_is_found_with_its_line(tmp_path, text):
    put(tmp_path, "notes.md", f"first\n{text}\n")
    (finding,) = traces.check(tmp_path)
    assert finding.where == "notes.md:2"


def test_a_package_mirror_and_a_private_key_are_found(tmp_path):
    put(tmp_path, "requirements.lock", "--index" + "-url https://mirror.example/simple\n")
    put(tmp_path, "key.pem", "-----BEGIN " + "PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIE\n")
    assert [finding.where for finding in traces.check(tmp_path)] == ["key.pem:1", "requirements.lock:1"]


def test_the_path_of_this_very_checkout_is_found(tmp_path):
    put(tmp_path, "notes.md", f"see {tmp_path}/var, not {tmp_path}-other\n")
    assert len(traces.check(tmp_path)) == 1


@pytest.mark.parametrize(
    "text", ["GET /desk/list", "a/root/b", "https://example.org/home/kim/x", "/var/lib/postgresql"]
)
def test_addresses_on_the_web_are_no_machine_paths(tmp_path, text):
    put(tmp_path, "notes.md", text)
    assert traces.check(tmp_path) == []


def test_core_may_not_name_a_higher_floor_even_in_a_string(tmp_path):
    put(
        tmp_path,
        "src/madang/core/cases/find.py",
        '"""Reads madang.systems in prose."""\nNAME = "madang.countries.kr"\n',
    )
    assert found(names.check, tmp_path) == ["src/madang/core/cases/find.py:2: core names 'madang.countries.kr'"]


def test_a_name_that_says_nothing_is_found(tmp_path):
    put(tmp_path, "src/madang/core/cases/utils.py", "")
    assert found(names.check, tmp_path) == ["src/madang/core/cases/utils.py: 'utils' says nothing"]


def test_a_link_that_leads_nowhere_is_found_and_one_in_an_example_is_not(tmp_path):
    put(tmp_path, "docs/there.md", "# A heading, really\n")
    put(
        tmp_path,
        "README.md",
        "[a](docs/there.md) [b](docs/there.md#a-heading-really) [c](https://example.org)\n"
        "[d](docs/gone.md)\n[e](docs/there.md#other)\n`[f](gone)`\n```\n[g](gone)\n```\n",
    )
    broken = docs.broken_links(tmp_path, [tmp_path / "README.md"])
    assert [(f.where, f.what) for f in broken] == [
        ("README.md:2", "docs/gone.md does not exist"),
        ("README.md:3", "docs/there.md#other: no such heading"),
    ]


def test_a_block_must_stand_on_both_maps(tmp_path):
    put(tmp_path, "src/madang/core/cases/__init__.py", "")
    put(tmp_path, "docs/find.md", "`core/cases`: work\n")
    put(tmp_path, "docs/architecture.md", "showcases\n")
    assert [(f.where, f.what) for f in docs.unmapped(tmp_path)] == [
        ("docs/architecture.md", "core/cases is not mentioned")
    ]


def test_a_command_must_be_shown_in_use(tmp_path):
    put(tmp_path, "src/madang/core/x/management/commands/new_thing.py", "")
    page = put(tmp_path, "docs/x.md", "madang new-things\n") / "docs/x.md"
    assert len(docs.undocumented_commands(tmp_path, [page])) == 1
    page.write_text("Use `madang new-thing`.")
    assert docs.undocumented_commands(tmp_path, [page]) == []


PYTHON = """
from django.utils.translation import gettext_lazy as _, ngettext, pgettext
one = _("one")
two = ngettext("%(n)d two", "%(n)d twos", n)
three = pgettext("month", "May")
joined = _("long "
           "text")
not_marked = "plain"
computed = _(variable)
"""
TEMPLATE = """{% load i18n %}
<p>{% trans "one" %} {% translate "two" context "place" %}</p>
{% blocktrans trimmed count n=things %}
  {{ n }} thing
{% plural %}
  {{ n }} things
{% endblocktrans %}
{% comment %}{% trans "not here" %}{% endcomment %}
<c-card title="{% trans 'in an attribute' %}" />
"""


def test_marked_texts_of_python_are_found(tmp_path):
    path = put(tmp_path, "a.py", PYTHON) / "a.py"
    texts = {(marked.context, marked.text) for marked in marked_in(path)}
    assert texts == {(None, "one"), (None, "%(n)d two"), ("month", "May"), (None, "long text")}


def test_marked_texts_of_templates_are_found_with_their_lines(tmp_path):
    path = put(tmp_path, "a.html", TEMPLATE) / "a.html"
    marked = {(m.context, m.text): m.line for m in marked_in(path)}
    assert set(marked) == {(None, "one"), ("place", "two"), (None, "%(n)s thing"), (None, "in an attribute")}
    assert marked[(None, "one")] == 2


def test_a_text_without_korean_is_found_and_one_with_it_is_not(tmp_path):
    put(tmp_path, "src/madang/core/block/apps.py", "")
    put(tmp_path, "src/madang/core/block/pages.py", 'a = _("one")\nb = _("two")\n')
    po = 'msgid ""\nmsgstr ""\n"Language: ko\\n"\n\nmsgid "one"\nmsgstr "하나"\n'
    put(tmp_path, "src/madang/core/block/locale/ko/LC_MESSAGES/django.po", po)
    (finding,) = messages.check(tmp_path)
    assert finding.where == "src/madang/core/block/pages.py:2"
    assert finding.mend == "add it to src/madang/core/block/locale/ko/LC_MESSAGES/django.po"


@pytest.mark.parametrize(
    ("entry", "what"),
    [
        ('#, fuzzy\nmsgid "one"\nmsgstr "하나"\n', "marked as fuzzy"),
        ('msgid "one"\nmsgstr ""\n', "empty"),
        ('msgid "by {day}"\nmsgstr "{date}까지"\n', "names figures"),
        ('msgid "%(n)s days"\nmsgstr "%(count)s일"\n', "names figures"),
    ],
)
def test_a_doubtful_translation_is_found(tmp_path, entry, what):
    put(tmp_path, "src/madang/core/other/locale/ko/LC_MESSAGES/django.po", entry)
    assert any(what in line for line in found(messages.check, tmp_path))


def test_a_text_that_two_applications_translate_differently_is_found(tmp_path):
    folder = "locale/ko/LC_MESSAGES/django.po"
    put(tmp_path, f"src/madang/core/a/{folder}", 'msgid "Case"\nmsgstr "건"\n\nmsgid "Why"\nmsgstr "이유"\n')
    put(tmp_path, f"src/madang/core/b/{folder}", 'msgid "Why"\nmsgstr "이유"\n\nmsgid "Case"\nmsgstr "사건"\n')
    put(tmp_path, f"src/madang/core/c/{folder}", 'msgctxt "letter"\nmsgid "Case"\nmsgstr "상자"\n')
    assert found(messages.check, tmp_path) == [
        f"src/madang/core/b/{folder}:4: 'Case' is '사건' here and '건' in src/madang/core/a/{folder}"
    ]


def test_a_language_that_a_block_has_begun_must_be_complete_there_and_nowhere_else(tmp_path):
    entry = 'msgid ""\nmsgstr ""\n\nmsgid "one"\nmsgstr "x"\n'
    for block, languages in (("block", ("ko", "id")), ("other", ("ko",))):
        put(tmp_path, f"src/madang/core/{block}/apps.py", "")
        put(tmp_path, f"src/madang/core/{block}/words.py", "title = _('one')\n")
        for language in languages:
            put(tmp_path, f"src/madang/core/{block}/locale/{language}/LC_MESSAGES/django.po", entry)
    assert found(messages.check, tmp_path) == []
    put(tmp_path, "src/madang/core/block/more.py", "title = _('two')\n")
    told = [finding.what for finding in messages.check(tmp_path)]
    assert told == ["not translated into ko: 'two'", "not translated into id: 'two'"]
