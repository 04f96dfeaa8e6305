"""The recovery drill of docs/operate.md on a whole installation with a real record."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from madang.core.operations.backup import MANIFEST, digest

SOURCE = Path(__file__).resolve().parents[4]
RECORD = """
import django; django.setup()
from django.db import transaction
from madang.core import archive
for number in range({first}, {last}):
    with transaction.atomic():
        archive.append("drill", {{"number": number}}, reference=f"drill:{{number}}")
if {publish}:
    archive.publish()
"""


@pytest.fixture
def installation(tmp_path):
    """Run commands and Python in an installation of its own under `tmp_path/<name>`."""

    def run(*arguments, place="live"):
        kept = {name: value for name, value in os.environ.items() if not name.startswith("MADANG_")}
        kept |= {
            "PYTHONPATH": str(SOURCE),
            "DJANGO_SETTINGS_MODULE": "madang.site.settings",
            "MADANG_VAR": str(tmp_path / place),
        }
        command = [sys.executable, *arguments]
        return subprocess.run(command, env=kept, capture_output=True, text=True, timeout=300, check=False)

    def madang(*arguments, place="live"):
        return run("-m", "django", *arguments, place=place)

    answer = madang("migrate", "--verbosity=0")
    assert answer.returncode == 0, answer.stderr
    return run, madang


def record(run, first, last, *, publish):
    answer = run("-c", RECORD.format(first=first, last=last, publish=publish))
    assert answer.returncode == 0, answer.stderr


def backup(madang, to):
    answer = madang("backup", "create", "--to", str(to))
    assert answer.returncode == 0, answer.stderr
    return Path(answer.stdout.splitlines()[0])


def test_a_backup_with_its_record_is_proved_lost_and_put_back(installation, tmp_path):
    run, madang = installation
    record(run, 0, 5, publish=True)
    record(run, 5, 8, publish=False)  # what waits for the sequencer is in the database and not yet in the log
    folder = backup(madang, tmp_path / "safe")
    proved = madang("backup", "verify", str(folder))
    assert proved.returncode == 0, proved.stderr
    assert "the record holds" in proved.stdout

    restored = madang("backup", "restore", str(folder), place="new")
    assert restored.returncode == 0, restored.stderr
    # Kept apart, as the command advised.
    shutil.copytree(tmp_path / "live" / "keys", tmp_path / "new" / "keys", dirs_exist_ok=True)
    record_goes_on = run("-c", RECORD.format(first=8, last=9, publish=True), place="new")
    assert record_goes_on.returncode == 0, record_goes_on.stderr
    checked = madang("log", "verify", "--database", place="new")
    assert checked.returncode == 0, checked.stdout + checked.stderr
    assert "9" in checked.stdout


def test_a_record_altered_inside_a_backup_is_found_even_if_the_list_was_forged(installation, tmp_path):
    run, madang = installation
    record(run, 0, 3, publish=True)
    folder = backup(madang, tmp_path / "safe")
    with sqlite3.connect(folder / "database.sqlite3") as database:
        changed = database.execute(
            """UPDATE archive_logentry SET payload = '{"number": 99}' WHERE "index" = 1"""
        ).rowcount
    database.close()
    assert changed == 1
    manifest = json.loads((folder / MANIFEST).read_text())
    path = folder / "database.sqlite3"
    manifest["files"]["database.sqlite3"] = [path.stat().st_size, digest(path)]
    (folder / MANIFEST).write_text(json.dumps(manifest))
    answer = madang("backup", "verify", str(folder))
    assert answer.returncode == 1
    assert "the record in this backup does not hold" in answer.stderr
