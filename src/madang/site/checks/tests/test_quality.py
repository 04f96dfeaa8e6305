"""The quality scale: a sound system passes; each thing taken away is found by the rule that asks for it."""

from __future__ import annotations

import shutil

import pytest

from madang.site.checks import quality
from madang.site.new_system.write import NewSystem, write


@pytest.fixture(scope="module")
def sound(tmp_path_factory):
    root = tmp_path_factory.mktemp("sound")
    (root / "src/madang/systems").mkdir(parents=True)
    (root / "docs").mkdir()
    write(root, NewSystem("bridges", "Bridges", "다리", "roads", "Road Act"), taken=set())
    return root


@pytest.fixture
def system(sound, tmp_path):
    shutil.copytree(sound, tmp_path / "root")
    return tmp_path / "root" / "src/madang/systems/bridges"


def broken_rules(system):
    root = system.parents[3]
    return {finding.what.partition(":")[0] for finding in quality.check(root)}


def test_a_new_system_keeps_every_rule(system):
    assert broken_rules(system) == set()


@pytest.mark.parametrize(
    ("gone", "rule"),
    [
        ("README.md", "rooms"),
        ("demo.py", "rooms"),
        ("services.py", "rooms"),
        ("tests/test_outside.py", "tests_prove_it"),
        ("tests/test_journey.py", "tests_prove_it"),
        ("tests/test_engine.py", "tests_prove_it"),
        ("tests/test_api.py", "tests_prove_it"),
        ("locale/ko/LC_MESSAGES/django.po", "both_languages"),
        ("migrations/0001_initial.py", "migrations"),
        ("../../../../docs/systems/bridges.md", "readme"),
    ],
)
def test_what_is_missing_is_found(system, gone, rule):
    (system / gone).unlink()
    assert rule in broken_rules(system)


@pytest.mark.parametrize(
    ("file", "text", "rule"),
    [
        ("helpers.py", "", "rooms"),
        ("engine/clock.py", "import datetime\nnow = datetime.datetime.now()\n", "engine_is_pure"),
        ("engine/stored.py", "from django.db import models\n", "engine_is_pure"),
        ("engine/read.py", "def read():\n    return open('x')\n", "engine_is_pure"),
        ("actions/close.py", "def shut() -> None: ...\n", "actions_are_verbs"),
        ("actions/two.py", "def two() -> None: ...\n\n\ndef three() -> None: ...\n", "actions_are_verbs"),
        ("system.py", "system = System(name='other')\n", "manifest"),
        ("system.py", "", "manifest"),
        ("README.md", "# Bridges\n\n## What it does\n", "readme"),
        ("tests/test_outside.py", '"""Nothing."""\n\n\ndef test_nothing():\n    pass\n', "tests_prove_it"),
        ("tests/test_journey.py", "def test_nothing():\n    pass\n", "tests_prove_it"),
        ("demo.py", '"""Nothing."""\n', "demo"),
    ],
)
def test_what_breaks_a_rule_is_found(system, file, text, rule):
    (system / file).write_text(text)
    assert rule in broken_rules(system)


def test_no_system_is_exempt_by_a_comment(system):
    (system / "helpers.py").write_text("# noqa\n# quality: exempt\n")
    assert "rooms" in broken_rules(system)
