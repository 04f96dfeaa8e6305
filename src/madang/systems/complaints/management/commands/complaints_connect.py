"""`madang complaints-connect key|mail`: keys for Open311 applications, and e-mails from a maildir or standard input."""

from __future__ import annotations

import mailbox
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from madang.systems.complaints.actions.receive_mail import receive_mail
from madang.systems.complaints.engine.mail import MailError
from madang.systems.complaints.models import ApiKey

REFUSED, MISTAKE = 1, 2


class Command(BaseCommand):
    """For the operator who connects an application or a mail server.

    A message of a maildir that was taken in moves from `new` to `cur` and is marked seen; one that can be no report is marked as a
    draft, so that somebody looks at it. Killed and started again it takes in what is left; nothing twice. Exit code 1: something
    was refused, 2: nothing could be done.
    """

    help = "Give an application its Open311 key, or take in e-mails."

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        key = verbs.add_parser("key", help="make a key for an application; it is shown once and never stored")
        key.add_argument("name", help="name of the application")
        key.add_argument("--contact", default="", help="e-mail of its operator")
        key.add_argument("--revoke", action="store_true", help="end every key of this name instead")
        mail = verbs.add_parser("mail", help="take in e-mails of a maildir, or one message from standard input")
        mail.add_argument("maildir", nargs="?", type=Path, help="folder with new, cur and tmp; default: standard input")

    def handle(self, *args: Any, verb: str, **options: Any) -> None:
        if verb == "mail":
            self._mail(options["maildir"])
        elif options["revoke"]:
            if not ApiKey.objects.filter(name=options["name"], active=True).update(active=False):
                raise CommandError(f"no key in use is called {options['name']!r}", returncode=MISTAKE)
            self.stdout.write(f"Every key of {options['name']} has ended.")
        else:
            self.stdout.write(ApiKey.issue(options["name"], options["contact"])[1])

    def _mail(self, maildir: Path | None) -> None:
        if maildir is None:
            if (told := self._receive(sys.stdin.buffer.read())) is not None:
                raise CommandError(told, returncode=REFUSED)
            return
        if not (maildir / "new").is_dir():
            raise CommandError(
                f"{maildir} is no maildir: it has no folder `new`; name the folder above it", returncode=2
            )
        refused = 0
        box = mailbox.Maildir(maildir, create=False)
        for key in sorted(box.keys()):
            message = box.get_message(key)
            if message.get_subdir() != "new":
                continue
            told = self._receive(box.get_bytes(key))
            if told is not None:
                refused += 1
                self.stderr.write(f"{key}: {told}")
            message.set_subdir("cur")
            message.add_flag("S" if told is None else "D")
            box[key] = message
        box.close()
        if refused:
            raise CommandError(f"{refused} refused; they are marked as drafts in {maildir / 'cur'}", returncode=REFUSED)

    def _receive(self, raw: bytes) -> str | None:
        """Why the message is refused; None when it was taken in."""
        try:
            sent = receive_mail(raw)
        except MailError as error:
            return str(error)
        except ValidationError as error:
            return " ".join(error.messages)
        self.stdout.write(f"{sent.report.number} {'new' if sent.new else 'known'}")
        return None
