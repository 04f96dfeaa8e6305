"""`madang log`: check, show and continue the tamper-evident log."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from madang.core import pki
from madang.core.archive import audit, publish
from madang.core.archive.engine import tiles
from madang.core.archive.engine.notes import NoteError, Verifier
from madang.core.archive.engine.verification import Report, verify_log
from madang.core.archive.receipts import NoProofError, newest_checkpoint, receipt
from madang.core.archive.sequencer import Sequencer, SequencerError
from madang.core.archive.storage import LogDirectory
from madang.core.archive.wording import finding_text, problem_text

INTACT, ALTERED, CANNOT_TELL = 0, 1, 2


class Command(BaseCommand):
    """Exit code of verify: 0 intact, 1 something was altered, 2 it cannot be checked."""

    help = "Check, show and continue the tamper-evident log."
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True)
        verify = actions.add_parser(
            "verify", help="check every entry and tile; 0 intact, 1 altered, 2 cannot be checked"
        )
        verify.add_argument("--dir", type=Path, help="the log's files; default: this installation's")
        verify.add_argument("--key", help="the log's public key, or a file of them; default: this installation's")
        verify.add_argument(
            "--earlier", type=Path, help="a checkpoint kept from before: check that nothing was rewritten"
        )
        verify.add_argument("--database", action="store_true", help="also compare every stored record with its entry")
        for name, text in {
            "checkpoint": "show the signed checkpoint",
            "publish": "put waiting records into the log now",
            "rebuild": "write a lost log anew from the database",
            "adopt": "continue after an older database was restored",
        }.items():
            actions.add_parser(name, help=text)
        prove = actions.add_parser("prove", help="show the proof that an entry is in the log")
        prove.add_argument("index", type=int)

    def handle(self, *args: Any, action: str, **options: Any) -> None:
        if action == "verify":
            code = self._verify(**options)
            if code != INTACT:
                sys.exit(code)
        elif action == "checkpoint":
            self._show(lambda: newest_checkpoint()[1])
        elif action == "prove":
            self._show(lambda: receipt(options["index"]))
        else:
            self._continue(action)

    def _verify(
        self, *, dir: Path | None, key: str | None, earlier: Path | None, database: bool, **options: Any
    ) -> int:
        directory = dir or settings.VAR_DIR / "log"
        if not directory.is_dir():
            raise CommandError(
                _("There is no log at %s. Name its directory with --dir.") % directory, returncode=CANNOT_TELL
            )
        try:
            before = earlier.read_text() if earlier else None
        except (OSError, UnicodeDecodeError) as error:
            raise CommandError(
                _("The earlier checkpoint cannot be read: %s") % error, returncode=CANNOT_TELL
            ) from error
        log = LogDirectory(directory)
        report = verify_log(log.read, self._keys(key), earlier=before, present=log.names())
        for problem in report.problems:
            self.stdout.write(problem_text(problem))
        altered = bool(report.problems)
        if database and report.checkpoint is not None:
            altered = self._compare(log, report.checkpoint.size) or altered
        self.stdout.write(self._summary(report, altered))
        return ALTERED if altered else INTACT

    def _compare(self, log: LogDirectory, size: int) -> bool:
        altered = False
        for finding in audit.compare(log.read, size):
            self.stdout.write(finding_text(finding))
            altered = altered or finding.is_damage
        if count := audit.waiting(size):
            self.stdout.write(
                ngettext("%d record waits to be published.", "%d records wait to be published.", count) % count
            )
        return altered

    def _summary(self, report: Report, altered: bool) -> str:
        if report.checkpoint is None:
            return _("The log cannot be trusted.")
        size = report.checkpoint.size
        if altered:
            return ngettext("Altered: the log of %d entry.", "Altered: the log of %d entries.", size) % size
        return ngettext("Intact: the log of %d entry.", "Intact: the log of %d entries.", size) % size

    def _keys(self, given: str | None) -> list[Verifier]:
        try:
            if given is None:
                keys = pki.keyring().log_verifiers()
            else:
                text = Path(given).read_text() if "+" not in given or Path(given).exists() else given
                keys = [Verifier.parse(line) for line in text.splitlines() if line]
        except (OSError, UnicodeDecodeError, NoteError) as error:
            raise CommandError(_("The public key cannot be read: %s") % error, returncode=CANNOT_TELL) from error
        if not keys:
            raise CommandError(_("The log's public key is not known here. Name it with --key."), returncode=CANNOT_TELL)
        return keys

    def _show(self, text: Callable[[], str]) -> None:
        try:
            self.stdout.write(text(), ending="")
        except NoProofError as error:
            raise CommandError(str(error), returncode=CANNOT_TELL) from error

    def _continue(self, action: str) -> None:
        try:
            if action == "publish":
                count = publish()
            else:
                sequencer = Sequencer.of_installation()
                count = sequencer.rebuild() if action == "rebuild" else sequencer.adopt()
        except (SequencerError, tiles.TileError) as error:
            raise CommandError(str(error), returncode=CANNOT_TELL) from error
        self.stdout.write(ngettext("%d entry.", "%d entries.", count) % count)
