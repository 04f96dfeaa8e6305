"""madang payments prepare | send | answer | status | account"""

from __future__ import annotations

import datetime as dt
import shutil
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db.models import Count, F, Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from madang.core.payments.actions.prepare_payments import Prepared, awards_to_prepare, prepare_payments
from madang.core.payments.actions.read_bank_answer import AnswerRead, read_bank_answer
from madang.core.payments.actions.send_payment_files import send_payment_files
from madang.core.payments.actions.settle_payments import ask_about_due_files
from madang.core.payments.actions.write_payment_files import write_payment_files
from madang.core.payments.bank import answers_folder, is_simulated
from madang.core.payments.engine.currencies import Money
from madang.core.payments.engine.field_rules import CharacterSet, check_account, check_agent, check_text
from madang.core.payments.engine.iso20022 import Account, Agent
from madang.core.payments.engine.problems import PaymentRefused
from madang.core.payments.errors import PaymentError
from madang.core.payments.models import Instruction, InstructionState, PayingAccount
from madang.core.people.models import Organisation


def _month(text: str) -> dt.date:
    try:
        return dt.datetime.strptime(text, "%Y-%m").date()  # noqa: DTZ007 - a month has no time zone
    except ValueError:
        raise CommandError(_("%(text)s is not a month. Write it like 2026-05.") % {"text": text}) from None


