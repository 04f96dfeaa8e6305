"""The house stands as it was drawn: floors, pure engines, plain names, short modules, every system on the one plan."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from madang.site.checks import module_size, names, quality, traces

ROOT = Path(__file__).resolve().parents[1]


def listed(findings):
    return "\n".join(map(str, findings))


def test_imports_run_in_one_direction_only():
    command = [
        sys.executable,
        "-c",
        "from importlinter.cli import lint_imports_command as run; run()",
        "--no-logo",
        "--no-cache",
    ]
    env = {"PYTHONPATH": str(ROOT / "src"), "PATH": ""}
    answer = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)
    assert answer.returncode == 0, answer.stdout + answer.stderr


@pytest.mark.parametrize(
    "check", [module_size.check, names.check, quality.check, traces.check], ids=lambda c: c.__module__
)
def test_the_source_keeps_the_rules_of_the_house(check):
    findings = check(ROOT)
    assert not findings, listed(findings)


def test_rules_work_without_django():
    code = "import sys; import madang.core.rules; sys.exit(any(name.split('.')[0] == 'django' for name in sys.modules))"
    answer = subprocess.run(
        [sys.executable, "-c", code],
        env={"PYTHONPATH": str(ROOT / "src"), "PATH": ""},
        capture_output=True,
        check=False,
    )
    assert answer.returncode == 0, answer.stderr
