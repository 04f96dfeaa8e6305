"""`madang scan`: the whole population against the law."""

from __future__ import annotations

import datetime as dt
import sys
import time
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from madang.core.services.packs import active_pack
from madang.core.services.scan import scan
from madang.core.services.scan_snapshot import scan_snapshot


def _day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise CommandError(f"--on {text}: write the date as YYYY-MM-DD, such as 2026-05-01") from None


class Command(BaseCommand):
    """Scan into offers, or, without a database, from Parquet to Parquet."""

    help = "Find everybody whom the law gives something, and offer it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--on", metavar="DATE", help="the day to work out (default: today)")
        parser.add_argument("--benefit", action="append", metavar="NAME", help="only this benefit; may be repeated")
        parser.add_argument(
            "--snapshot", type=Path, metavar="DIR", help="read Parquet files from here; no database is used"
        )
        parser.add_argument("--out", type=Path, metavar="FILE", help="with --snapshot: where the offers go, as Parquet")
        parser.add_argument(
            "--memory", default="3GB", metavar="SIZE", help="with --snapshot: memory limit (default 3GB)"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        on = _day(options["on"]) if options["on"] else timezone.localdate()
        known = {benefit.name for benefit in active_pack().benefits}
        for name in options["benefit"] or []:
            if name not in known:
                raise CommandError(f"--benefit {name}: no such benefit; choose from {', '.join(sorted(known))}")
        if options["snapshot"]:
            self._from_snapshot(on, options)
        elif options["out"]:
            raise CommandError("--out goes with --snapshot DIR")
        else:
            self._from_registers(on, options["benefit"])

    def _from_registers(self, on: dt.date, names: list[str] | None) -> None:
        began = time.monotonic()
        for run in scan(names, on, progress=self._progress):
            self.stdout.write(
                f"{run.benefit}: {run.persons:,} persons, {run.entitled:,} entitled, {run.offers_made:,} new offers,"
                f" {run.unknown:,} with a fact missing"
            )
        self.stdout.write(f"Done in {time.monotonic() - began:.1f} s.")

    def _from_snapshot(self, on: dt.date, options: dict[str, Any]) -> None:
        if not options["out"]:
            raise CommandError("--snapshot needs --out FILE, such as --out offers.parquet")
        if not (options["snapshot"] / "person.parquet").is_file():
            raise CommandError(
                f"--snapshot {options['snapshot']}: no person.parquet there; write one with `madang registers snapshot DIR`"
            )
        began = time.monotonic()
        for name, offers in scan_snapshot(
            options["snapshot"], options["out"], on, options["benefit"], options["memory"]
        ):
            self.stdout.write(f"{name}: {offers:,} offers")
        self.stdout.write(f"Written to {options['out']} in {time.monotonic() - began:.1f} s.")

    def _progress(self, benefit: str, done: int, candidates: int) -> None:
        if sys.stderr.isatty():
            share = done / candidates if candidates else 1
            bar = "█" * round(share * 30)
            end = "\n" if done >= candidates else ""
            self.stderr.write(f"\r{benefit:32} {bar:30} {done:,}/{candidates:,}", ending=end)
