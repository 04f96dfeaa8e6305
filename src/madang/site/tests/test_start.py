"""Starting and stopping: nothing is done twice, processes end together, a demo town alone can be forgotten."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time

import pytest

from madang.site import start

SERVER = (
    "import http.server as h; h.ThreadingHTTPServer(('127.0.0.1', {port}), h.SimpleHTTPRequestHandler).serve_forever()"
)
DRIVER = """
import sys
from madang.site import start
start.commands = lambda port: [[sys.executable, "-c", program.format(port=port)] for program in {programs!r}]
start.GRACE = {grace}
sys.exit(start.serve({port}, "Kim Jisu, resident"))
"""


@pytest.fixture
def place(tmp_path, monkeypatch):
    for name in [name for name in os.environ if name.startswith("MADANG_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("MADANG_VAR", str(tmp_path))
    return tmp_path


@pytest.fixture
def port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def serving(port, *programs, grace=5):
    code = DRIVER.format(programs=list(programs), port=port, grace=grace)
    return subprocess.Popen(
        [sys.executable, "-c", code],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env={**os.environ, "PYTHONPATH": str(start.SOURCE)},
    )


def read_until(process, text):
    said = ""
    while text not in said:
        line = process.stdout.readline()
        assert line, said
        said += line
    return said


@pytest.mark.parametrize("asked", [signal.SIGINT, signal.SIGTERM])
def test_being_asked_to_stop_stops_every_process_in_order(port, tmp_path, asked):
    marker = tmp_path / "worker-ended"
    worker = f"import atexit, signal, sys, time; atexit.register(open, {str(marker)!r}, 'w'); signal.signal(15, lambda *a: sys.exit()); time.sleep(60)"
    process = serving(port, SERVER, worker)
    assert "Kim Jisu" in read_until(process, "Stop it with Ctrl-C")
    time.sleep(0.5)  # the worker's handler must be in place
    process.send_signal(asked)
    assert process.wait(20) == 0
    assert marker.exists()


def test_a_process_that_dies_stops_the_others_and_is_named(port):
    process = serving(port, SERVER, "import sys; sys.exit(3)")
    said, _ = process.communicate(timeout=20)
    assert process.returncode == 1
    assert "ended with code 3" in said


def test_a_process_that_will_not_stop_is_ended(port):
    stubborn = "import signal, time; signal.signal(15, signal.SIG_IGN); time.sleep(60)"
    process = serving(port, SERVER, stubborn, grace=0.5)
    read_until(process, "Stop it with Ctrl-C")
    time.sleep(0.5)
    process.send_signal(signal.SIGINT)
    assert process.wait(20) == 0


def prepared(monkeypatch, place, people="Kim Jisu", code=0):
    """Count preparations instead of making them."""
    done = []

    def run(command, **_options):
        done.append(command)
        if "madang.site.prepare" in command:
            (place / "prepared.people").write_text(people)
            (place / "madang.sqlite3").touch()
        return subprocess.CompletedProcess(command, code)

    monkeypatch.setattr(start.subprocess, "run", run)
    return done


def test_nothing_is_prepared_twice(place, monkeypatch):
    done = prepared(monkeypatch, place)
    assert start.prepare(place) == "Kim Jisu"
    first = len(done)
    assert start.prepare(place) == "Kim Jisu"
    assert first > 0
    assert len(done) == first


def test_a_change_of_the_source_is_prepared(place, monkeypatch):
    done = prepared(monkeypatch, place)
    start.prepare(place)
    first = len(done)
    monkeypatch.setattr(start, "fingerprint", lambda: "another")
    start.prepare(place)
    assert len(done) == 2 * first


def test_a_lost_database_is_made_again(place, monkeypatch):
    done = prepared(monkeypatch, place)
    start.prepare(place)
    first = len(done)
    (place / "madang.sqlite3").unlink()
    start.prepare(place)
    assert len(done) == 2 * first


def test_a_failed_preparation_is_tried_again(place, monkeypatch):
    prepared(monkeypatch, place, code=1)
    with pytest.raises(start.CannotStartError):
        start.prepare(place)
    done = prepared(monkeypatch, place)
    start.prepare(place)
    assert done


def test_a_demo_town_is_forgotten_whole_but_not_that_of_another_country(place, monkeypatch):
    prepared(monkeypatch, place)
    start.prepare(place)
    (place / "letters").mkdir()
    (place / "ph").mkdir()
    (place / "ph" / "prepared.json").write_text("{}")
    start.reset(place)
    assert [entry.name for entry in place.iterdir()] == ["ph"]


def test_an_interrupted_first_start_can_be_forgotten(place, monkeypatch):
    prepared(monkeypatch, place, code=1)
    with pytest.raises(start.CannotStartError):
        start.prepare(place)
    start.reset(place)
    assert not (place / "madang.sqlite3").exists()


def test_real_data_is_never_forgotten(place, monkeypatch):
    (place / "madang.sqlite3").touch()
    with pytest.raises(start.CannotStartError, match="was not made by"):
        start.reset(place)
    monkeypatch.setenv("MADANG_DATABASE_URL", "postgresql://somewhere/real")
    with pytest.raises(start.CannotStartError, match="PostgreSQL"):
        start.reset(place)
    assert (place / "madang.sqlite3").exists()


def test_production_data_stays_even_if_a_demo_made_the_database(place, monkeypatch):
    prepared(monkeypatch, place)
    start.prepare(place)
    monkeypatch.setenv("MADANG_DEMO", "0")
    with pytest.raises(start.CannotStartError):
        start.reset(place)


def test_secrets_of_the_environment_are_not_written_down(place, monkeypatch):
    monkeypatch.setenv("MADANG_DATABASE_URL", "postgresql://madang:geheim@127.0.0.1/town")
    prepared(monkeypatch, place)
    start.prepare(place)
    assert "geheim" not in (place / "prepared.json").read_text()
