"""The entry script on machines where something is missing: one clear sentence, the remedy, exit code 2, nothing half made."""

from __future__ import annotations

import ast
import os
import re
import shutil
import socket
import subprocess
import sys
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture
def checkout(tmp_path):
    """A clone with the real script and nothing to install; its start only tells how it was started."""
    folder = tmp_path / "clone"
    site = folder / "src" / "madang" / "site"
    site.mkdir(parents=True)
    shutil.copy(ROOT / "run", folder / "run")
    for lock in ("requirements.lock", "requirements-dev.lock"):
        (folder / lock).write_text("# nothing\n")
    for package in (site, site.parent):
        (package / "__init__.py").touch()
    (site / "start.py").write_text(
        "import os, sys\n"
        "names = ('MADANG_COUNTRY', 'MADANG_VAR', 'MADANG_URL', 'MADANG_IDENTITY_URL')\n"
        "print('STARTED', sys.argv[1:], {name: os.environ.get(name) for name in names})\n"
    )
    (site / "command_line.py").write_text("import sys; print('COMMAND', sys.argv[1:])\n")
    return folder


def start(checkout, *arguments, python_path=None, **env):
    """Run the script and return (exit code, everything it said)."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("MADANG_", "PYTHON", "PYTEST"))}
    kept.update(env)
    if python_path is not None:
        kept["PYTHONPATH"] = str(python_path)
    command = [sys.executable, str(checkout / "run"), *arguments]
    finished = subprocess.run(command, env=kept, capture_output=True, text=True, timeout=120, check=False)
    return finished.returncode, finished.stdout + finished.stderr


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def one_sentence(said):
    """The complaint: one line, no traceback."""
    assert "Traceback" not in said
    (line,) = [line for line in said.splitlines() if line.startswith("Madang cannot start: ")]
    return line


@pytest.fixture
def script():
    loader = SourceFileLoader("run_script", str(ROOT / "run"))
    module = module_from_spec(spec_from_loader("run_script", loader))
    loader.exec_module(module)
    return module


def test_an_old_python_is_told_what_it_lacks(script):
    with pytest.raises(script.MissingError, match=r"needs Python 3\.11 or newer and this is 3\.9.*python3\.11 \./run"):
        script.check_python((3, 9, 2))


def test_an_old_python_can_read_the_script_at_all():
    ast.parse((ROOT / "run").read_text(), feature_version=(3, 6))


def test_a_python_without_virtual_environments_is_told_which_package_to_install(checkout, tmp_path):
    (tmp_path / "crippled").mkdir()
    (tmp_path / "crippled" / "ensurepip.py").write_text("raise ImportError('not packaged')\n")
    code, said = start(checkout, "--port", str(free_port()), python_path=tmp_path / "crippled")
    assert code == 2
    assert "apt-get install python3-venv" in one_sentence(said)
    assert not (checkout / ".venv").exists()


def test_a_taken_port_is_named_and_another_proposed(checkout):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        code, said = start(checkout, "--port", str(port))
    assert code == 2
    assert re.search(rf"port {port} is taken .* \./run --port {port + 1}", one_sentence(said))
    assert not (checkout / ".venv").exists()


@pytest.mark.parametrize("port", ["70000", "-1"])
def test_a_number_that_is_no_port_is_refused(checkout, port):
    code, said = start(checkout, f"--port={port}")
    assert code == 2
    assert "is not a port" in one_sentence(said)


def test_a_place_that_cannot_be_written_is_named(checkout, tmp_path):
    (tmp_path / "file").touch()
    place = tmp_path / "file" / "var"
    code, said = start(checkout, "--port", str(free_port()), MADANG_VAR=str(place))
    assert code == 2
    assert f"cannot write in {place}" in one_sentence(said)
    assert "MADANG_VAR" in said


def test_a_full_disk_is_seen_before_anything_is_made(checkout, tmp_path):
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "sitecustomize.py").write_text(
        "import shutil, collections\n"
        "usage = collections.namedtuple('usage', 'total used free')\n"
        "shutil.disk_usage = lambda path: usage(10**9, 10**9 - 5 * 2**20, 5 * 2**20)\n"
    )
    code, said = start(checkout, "--port", str(free_port()), python_path=tmp_path / "full")
    assert code == 2
    assert "only 5 MB are free" in one_sentence(said)
    assert not (checkout / ".venv").exists()


def test_packages_that_cannot_be_fetched_are_tried_again_next_time(checkout):
    lock = checkout / "requirements.lock"
    lock.write_text("no-such-package==1.0 --hash=sha256:" + "0" * 64 + "\n")
    offline = {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": ""}
    code, said = start(checkout, "--port", str(free_port()), **offline)
    assert code == 2
    assert "check the network" in one_sentence(said)
    lock.write_text("# nothing\n")
    code, said = start(checkout, "--port", str(free_port()), **offline)
    assert code == 0, said
    assert "STARTED" in said


def test_the_second_start_installs_nothing(checkout):
    first = start(checkout, "--port", str(free_port()))
    assert first[0] == 0, first[1]
    assert "Installing" in first[1]
    code, said = start(checkout, "--port", str(free_port()))
    assert code == 0
    assert "Installing" not in said
    assert "Making" not in said


def test_a_changed_lock_is_installed_and_the_environment_kept(checkout):
    start(checkout, "--port", str(free_port()))
    (checkout / "requirements.lock").write_text("# changed\n")
    _, said = start(checkout, "--port", str(free_port()))
    assert "Installing" in said
    assert "Making" not in said


def test_an_environment_left_half_made_is_made_anew(checkout):
    broken = checkout / ".venv" / "bin"
    broken.mkdir(parents=True)
    (broken / "python").touch()
    code, said = start(checkout, "--port", str(free_port()))
    assert code == 0, said
    assert "Making .venv" in said


def test_a_moved_clone_works_in_its_new_place(checkout):
    start(checkout, "--port", str(free_port()))
    moved = checkout.rename(checkout.with_name("elsewhere"))
    code, said = start(moved, "--port", str(free_port()))
    assert code == 0, said
    assert f"'MADANG_VAR': '{moved}/var'" in said


def test_every_country_has_a_town_of_its_own(checkout):
    port = free_port()
    _, said = start(checkout, "--port", str(port), "--country", "ph")
    assert "'MADANG_COUNTRY': 'ph'" in said
    assert f"'MADANG_VAR': '{checkout}/var/ph'" in said
    assert f"'MADANG_URL': 'http://127.0.0.1:{port}'" in said


def test_what_the_operator_set_stays(checkout, tmp_path):
    _, said = start(
        checkout, "--port", str(free_port()), MADANG_VAR=str(tmp_path / "data"), MADANG_URL="https://madang.example"
    )
    assert f"'MADANG_VAR': '{tmp_path}/data'" in said
    assert "'MADANG_URL': 'https://madang.example'" in said


def test_an_unknown_country_is_answered_with_those_there_are(checkout):
    code, said = start(checkout, "--country", "xx")
    assert code == 2
    assert "kr" in said


def test_arguments_after_a_command_belong_to_the_command(script):
    options = script.parse(["madang", "scan", "--port", "3", "--help"])
    assert (options.command, options.arguments, options.port) == ("madang", ["scan", "--port", "3", "--help"], 8000)
    options = script.parse(["--country", "th", "madang", "scan"])
    assert (options.command, options.country) == ("madang", "th")


def test_the_locks_hold_hashes_and_no_address():
    for name in ("requirements.lock", "requirements-dev.lock"):
        text = (ROOT / name).read_text()
        assert "://" not in text
        pinned = re.findall(r"^[\w.\[\]-]+==\S+ .*\\$", text, re.MULTILINE)
        assert pinned
        assert all(
            "--hash=sha256:" in entry for entry in re.split(r"^(?=\w)", text, flags=re.MULTILINE) if "==" in entry
        )