class Command(BaseCommand):
    """Prepare what is due, write and send the bank's files, read its answers."""

    help = "Prepare what is due, write and send the bank's files, read its answers."

    def add_arguments(self, parser: CommandParser) -> None:
        """One subcommand for each step."""
        steps = parser.add_subparsers(dest="step", required=True)
        prepare = self._step(steps, "prepare", "instructions for everything that is due in a month")
        prepare.add_argument("--month", help="2026-05; default: this month")
        send = self._step(steps, "send", "write files for what is due and hand them to the bank")
        send.add_argument("--until", help="last pay day to include, 2026-05-25; default: seven days from now")
        answer = self._step(steps, "answer", "read the bank's answers")
        answer.add_argument("files", nargs="*", type=Path, help="default: every file in VAR_DIR/payments/answers")
        self._step(steps, "status", "how many payments stand where")
        account = self._step(steps, "account", "the account from which an organisation pays")
        account.add_argument("organisation", help="code of the organisation")
        account.add_argument("bank", help="BIC")
        account.add_argument("number")
        account.add_argument("holder")

    def _step(self, steps: Any, name: str, help_text: str) -> ArgumentParser:
        made: ArgumentParser = steps.add_parser(name, help=help_text)
        return made

    def handle(self, *_args: Any, **options: Any) -> None:
        """Run one step; a refusal is one sentence, never a traceback."""
        try:
            getattr(self, options["step"])(options)
        except (PaymentError, PaymentRefused, LookupError) as error:
            raise CommandError(str(error)) from error

    def prepare(self, options: dict[str, Any]) -> None:
        """Instructions for everything due in a month."""
        today = timezone.localdate()
        month = _month(options["month"]) if options["month"] else today
        total, sums = awards_to_prepare(month.replace(day=1)), Prepared()
        for done in prepare_payments(month, today):
            for name, value in vars(done).items():
                setattr(sums, name, getattr(sums, name) + value)
            self._progress(sums.awards, total)
        self.stdout.write(
            _(
                "%(awards)s awards looked at: %(instructions)s payments prepared, %(corrected)s corrected, "
                "%(held)s held because a fact is missing, %(without_account)s without an account, %(overpaid)s paid too much."
            )
            % vars(sums)
        )

    def send(self, options: dict[str, Any]) -> None:
        """Files for what is due, handed to the bank."""
        today = timezone.localdate()
        until = _day(options["until"]) if options["until"] else today + dt.timedelta(days=7)
        for file in write_payment_files(today, until):
            self.stdout.write(
                _("Wrote %(path)s: %(count)s payments, %(total)s %(currency)s, due %(day)s.")
                % {
                    "path": file.path,
                    "count": file.count,
                    "total": Money(file.total, file.currency).decimal(),
                    "currency": file.currency,
                    "day": file.requested_on,
                }
            )
        sent = 0
        for _file, answer in send_payment_files():
            sent += 1
            if answer is not None:
                self._read(answer)
        self.stdout.write(_("%(count)s files handed over.") % {"count": sent})
        if sent and not is_simulated():
            self.stdout.write(
                _("Take them to the bank, and lay its answers into %(path)s.") % {"path": answers_folder()}
            )

    def answer(self, options: dict[str, Any]) -> None:
        """The bank's answers."""
        paths: list[Path] = options["files"]
        if not paths:
            paths = sorted(answers_folder().glob("*.xml"))
            paths += [path for path in ask_about_due_files(timezone.localdate()) if path not in paths]
        if missing := [path for path in paths if not path.is_file()]:
            raise CommandError(_("There is no file %(path)s. Check the path.") % {"path": missing[0]})
        refused = 0
        for path in paths:
            try:
                self._read(path)
            except PaymentRefused as error:
                refused += 1
                self.stderr.write(f"{path.name}: {error}")
        self.stdout.write(
            _("%(count)s answers read, %(refused)s refused.") % {"count": len(paths) - refused, "refused": refused}
        )
        if refused:
            raise CommandError(_("Some answers could not be read; they stay where they are."))

    def _read(self, path: Path) -> AnswerRead:
        with path.open("rb") as source:
            result = read_bank_answer(source)
        if path.parent == answers_folder():
            read = path.parent / "read"
            read.mkdir(exist_ok=True)
            shutil.move(path, read / path.name)
        if result.duplicate:
            self.stdout.write(_("The bank already had %(file)s.") % {"file": result.file.message_id})
        else:
            self.stdout.write(
                _(
                    "%(file)s: %(settled)s paid, %(rejected)s rejected, %(on_the_way)s on the way, %(unchanged)s unchanged."
                )
                % {"file": result.file.message_id, **{k: v for k, v in vars(result).items() if k != "file"}}
            )
        if result.unknown:
            self.stderr.write(
                _("%(count)s payments in the answer are not in our file. Ask the bank about them.")
                % {"count": result.unknown}
            )
        return result

    def status(self, _options: dict[str, Any]) -> None:
        """Payments by pay day and state."""
        rows = Instruction.objects.values("due_on", "state", "currency").annotate(
            count=Count("pk"), total=Sum(F("amount") - F("set_off"))
        )
        titles = dict(InstructionState.choices)
        for row in rows.order_by("due_on", "state", "currency"):
            total = Money(row["total"], row["currency"]).decimal()
            self.stdout.write(
                f"{row['due_on']}  {titles[row['state']]!s:<24} {row['count']:>9}  {total:>18} {row['currency']}"
            )
        if not rows:
            self.stdout.write(_("There are no payments yet. Start with `madang payments prepare`."))

    def account(self, options: dict[str, Any]) -> None:
        """The account from which an organisation pays."""
        organisation = Organisation.objects.filter(code=options["organisation"]).first()
        if organisation is None:
            raise CommandError(
                _("There is no organisation %(code)s. Check the code.") % {"code": options["organisation"]}
            )
        problems = [
            *check_agent("BIC", Agent(bic=options["bank"])),
            *check_account("NUMBER", Account(number=options["number"])),
            *check_text("HOLDER", options["holder"], 140, CharacterSet.UNICODE),
        ]
        if problems:
            raise CommandError(" ".join(problem.sentence(_) for problem in problems))
        PayingAccount.objects.update_or_create(
            organisation=organisation,
            defaults={"bank": options["bank"], "number": options["number"], "holder": options["holder"]},
        )
        self.stdout.write(_("%(name)s pays from this account now.") % {"name": organisation.title})

    def _progress(self, done: int, total: int) -> None:
        if self.stderr.isatty():
            self.stderr.write(
                f"\r{done}/{total} ({100 * done // max(total, 1)} %)", ending="\n" if done >= total else ""
            )


def _day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise CommandError(_("%(text)s is not a day. Write it like 2026-05-25.") % {"text": text}) from None
