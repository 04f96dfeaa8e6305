"""A new system works, passes every check and shows up in the site, at once; a bad name writes nothing."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from madang.site.checks.finding import tracked_files
from madang.site.new_system.write import NewSystem, NewSystemError, write

ROOT = Path(__file__).resolve().parents[5]
CHECKS = ["systems", "names", "messages", "docs", "module-size", "traces", "style", "form", "imports"]


@pytest.fixture(scope="module")
def copy(tmp_path_factory):
    """A copy of the source with a system written by the command."""
    folder = tmp_path_factory.mktemp("copy")
    for path in tracked_files(ROOT):
        name = path.relative_to(ROOT)
        if (
            name.parts[0] in {"src", "docs", "run", "conftest.py", "pyproject.toml", ".importlinter"}
            and "fonts" not in name.parts
        ):
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(path, folder / name)
    for name in ("tests", "benchmarks"):
        (folder / name).mkdir()
    answer = madang(folder, "new-system", "lost_property", "--title", "Lost property", "--title-ko", "분실물")
    assert answer.returncode == 0, answer.stderr
    return folder


def python(folder, *arguments):
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("MADANG_", "PYTEST", "DJANGO"))}
    kept |= {"PYTHONPATH": str(folder / "src"), "MADANG_VAR": str(folder / "var"), "NO_COLOR": "1"}
    command = [sys.executable, *arguments]
    return subprocess.run(command, cwd=folder, env=kept, capture_output=True, text=True, timeout=600, check=False)


def madang(folder, *arguments):
    return python(folder, "-m", "madang.site.command_line", *arguments)


def test_it_passes_every_check(copy):
    answer = python(copy, "-m", "madang.site.checks", *CHECKS, "--all", "--root", str(copy))
    about_it = [line for line in answer.stdout.splitlines() if "lost_property" in line or "lost-property" in line]
    assert about_it == [], answer.stdout
    assert "Traceback" not in answer.stderr


def test_its_migrations_are_complete(copy):
    answer = madang(copy, "makemigrations", "--check", "lost_property")
    assert answer.returncode == 0, answer.stdout + answer.stderr


def test_its_own_tests_pass(copy):
    """On SQLite, where no other test's database can be in the way, and without the browser that its journey needs."""
    chosen = ["-m", "pytest", "-q", "-m", "not browser", "-p", "no:cacheprovider", "-p", "no:xdist"]
    answer = python(copy, *chosen, "src/madang/systems/lost_property")
    assert answer.returncode == 0, answer.stdout[-3000:] + answer.stderr[-1000:]
    assert "failed" not in answer.stdout


def test_it_shows_up_in_the_site(copy):
    question = (
        "import django; django.setup()\n"
        "from django.urls import reverse\n"
        "from madang.core.cases.procedures import procedure_of\n"
        "from madang.core.systems import all_systems\n"
        "print(reverse('lost_property:home'), procedure_of('lost-property').title, [s.name for s in all_systems()])\n"
    )
    answer = python(copy, "-c", f"import os; os.environ['DJANGO_SETTINGS_MODULE'] = 'madang.site.settings'\n{question}")
    assert "/lost-property/ Lost property: request" in answer.stdout, answer.stderr
    assert "'lost_property'" in answer.stdout


def test_it_stands_on_both_maps_of_the_house(copy):
    for name in ("docs/find.md", "docs/architecture.md"):
        text = (copy / name).read_text()
        assert "## Systems\n" in text
        assert text.count("(systems/lost_property.md)") == 1


def test_the_same_name_again_is_refused(copy):
    answer = madang(copy, "new-system", "lost_property")
    assert answer.returncode == 1
    assert "already" in answer.stderr


@pytest.mark.parametrize(
    "name", ["Lost", "lost__property", "2fast", "class", "x" * 31, "../up", "cases", "sessions", ""]
)
def test_a_name_that_cannot_be_is_refused_and_nothing_is_written(tmp_path, name):
    with pytest.raises(NewSystemError):
        write(tmp_path, NewSystem(name, "T", "T", "o", "s"), taken={"cases", "sessions"})
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("title", ['"', "\\", "{x}", "100%", "two\nlines"])
def test_words_that_would_break_the_source_are_refused(tmp_path, title):
    with pytest.raises(NewSystemError, match="plain words"):
        write(tmp_path, NewSystem("lost", title, "T", "o", "s"), taken=set())
    assert list(tmp_path.iterdir()) == []


def test_maps_are_added_to_and_not_rewritten(tmp_path):
    (tmp_path / "docs").mkdir()
    (tmp_path / "src/madang/systems").mkdir(parents=True)
    page = tmp_path / "docs" / "find.md"
    page.write_text("# Find\n\n## Systems\n\n- [`a`](systems/a.md): A\n\n## Tests\n\nhere\n")
    write(tmp_path, NewSystem("bridges", "Bridges", "다리", "roads", "Road Act"), taken=set())
    expected = "# Find\n\n## Systems\n\n- [`a`](systems/a.md): A\n- [`bridges`](systems/bridges.md): Bridges\n\n## Tests\n\nhere\n"
    assert page.read_text() == expected
