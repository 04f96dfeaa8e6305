"""A load that is killed leaves whole batches, and running it again completes it."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

SOURCE = Path(__file__).resolve().parents[4]
ROWS = 24_000


def madang(var, *arguments, **options):
    environment = {
        **{name: value for name, value in os.environ.items() if name != "MADANG_DATABASE_URL"},
        "MADANG_VAR": str(var),
        "PYTHONPATH": str(SOURCE),
    }
    return subprocess.Popen(
        [sys.executable, "-m", "madang.site.command_line", *arguments], env=environment, text=True, **options
    )


def ask(var, sql):
    with closing(sqlite3.connect(f"file:{var / 'madang.sqlite3'}?mode=ro", uri=True, timeout=30)) as database:
        return database.execute(sql).fetchone()


@pytest.mark.slow
def test_a_killed_load_leaves_whole_batches_and_is_completed_by_another(tmp_path):
    var = tmp_path / "var"
    var.mkdir()
    assert madang(var, "migrate", "-v0").wait() == 0
    path = tmp_path / "persons.csv"
    rows = (f"P{i:06d},Name,{1990 - i % 3 * 25}-01-01,{f'P{i + 1:06d}' if i % 3 < 2 else ''}" for i in range(ROWS))
    path.write_text("national_number,given_name,born,mother\n" + "\n".join(rows) + "\n")

    loading = madang(var, "registers", "load", "civil", str(path), stdout=subprocess.DEVNULL)
    try:
        while (ask(var, "SELECT COALESCE(MAX(written), 0) FROM registers_loadreport")[0]) < 4_000:
            assert loading.poll() is None, "the load ended before it could be killed"
            time.sleep(0.02)
    finally:
        loading.send_signal(signal.SIGKILL)
        loading.wait()

    (persons,) = ask(var, "SELECT COUNT(*) FROM people_person")
    (records,) = ask(var, "SELECT COUNT(*) FROM registers_civilrecord")
    written, finished = ask(var, "SELECT written, finished_at FROM registers_loadreport")
    assert 4_000 <= persons < ROWS
    assert persons == records == written
    assert finished is None

    again = madang(var, "registers", "load", "civil", str(path), stdout=subprocess.PIPE)
    told, _errors = again.communicate()
    assert again.returncode == 0
    assert f"unchanged: {persons:,}" in told
    assert ask(var, "SELECT COUNT(*), COUNT(mother_id) FROM registers_civilrecord") == (ROWS, ROWS // 3 * 2)
