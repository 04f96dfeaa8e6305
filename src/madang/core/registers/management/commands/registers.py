"""`madang registers load|report|snapshot|list|client`."""

from __future__ import annotations

import sys
import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from madang.core.people.models import Organisation
from madang.core.registers import clients
from madang.core.registers.declarations import catalogue
from madang.core.registers.errors import RegisterError
from madang.core.registers.loader import Options, load
from madang.core.registers.loader.layouts import LAYOUTS
from madang.core.registers.models import LoadReport
from madang.core.registers.snapshot import take_snapshot

REFUSED = 1
SHOWN_REPORTS = 20


class Command(BaseCommand):
    """Exit code of load: 0 every row is in the register, 1 some rows were refused, 2 nothing could be read."""

    help = "Load files into registers, export a snapshot, and see what the registers hold."

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        loading = verbs.add_parser(
            "load",
            help="load a CSV or Parquet file; running it again changes nothing",
            description="Columns of each file:\n"
            + "\n".join(f"  {layout.register} {layout.table}: {', '.join(layout.names)}" for layout in LAYOUTS),
        )
        loading.formatter_class = _raw
        loading.add_argument("register")
        loading.add_argument("file", type=Path)
        loading.add_argument("--table", default="", help="when the header does not tell which table it is")
        loading.add_argument(
            "--map", action="append", default=[], metavar="THEIRS=ours", help="a column that has another name there"
        )
        loading.add_argument("--ignore", action="append", default=[], metavar="THEIRS", help="a column to leave out")
        loading.add_argument("--encoding", help="of a CSV file; default UTF-8, or what its byte order mark says")
        loading.add_argument("--refusals", type=Path, metavar="FILE", help="where to write refused rows")
        reporting = verbs.add_parser("report", help="what became of the files loaded")
        reporting.add_argument("number", type=int, nargs="?", help="one of them in full")
        taking = verbs.add_parser("snapshot", help="export every register to Parquet, for scans of a whole nation")
        taking.add_argument("folder", type=Path)
        taking.add_argument("--purpose", required=True, help="why; everybody concerned will read it")
        taking.add_argument("--legal-basis", required=True, help="the article of law that allows it")
        taking.add_argument("--organisation", metavar="CODE", help="on whose behalf")
        verbs.add_parser("list", help="the registers, their keepers and facts")
        adding = verbs.add_parser("client", help="give a machine a key for the Data Tracker interface, or take it away")
        adding.add_argument("what", choices=["add", "revoke"])
        adding.add_argument("name")
        adding.add_argument("--organisation", metavar="CODE", help="to whom the machine belongs (add)")

    def handle(self, *args: Any, verb: str, **options: Any) -> None:
        self._bar = _Bar(self.stderr)
        try:
            getattr(self, f"_{verb}")(**options)
        except RegisterError as error:
            self._bar.end()
            raise CommandError(str(error), returncode=2) from error

    def _load(self, register: str, file: Path, **options: Any) -> None:
        chosen = Options(
            table=options["table"],
            encoding=options["encoding"],
            mapped=_pairs(options["map"]),
            ignored=frozenset(options["ignore"]),
            refusals=options["refusals"],
        )
        report = load(register, file, chosen, self._bar)
        self._bar.end()
        self._show(report)
        if report.refused:
            sys.exit(REFUSED)

    def _show(self, report: LoadReport) -> None:
        self.stdout.write(
            _("Load %(number)d: %(file)s into %(register)s (%(table)s)")
            % {"number": report.pk, "file": report.file_name, "register": report.register, "table": report.table}
        )
        lines = {
            _("rows"): report.rows,
            _("written"): report.written,
            _("unchanged"): report.unchanged,
            _("refused"): report.refused,
        }
        for name, count in lines.items():
            self.stdout.write(f"  {name}: {count:,}")
        if report.finished_at is None:
            self.stdout.write(_("  It was interrupted. Load the same file again to complete it."))
        if report.refused:
            self.stdout.write(
                _("  Refused rows with reasons: %(path)s\n  Repair that file and load it again.")
                % {"path": report.refusals_path}
            )

    def _report(self, number: int | None, **options: Any) -> None:
        if number is None:
            reports = list(LoadReport.objects.order_by("-id")[:SHOWN_REPORTS])
        else:
            reports = list(LoadReport.objects.filter(pk=number))
            if not reports:
                raise CommandError(
                    _("There is no load %(number)d; `madang registers report` lists them.") % {"number": number}
                )
        if not reports:
            self.stdout.write(_("Nothing was loaded yet."))
        for report in reports:
            self._show(report)

    def _snapshot(self, folder: Path, purpose: str, legal_basis: str, organisation: str | None, **options: Any) -> None:
        started = time.monotonic()
        taken = take_snapshot(
            folder,
            purpose=purpose,
            legal_basis=legal_basis,
            organisation=_organisation(organisation),
            progress=self._bar,
        )
        self._bar.end()
        for entity, count in taken.counts.items():
            self.stdout.write(f"  {entity}: {count:,}")
        total = sum(taken.counts.values())
        self.stdout.write(
            ngettext("%(rows)s row in %(seconds).1f s", "%(rows)s rows in %(seconds).1f s", total)
            % {"rows": f"{total:,}", "seconds": time.monotonic() - started}
        )

    def _list(self, **options: Any) -> None:
        for register in catalogue():
            self.stdout.write(f"{register['name']}: {register['title']} ({register['owner']['title']})")
            for table in register["tables"]:
                for fact in table["facts"]:
                    self.stdout.write(f"  {fact['name']}: {fact['title']} ({fact['kind']}, {fact['sensitivity']})")

    def _client(self, what: str, name: str, organisation: str | None, **options: Any) -> None:
        if what == "revoke":
            clients.revoke(name)
            self.stdout.write(_("%(name)s can no longer ask.") % {"name": name})
            return
        owner = _organisation(organisation)
        if owner is None:
            raise CommandError(_("Say to whom the machine belongs: --organisation CODE."))
        self.stdout.write(clients.add(name, owner))
        self.stderr.write(_("This key is shown once. Give it to the machine's keeper and keep no copy."))


