"""`./run lint`: every check, all at once, and for each finding where, what and how to mend it."""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import django

from madang.site.checks import docs, messages, module_size, names, quality, tools, traces
from madang.site.checks.finding import Check, Finding

SHOWN = 15  # findings of one check that are shown unless --all is given

CHECKS: dict[str, Check] = {
    "types": tools.types,  # the slowest first: the others run beside it
    "style": tools.style,
    "form": tools.form,
    "imports": tools.imports,
    "migrations": tools.migrations,
    "django": tools.django,
    "names": names.check,
    "module-size": module_size.check,
    "docs": docs.check,
    "messages": messages.check,
    "systems": quality.check,
    "traces": traces.check,
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the checks and print what they find; 0 when all is well."""
    parser = argparse.ArgumentParser(prog="./run lint", description=__doc__)
    parser.add_argument("checks", nargs="*", metavar="check", help=f"only these: {', '.join(CHECKS)}")
    parser.add_argument("--all", action="store_true", help=f"show every finding, not the first {SHOWN} of each check")
    parser.add_argument("--root", type=Path, default=Path(__file__).resolve().parents[4], help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if unknown := [name for name in options.checks if name not in CHECKS]:
        parser.error(f"unknown check {unknown[0]!r}; choose from {', '.join(CHECKS)}")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "madang.site.settings")
    django.setup()
    chosen = {name: check for name, check in CHECKS.items() if not options.checks or name in options.checks}
    started = time.monotonic()
    wrong = 0
    with ThreadPoolExecutor(max_workers=2) as pool:
        running = {name: pool.submit(_timed, check, options.root) for name, check in chosen.items()}
        for name, answer in running.items():
            findings, seconds = answer.result()
            wrong += bool(findings)
            _tell(name, findings, seconds, len(findings) if options.all else SHOWN)
    total = time.monotonic() - started
    sys.stdout.write(
        f"\n{f'{wrong} of {len(chosen)} checks found something' if wrong else 'All is well'} ({total:.0f} s)\n"
    )
    return 1 if wrong else 0


def _timed(check: Check, root: Path) -> tuple[list[Finding], float]:
    started = time.monotonic()
    return check(root), time.monotonic() - started


def _tell(name: str, findings: list[Finding], seconds: float, shown: int) -> None:
    sys.stdout.write(f"{'WRONG' if findings else 'ok':<6}{name:<13}{seconds:5.1f} s\n")
    for finding in findings[:shown]:
        sys.stdout.write(f"   {finding}\n")
    if len(findings) > shown:
        sys.stdout.write(f"   ... and {len(findings) - shown} more: ./run lint {name} --all\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
