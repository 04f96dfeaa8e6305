"""`madang letters`: check and take back letters from the command line."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from madang.core.documents import revoke_letter
from madang.core.documents.checking import Verdict, check_file
from madang.core.documents.engine.content import read_code
from madang.core.documents.models import Letter
from madang.core.documents.wording import advice, findings, headline


class Command(BaseCommand):
    """Exit code of verify: 0 intact, 1 altered, revoked or unknown, 2 the file cannot be read."""

    help = "Check whether a letter is genuine, and take letters back."

    def add_arguments(self, parser: ArgumentParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True)
        verify = actions.add_parser("verify", help="check a PDF file; 0 intact, 1 not, 2 cannot be read")
        verify.add_argument("file", type=Path)
        revoke = actions.add_parser("revoke", help="take a letter back for good")
        revoke.add_argument("code", help="the code at its foot")
        revoke.add_argument("--reason", required=True)

    def handle(self, *args: Any, action: str, **options: Any) -> None:
        if action == "revoke":
            self._revoke(options["code"], options["reason"])
            return
        path: Path = options["file"]
        try:
            pdf = path.read_bytes()
        except OSError as error:
            raise CommandError(_("The file cannot be read: %s") % error, returncode=2) from error
        check = check_file(pdf)
        self.stdout.write(f"{check.verdict}: {headline(check)}")
        if check.letter is not None:
            self.stdout.write(
                f"{check.letter.kind_title} · {check.letter.agency} · {check.letter.issued_on} · {check.letter.reference}"
            )
        for finding in findings(check):
            mark = {True: _("yes"), False: _("no"), None: _("soon")}[finding.good]
            self.stdout.write(f"  {mark:<5} {finding.text}")
        self.stdout.write(advice(check))
        if check.verdict is not Verdict.INTACT:
            sys.exit(1)

    def _revoke(self, typed: str, reason: str) -> None:
        letter = Letter.objects.filter(code=read_code(typed) or "").first()
        if letter is None:
            raise CommandError(
                _("No letter has the code %s. It stands at the foot of the letter.") % typed, returncode=2
            )
        try:
            revoke_letter(letter, reason)
        except ValueError as error:
            raise CommandError(str(error), returncode=2) from error
        self.stdout.write(_("The letter %s is taken back.") % letter.reference)