def _raw(prog: str) -> Any:
    from argparse import RawDescriptionHelpFormatter

    return RawDescriptionHelpFormatter(prog)


def _pairs(given: list[str]) -> dict[str, str]:
    pairs = [entry.rpartition("=") for entry in given]
    for theirs, _equals, ours in pairs:
        if not theirs or not ours:
            raise CommandError(_("--map takes THEIRS=ours, such as --map 'Birth date=born'."))
    return {theirs: ours for theirs, _equals, ours in pairs}


def _organisation(code: str | None) -> Organisation | None:
    if code is None:
        return None
    found = Organisation.objects.filter(code=code).first()
    if found is None:
        raise CommandError(_("There is no organisation with the code %(code)s.") % {"code": code})
    return found


class _Bar:
    """A progress bar on a terminal; elsewhere nothing, for logs are not for bars."""

    WIDTH = 30

    def __init__(self, stream: Any) -> None:
        self._stream = stream
        self._shown = bool(getattr(stream, "isatty", lambda: False)())
        self._last = 0.0

    def __call__(self, what: str, done: int, everything: int) -> None:
        now = time.monotonic()
        if not self._shown or (now - self._last < 0.1 and done < everything):
            return
        self._last = now
        filled = self.WIDTH * done // max(1, everything)
        self._stream.write(
            f"\r{what} [{'#' * filled}{'.' * (self.WIDTH - filled)}] {done:,}/{everything:,} ", ending=""
        )
        self._stream.flush()

    def end(self) -> None:
        """Leave the line."""
        if self._shown and self._last:
            self._stream.write("")
            self._last = 0.0
