"""`madang complaints import|train|route|clocks|export`."""

from __future__ import annotations

import csv
import datetime as dt
import sys
import time
from argparse import ArgumentParser, ArgumentTypeError
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from madang.systems.complaints.actions.export_reports import export_reports
from madang.systems.complaints.actions.import_report import ImportRefusedError, import_report
from madang.systems.complaints.actions.propose_category import propose_category
from madang.systems.complaints.actions.train_routing import train_routing
from madang.systems.complaints.engine.clocks import Rule
from madang.systems.complaints.engine.exchange import ExchangeError, Incoming, Refused, read, rows_of, written
from madang.systems.complaints.engine.language import detect
from madang.systems.complaints.engine.simulation import Outcome, histories, outcome
from madang.systems.complaints.engine.training import Example, TrainingError
from madang.systems.complaints.services import CLOCK_RULES, working_days

REFUSED, MISTAKE = 1, 2
KINDS = {".csv": "csv", ".tsv": "csv", ".json": "json", ".geojson": "json"}
WRITTEN = {".csv": "csv", ".json": "json", ".geojson": "geojson"}


class Command(BaseCommand):
    """Exit code: 0 done, 1 some rows were refused or clocks failed, 2 nothing could be done."""

    help = "Bring in reports of other 311 systems, learn routing, try out terms, give reports away."

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        bringing = verbs.add_parser("import", help="take in a CSV or JSON file; running it again changes nothing")
        bringing.add_argument("file", type=Path)
        bringing.add_argument("--system", help="short name of the system it comes from; default: the file's name")
        bringing.add_argument(
            "--map", action="append", default=[], metavar="THEIRS=ours", help="a column that has another name there"
        )
        bringing.add_argument(
            "--category", action="append", default=[], metavar="THEIRS=code", help="our code of a category of theirs"
        )
        bringing.add_argument("--new-categories", action="store_true", help="make a category of each name not known")
        bringing.add_argument(
            "--terms-from-today", action="store_true", help="start the terms in law on the day of the import"
        )
        bringing.add_argument("--refusals", type=Path, metavar="FILE", help="where to write refused rows with reasons")
        bringing.add_argument("--check", action="store_true", help="only read the file and tell what would be refused")
        training = verbs.add_parser("train", help="learn routing from what officers decided")
        training.add_argument(
            "--also", type=Path, action="append", default=[], metavar="FILE", help="learn from a file of reports too"
        )
        training.add_argument(
            "--map", action="append", default=[], metavar="THEIRS=ours", help="a column that has another name there"
        )
        routing = verbs.add_parser(
            "route", help="what the machine proposes for a report; words from standard input too"
        )
        routing.add_argument("words", nargs="*")
        clocks = verbs.add_parser("clocks", help="try out the terms in law on made-up reports")
        clocks.add_argument("what", choices=["simulate"])
        clocks.add_argument("--reports", type=_above_zero, default=10_000)
        clocks.add_argument("--from", dest="first", type=_day, help="first day; default: two years ago")
        clocks.add_argument("--to", dest="last", type=_day, help="last day; default: today")
        clocks.add_argument("--seed", type=int, default=0, help="another number, other reports")
        giving = verbs.add_parser("export", help="write public reports to a .csv, .json or .geojson file")
        giving.add_argument("file", type=Path)
        giving.add_argument(
            "--unpublished", action="store_true", help="also those not published yet; secret ones never"
        )

    def handle(self, *args: Any, verb: str, **options: Any) -> None:
        self._bar = _Bar(self.stderr)
        try:
            getattr(self, f"_{verb}")(**options)
        except (ExchangeError, TrainingError) as error:
            raise CommandError(str(error), returncode=MISTAKE) from error
        finally:
            self._bar.end()

    def _import(self, file: Path, system: str | None, refusals: Path | None, check: bool, **options: Any) -> None:
        rows = list(_read(file, options["map"]))
        categories = _pairs(options["category"], "--category")
        told: Counter[str] = Counter()
        refused: list[Refused] = []
        for number, row in enumerate(rows, 1):
            self._bar(number, len(rows))
            if isinstance(row, Refused):
                refused.append(row)
            elif not check:
                try:
                    done = import_report(
                        row,
                        system=system or file.stem,
                        categories=categories,
                        new_categories=options["new_categories"],
                        terms_from_today=options["terms_from_today"],
                    )
                    told["new" if done.new else "known"] += 1
                except ImportRefusedError as error:
                    refused.append(Refused(number, row.external_id, tuple(error.problems)))
        self._bar.end()
        self.stdout.write(
            _("%(rows)s rows: %(new)s new, %(known)s known already, %(refused)s refused")
            % {"rows": len(rows), "new": told["new"], "known": told["known"], "refused": len(refused)}
        )
        if refused:
            self._tell_refused(refused, refusals or file.with_name(f"{file.stem}.refused.csv"))
            sys.exit(REFUSED)

    def _tell_refused(self, refused: list[Refused], path: Path) -> None:
        with path.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.writer(stream)
            writer.writerow(["row", "external_id", "reasons"])
            writer.writerows((one.number, one.external_id, "; ".join(one.problems)) for one in refused)
        for one in refused[:5]:
            self.stderr.write(f"  {one.number} {one.external_id}: {'; '.join(one.problems)}")
        self.stderr.write(
            _("Every refused row with its reasons: %(path)s\nMend them in your file and import it again.")
            % {"path": path}
        )

    def _train(self, also: list[Path], map: list[str], **options: Any) -> None:
        examples = [
            Example(row.words, row.categories)
            for file in also
            for row in _read(file, map)
            if isinstance(row, Incoming) and row.categories
        ]
        started = time.monotonic()
        trained = train_routing(examples, progress=self._bar)
        router, measured = trained.router, trained.measured
        self._bar.end()
        self.stdout.write(
            ngettext(
                "Learnt %(categories)d categories from %(count)d report in %(seconds).0f s.",
                "Learnt %(categories)d categories from %(count)d reports in %(seconds).0f s.",
                router.examples,
            )
            % {
                "categories": len(router.categories),
                "count": router.examples,
                "seconds": time.monotonic() - started,
            }
        )
        self.stdout.write(
            _("On reports it had not seen: %(first).1f %% right at first, %(three).1f %% among three, ECE %(error).3f")
            % {"first": 100 * measured.first, "three": 100 * measured.among_three, "error": measured.calibration_error}
        )

    def _route(self, words: list[str], **options: Any) -> None:
        for line in [" ".join(words)] if words else (line.strip() for line in sys.stdin):
            if not line:
                continue
            language = detect(line)
            self.stdout.write(f"{language.code} {language.confidence:.2f}  {line[:100]}")
            for one in propose_category(line):
                because = f"  ({', '.join(one.because)})" if one.because else ""
                self.stdout.write(f"  {one.probability:.2f}  {one.category.code}: {one.category.name}{because}")

    def _clocks(self, reports: int, first: dt.date | None, last: dt.date | None, seed: int, **options: Any) -> None:
        last = last or timezone.localdate()
        first = first or last - dt.timedelta(days=730)
        if first > last:
            raise CommandError(_("--from is after --to. Change one of them."), returncode=MISTAKE)
        days = working_days()
        closing = next(rule.working_days for rule in CLOCK_RULES if rule.rule is Rule.CLOSING) or 1
        started = time.monotonic()
        lives = histories(reports, first, last, closing, days, seed)
        try:
            found = outcome(self._counted(lives, reports), CLOCK_RULES, days, last)
        except LookupError as error:
            raise CommandError(str(error), returncode=MISTAKE) from error
        self._bar.end()
        self._tell_outcome(found, first, last, time.monotonic() - started)
        if found.restarted or found.unheard:
            sys.exit(REFUSED)

    def _counted(self, lives: Iterator[Any], total: int) -> Iterator[Any]:
        for number, life in enumerate(lives, 1):
            self._bar(number, total)
            yield life

    def _tell_outcome(self, found: Outcome, first: dt.date, last: dt.date, seconds: float) -> None:
        self.stdout.write(
            _(
                "%(reports)s reports from %(first)s to %(last)s, %(transfers)s transfers, %(reopened)s reopenings, %(seconds).0f s"
            )
            % {
                "reports": found.reports,
                "first": first,
                "last": last,
                "transfers": found.transfers,
                "reopened": found.reopened,
                "seconds": seconds,
            }
        )
        for rule in Rule:
            self.stdout.write(
                _("  %(rule)s: %(started)s started, %(late)s late, %(running)s running")
                % {
                    "rule": rule.value,
                    "started": found.started[rule],
                    "late": found.late[rule],
                    "running": found.running[rule],
                }
            )
        for to, count in found.heard.items():
            self.stdout.write(_("  told to the %(who)s: %(count)s") % {"who": to, "count": count})
        self.stdout.write(
            _("  restarted by re-routing: %(restarted)s, late and untold: %(unheard)s")
            % {"restarted": found.restarted, "unheard": found.unheard}
        )

    def _export(self, file: Path, unpublished: bool, **options: Any) -> None:
        kind = WRITTEN.get(file.suffix.lower())
        if kind is None:
            raise CommandError(_("Name the file with the ending .csv, .json or .geojson."), returncode=MISTAKE)
        count = 0

        def counted() -> Iterator[dict[str, Any]]:
            nonlocal count
            for row in export_reports(unpublished=unpublished):
                count += 1
                yield row

        unfinished = file.with_name(f"{file.name}.part")
        with unfinished.open("w", encoding="utf-8", newline="") as stream:
            stream.writelines(written(counted(), kind))
        unfinished.replace(file)
        self.stdout.write(
            ngettext("%(count)d report in %(file)s", "%(count)d reports in %(file)s", count)
            % {"count": count, "file": file}
        )


