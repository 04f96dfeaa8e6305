"""Modules stay short enough to be read in one sitting: under 400 lines, tests and migrations apart, no exemptions."""

from __future__ import annotations

from pathlib import Path

from madang.site.checks.finding import Finding, is_test, tracked_files

LIMIT = 400
SCRIPTS = ("run", ".ci/run")


def check(root: Path) -> list[Finding]:
    """A finding for each module of 400 lines or more."""
    findings = []
    for path in tracked_files(root):
        name = path.relative_to(root)
        if (path.suffix == ".py" or str(name) in SCRIPTS) and not is_test(name) and "migrations" not in name.parts:
            lines = path.read_text(encoding="utf-8").count("\n")
            if lines >= LIMIT:
                findings.append(
                    Finding(str(name), f"{lines} lines; the limit is {LIMIT - 1}", "split it where the subject changes")
                )
    return findings
