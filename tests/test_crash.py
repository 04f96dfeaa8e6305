"""The whole installation under kill -9: web server and worker die under two hundred confirms, twenty times."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import uuid
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

HERE = Path(__file__).resolve().parent
ROUNDS = 20


@pytest.fixture
def environment(tmp_path: Path) -> Iterator[dict[str, str]]:
    """A data directory and a database of the rounds' own, on whichever database the tests run."""
    here = {
        **os.environ,
        "MADANG_VAR": str(tmp_path),
        "PYTHONPATH": str(HERE.parent / "src"),
        "DJANGO_SETTINGS_MODULE": "madang.site.settings",
    }
    url = os.environ.get("MADANG_DATABASE_URL")
    if not url:
        yield here
        return
    import psycopg

    name = f"madang_confirms_{uuid.uuid4().hex[:8]}"
    with psycopg.connect(urlsplit(url)._replace(path="/postgres").geturl(), autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}")
        try:
            yield here | {"MADANG_DATABASE_URL": urlsplit(url)._replace(path=f"/{name}").geturl()}
        finally:
            server.execute(f"DROP DATABASE {name} WITH (FORCE)")


def madang(environment: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "madang.site.command_line", *arguments]
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=300, check=False)


@pytest.mark.slow
def test_killed_under_confirms_twenty_times_every_acknowledged_one_is_there_exactly_once(environment):
    script = HERE / "crash_rounds.py"
    done = subprocess.run(
        [sys.executable, script, str(ROUNDS), "29"],
        env=environment,
        capture_output=True,
        text=True,
        timeout=1800,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    *rounds, end = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(rounds) == ROUNDS
    assert [found["wrong"] for found in (*rounds, end)] == [[]] * (ROUNDS + 1)
    assert rounds[-1]["acknowledged"] >= ROUNDS  # each round met confirms that had been acknowledged
    assert (end["left"], end["confirmed"]) == (0, end["acknowledged"])  # what was broken off could be repeated
    assert end["repeated"] > 0

    assert madang(environment, "log", "publish").returncode == 0
    verified = madang(environment, "log", "verify", "--database")
    assert verified.returncode == 0, verified.stdout + verified.stderr