def _read(file: Path, mapped: list[str]) -> Iterator[Incoming | Refused]:
    kind = KINDS.get(file.suffix.lower())
    if kind is None:
        raise CommandError(_("Only .csv, .tsv, .json and .geojson files can be read."), returncode=MISTAKE)
    try:
        text = file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise CommandError(
            _("%(file)s is not written in UTF-8. Save it in UTF-8.") % {"file": file}, returncode=MISTAKE
        ) from error
    try:
        yield from read(rows_of(text, kind), _pairs(mapped, "--map"), timezone.get_current_timezone())
    except ExchangeError as error:
        raise ExchangeError(f"{file}: {error}") from error


def _pairs(given: list[str], option: str) -> dict[str, str]:
    pairs = [entry.rpartition("=") for entry in given]
    for theirs, _equals, ours in pairs:
        if not theirs or not ours:
            raise CommandError(_("%(option)s takes THEIRS=ours.") % {"option": option}, returncode=MISTAKE)
    return {theirs: ours for theirs, _equals, ours in pairs}


def _day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(_("%(text)s is no day; write it like 2026-05-04") % {"text": text}) from None


def _above_zero(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise ArgumentTypeError(_("%(text)s is no number above zero") % {"text": text})
    return int(text)


class _Bar:
    """A progress bar on a terminal; elsewhere nothing, for logs are not for bars."""

    WIDTH = 30

    def __init__(self, stream: Any) -> None:
        self._stream = stream
        self._terminal = bool(getattr(stream, "isatty", lambda: False)())
        self._drawn = 0.0

    def __call__(self, done: int, of: int) -> None:
        now = time.monotonic()
        if self._terminal and (now - self._drawn > 0.1 or done == of):
            full = self.WIDTH * done // max(1, of)
            self._stream.write(f"\r[{'#' * full}{'.' * (self.WIDTH - full)}] {done:,}/{of:,}", ending="")
            self._stream.flush()
            self._drawn = now

    def end(self) -> None:
        if self._drawn:
            self._stream.write("")
            self._drawn = 0.0
