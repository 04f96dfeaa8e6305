"""Start Madang on this machine: prepare what is not prepared, run web server and worker, stop them together.

`./run` ends here. Only the standard library is imported: when nothing changed since the last start, nothing else loads
in this process, and the start takes as long as the web server does.
"""

from __future__ import annotations

import argparse
import hashlib
import http.client
import json
import os
import shutil
import signal
import subprocess
import sys
import time
import urllib.parse
from collections.abc import Sequence
from pathlib import Path
from types import FrameType

from madang.site.catalogues import CatalogueError, compile_stale

SOURCE = Path(__file__).resolve().parents[2]
READY_WITHIN = 60.0  # seconds for the web server to answer; a slow disk needs most of it at the first start
GRACE = 10.0  # seconds a process gets to finish its work after it was asked to stop


class CannotStartError(Exception):
    """One sentence with the remedy."""


def say(text: str) -> None:
    """One line for the person at the terminal, at once."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def fingerprint() -> str:
    """Changes when anything changes that the database, the translations or the demo town depend on."""
    # The address of the national ID is stored nowhere, and moves when its old port is still busy.
    names = sorted(name for name in os.environ if name.startswith("MADANG_") and name != "MADANG_IDENTITY_URL")
    parts = [f"{name}={os.environ[name]}" for name in names]
    for folder, folders, names in os.walk(SOURCE):
        folders[:] = sorted(set(folders) - {"__pycache__", "tests", "static"})
        for name in sorted(names):
            if not name.endswith((".mo", ".pyc", ".part")):
                status = Path(folder, name).stat()
                parts.append(f"{folder}/{name} {status.st_size} {status.st_mtime_ns}")
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def read_state(var: Path) -> dict[str, str]:
    """What the last start left in `prepared.json`; empty when there was none."""
    try:
        state = json.loads((var / "prepared.json").read_text())
    except (OSError, ValueError):
        return {}
    return state if isinstance(state, dict) else {}


def write_state(var: Path, **state: str) -> None:
    """Keep what this start did, whole or not at all."""
    part = var / "prepared.json.part"
    part.write_text(json.dumps(state))
    part.replace(var / "prepared.json")


def uses_sqlite() -> bool:
    """Whether the data lies in a file here rather than on a PostgreSQL server."""
    return not os.environ.get("MADANG_DATABASE_URL")


def is_demo() -> bool:
    """Whether this is a demo town with its simulated national ID."""
    return os.environ.get("MADANG_DEMO", "1") == "1"


def prepare(var: Path) -> str:
    """Bring database, translations and demo town up to date if anything changed; returns who can sign in."""
    for folder in ("static", "identity_static"):  # whitenoise warns at every start when they are missing
        (var / folder).mkdir(exist_ok=True)
    try:
        compile_stale(SOURCE)
    except CatalogueError as error:
        raise CannotStartError(f"a translation catalogue is broken: {error}") from error
    now = fingerprint()
    state = read_state(var)
    if state.get("fingerprint") == now and (not uses_sqlite() or (var / "madang.sqlite3").exists()):
        return state.get("people", "")
    # Written first: a first start that was interrupted is still known as a demo town that --reset may forget.
    if uses_sqlite() and not (var / "madang.sqlite3").exists():
        state = {"made_by": "./run"}
    write_state(var, **{**state, "fingerprint": ""})
    people = var / "prepared.people"
    steps = [["madang.site.prepare", str(people)]]
    if is_demo():
        steps.append(["madang.site.demo_identity", "--prepare-only"])
    for step in steps:
        if subprocess.run([sys.executable, "-m", *step], check=False).returncode != 0:  # noqa: S603 (fixed commands)
            raise CannotStartError("the database or the demo town could not be prepared: see the message above")
    text = people.read_text()
    people.unlink()
    write_state(var, **{**state, "fingerprint": now, "people": text})
    return text


def reset(var: Path) -> None:
    """Forget the demo town: everything under `var` except the towns of other countries. Real data is refused."""
    if not uses_sqlite():
        raise CannotStartError(
            "--reset forgets only a demo town in SQLite: drop and create the PostgreSQL database yourself"
        )
    if not is_demo() or ((var / "madang.sqlite3").exists() and "made_by" not in read_state(var)):
        raise CannotStartError(
            f"{var} was not made by ./run as a demo town: move it away yourself if you no longer need it"
        )
    for entry in var.iterdir():
        if entry.is_dir() and not entry.is_symlink():
            if not (entry / "prepared.json").exists():
                shutil.rmtree(entry)
        else:
            entry.unlink()


def granian(application: str, address: str, threads: int) -> list[str]:
    """The web server for one application at `address`, of which only host and port matter."""
    place = urllib.parse.urlsplit(address)
    server = [
        sys.executable,
        "-m",
        "granian",
        "--interface",
        "wsgi",
        "--no-ws",
        "--workers",
        "1",
        "--log-level",
        "error",
    ]
    server += ["--host", place.hostname or "127.0.0.1", "--port", str(place.port or 80)]
    return [*server, "--blocking-threads", str(threads), application]


def commands(port: int) -> list[list[str]]:
    """The processes of one installation, the web server first."""
    processes = [granian("madang.site.wsgi:application", f"http://127.0.0.1:{port}", threads=8)]
    if is_demo():
        identity = os.environ.get("MADANG_IDENTITY_URL", f"http://127.0.0.1:{port + 1}")
        processes.append(granian("madang.site.demo_identity.wsgi:application", identity, threads=2))
    return [*processes, [sys.executable, "-m", "madang.site.command_line", "worker"]]


class Processes:
    """Children that live and end together."""

    def __init__(self) -> None:
        self.children: list[subprocess.Popen[bytes]] = []

    def start(self, commands: Sequence[Sequence[str]]) -> None:
        """Start these beside those that run already."""
        # A session of their own: Ctrl-C reaches only us, and we ask each child once and in order.
        for command in commands:
            self.children.append(subprocess.Popen(command, start_new_session=True))  # noqa: S603 (fixed commands)

    def ended(self) -> subprocess.Popen[bytes] | None:
        """The first child that is no longer running."""
        return next((child for child in self.children if child.poll() is not None), None)

    def stop(self) -> None:
        """Ask every child to finish; after the grace end it and whatever it started."""
        for child in self.children:
            if child.poll() is None:
                child.terminate()
        deadline = time.monotonic() + GRACE
        for child in self.children:
            try:
                child.wait(max(0.0, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                os.killpg(child.pid, signal.SIGKILL)
                child.wait()


def answers(port: int) -> bool:
    """Whether the web server answers at all; an error page is an answer too and shows on the page itself."""
    # Straight to this machine: urllib would ask the proxy of the environment.
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/health/live")
        connection.getresponse()
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
    return True


def serve(port: int, people: str) -> int:
    """Run until Ctrl-C, a signal, or until one of the processes ends. Returns the exit code."""
    asked: list[int] = []

    def ask(number: int, _frame: FrameType | None) -> None:
        asked.append(number)

    signal.signal(signal.SIGINT, ask)
    signal.signal(signal.SIGTERM, ask)
    processes = Processes()
    first, *others = commands(port)
    deadline = time.monotonic() + READY_WITHIN
    told = False
    try:
        processes.start([first])
        while not asked:
            if child := processes.ended():
                arguments = child.args if isinstance(child.args, list) else [str(child.args)]
                say(
                    f"Stopping, because this part ended with code {child.returncode}: {' '.join(map(str, arguments[1:]))}"
                )
                return 1
            if not told and answers(port):
                # Only now: on a small machine they would take the time in which the first page could be there.
                processes.start(others)
                say(welcome(port, people))
                told = True
            if not told and time.monotonic() > deadline:
                say(
                    f"Stopping: the web server gave no answer within {READY_WITHIN:.0f} seconds; see the messages above."
                )
                return 1
            time.sleep(0.3 if told else 0.05)
        say("\nStopping ...")
        return 0
    finally:
        processes.stop()


def welcome(port: int, people: str) -> str:
    """What the person at the terminal needs next: the address and who can sign in."""
    address = os.environ.get("MADANG_URL", f"http://127.0.0.1:{port}")
    lines = ["", f"  Madang is at {address}", ""]
    if people:
        lines += [f"  {line}" for line in people.rstrip().splitlines()] + [""]
    return "\n".join([*lines, "  Stop it with Ctrl-C."])


def main(arguments: Sequence[str] | None = None) -> int:
    """Prepare and serve; a person's mistake is answered in one sentence."""
    parser = argparse.ArgumentParser(prog="./run")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--reset", action="store_true")
    options = parser.parse_args(arguments)
    var = Path(os.environ.get("MADANG_VAR", SOURCE.parent / "var"))
    var.mkdir(parents=True, exist_ok=True)
    try:
        if options.reset:
            reset(var)
        people = prepare(var)
    except CannotStartError as error:
        sys.stderr.write(f"Madang cannot start: {error}.\n")
        return 2
    except KeyboardInterrupt:
        return 130
    return serve(options.port, people)


if __name__ == "__main__":
    sys.exit(main())
