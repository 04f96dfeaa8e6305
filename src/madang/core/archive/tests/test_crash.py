"""The sequencer under kill -9."""

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


@pytest.fixture
def environment(tmp_path: Path) -> Iterator[dict[str, str]]:
    """A directory and a database of the rounds' own."""
    source = Path(__file__).parents[4]
    here = {
        **os.environ,
        "MADANG_VAR": str(tmp_path),
        "PYTHONPATH": str(source),
        "DJANGO_SETTINGS_MODULE": "madang.site.settings",
    }
    url = os.environ.get("MADANG_DATABASE_URL")
    if not url:
        yield here
        return
    import psycopg

    name = f"madang_crash_{uuid.uuid4().hex[:8]}"
    with psycopg.connect(urlsplit(url)._replace(path="/postgres").geturl(), autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}")
        try:
            yield here | {"MADANG_DATABASE_URL": urlsplit(url)._replace(path=f"/{name}").geturl()}
        finally:
            server.execute(f"DROP DATABASE {name} WITH (FORCE)")


def test_killed_twenty_times_the_log_loses_nothing_acknowledged_and_repeats_nothing(environment):
    script = Path(__file__).with_name("crash_rounds.py")
    done = subprocess.run(
        [sys.executable, script, "20", "11310"],
        env=environment,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    rounds = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(rounds) == 20
    for number, answer in enumerate(rounds):
        assert (answer["problems"], answer["findings"], answer["lost"], answer["twice"]) == ([], [], [], 0), number
    assert rounds[-1]["size"] > 240 and rounds[-1]["acknowledged"] > 0
