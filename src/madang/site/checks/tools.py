"""The checkers that others wrote: ruff, mypy, import-linter and Django's own, run as they are configured."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from madang.site.checks.finding import Check, Finding

SHOWN = 40  # lines of a tool's answer that are worth reading at once


def tool(name: str, arguments: list[str], mend: str) -> Check:
    """A check that runs a program of the environment; its answer is shown when it ends with an error."""

    def check(root: Path) -> list[Finding]:
        env = {**os.environ, "NO_COLOR": "1", "COLUMNS": "160", "PYTHONPATH": str(root / "src")}
        command = [sys.executable, *arguments]
        finished = subprocess.run(command, cwd=root, env=env, capture_output=True, text=True, check=False)  # noqa: S603 (fixed)
        if finished.returncode == 0:
            return []
        lines = [line for line in (finished.stdout + finished.stderr).splitlines() if line.strip()]
        more = [f"... and {len(lines) - SHOWN} more lines"] if len(lines) > SHOWN else []
        return [Finding(name, "\n    ".join(["", *lines[:SHOWN], *more]), mend)]

    return check


SOURCES = ["run", "src", "tests", "benchmarks"]

style = tool(
    "ruff check",
    ["-m", "ruff", "check", "--output-format=concise", "--quiet", *SOURCES],
    "many mend themselves: .venv/bin/ruff check --fix; an exception needs `# noqa: CODE (reason)`",
)
form = tool(
    "ruff format",
    ["-m", "ruff", "format", "--check", "--quiet", "--output-format=concise", *SOURCES],
    ".venv/bin/ruff format " + " ".join(SOURCES),
)
imports = tool(
    "import-linter",
    ["-c", "from importlinter.cli import lint_imports_command as run; run()", "--no-logo"],
    "move the code to the floor where it belongs, or meet through core (docs/architecture.md)",
)
migrations = tool(
    "migrations",
    ["-m", "django", "makemigrations", "--check", "--dry-run", "--settings", "madang.site.settings"],
    "./run madang makemigrations",
)
django = tool("django check", ["-m", "django", "check", "--settings", "madang.site.settings"], "as it says")


def types(root: Path) -> list[Finding]:
    """mypy on core and on the engine of every system."""
    engines = [str(path.relative_to(root)) for path in sorted(root.glob("src/madang/systems/*/engine"))]
    run = tool(
        "mypy",
        ["-m", "mypy", "--no-error-summary", "src/madang/core", *engines],
        "give the right type; `Any` needs a reason",
    )
    return run(root)
