"""`madang COMMAND`: what people type, and what they read when it was wrong."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from madang.site.start import SOURCE


@pytest.fixture
def madang(tmp_path):
    def run(*arguments, **env):
        kept = {name: value for name, value in os.environ.items() if not name.startswith("MADANG_")}
        kept |= {"PYTHONPATH": str(SOURCE), "MADANG_VAR": str(tmp_path / "var"), **env}
        command = [sys.executable, "-m", "madang.site.command_line", *arguments]
        finished = subprocess.run(command, env=kept, capture_output=True, text=True, timeout=120, check=False)
        assert "Traceback" not in finished.stderr
        return finished

    return run


def test_help_lists_madangs_commands_with_their_purpose(madang):
    answer = madang("help")
    assert answer.returncode == 0
    assert "backup" in answer.stdout
    assert "Make a backup" in answer.stdout


def test_a_command_explains_itself(madang):
    answer = madang("backup", "create", "--help")
    assert answer.returncode == 0
    assert "usage: madang backup create" in answer.stdout


def test_a_mistyped_command_is_answered_with_the_nearest(madang):
    answer = madang("bakcup")
    assert answer.returncode == 2
    assert "did you mean `madang backup`?" in answer.stderr


def test_a_wrong_argument_is_named(madang):
    answer = madang("backup", "destroy")
    assert answer.returncode == 2
    assert "destroy" in answer.stderr


def test_a_mistake_is_one_sentence(madang, tmp_path):
    answer = madang("backup", "verify", str(tmp_path))
    assert answer.returncode == 1
    assert answer.stderr.startswith("madang: ")
    assert "is not a backup" in answer.stderr


def test_a_database_not_yet_made_is_answered_with_the_remedy(madang):
    answer = madang("changepassword", "kim")
    assert answer.returncode == 2
    assert "madang migrate" in answer.stderr


def test_a_database_that_is_away_is_named(madang):
    answer = madang("migrate", MADANG_DATABASE_URL="postgresql://madang@127.0.0.1:9/none")
    assert answer.returncode == 2
    assert "MADANG_DATABASE_URL" in answer.stderr


def test_hyphens_and_underscores_are_the_same(madang):
    assert madang("db-worker", "--help").returncode == 0


def test_output_that_nobody_reads_to_the_end_is_no_error(tmp_path):
    kept = {**os.environ, "PYTHONPATH": str(SOURCE), "MADANG_VAR": str(tmp_path / "var"), "PYTHONUNBUFFERED": "1"}
    command = f"{sys.executable} -m madang.site.command_line help | head -1"
    answer = subprocess.run(command, shell=True, env=kept, capture_output=True, text=True, timeout=120, check=False)
    assert "usage: madang" in answer.stdout
    assert answer.stderr == ""
