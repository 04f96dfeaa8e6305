"""Take in the bank's answer: what is paid is settled, what is rejected goes to an officer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import BinaryIO

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop

from madang.core.archive import append
from madang.core.cases.actions.open_case import open_case
from madang.core.payments.actions.reject_payment import reject_payment
from madang.core.payments.engine.pain002 import Outcome, Reason, StatusReport, outcome_of, read_pain002
from madang.core.payments.engine.problems import PaymentRefused, Problem
from madang.core.payments.engine.status_reasons import explain_reason
from madang.core.payments.models import Instruction, InstructionState, PaymentFile
from madang.core.payments.recovered import settle

# The bank has the file already: this says nothing about the payments in it.
_DUPLICATES = {"DU01", "DU02", "DUPL", "AM05"}


@dataclass
class AnswerRead:
    """What an answer changed."""

    file: PaymentFile
    settled: int = 0
    rejected: int = 0
    on_the_way: int = 0
    unchanged: int = 0
    unknown: int = 0
    duplicate: bool = False


def read_bank_answer(source: BinaryIO) -> AnswerRead:
    """Read one pain.002 and act on it in one transaction. Reading it again changes nothing.

    Raises PaymentRefused for a report that is broken or answers a file that is not ours.
    """
    report = read_pain002(source)
    with transaction.atomic():
        file = PaymentFile.objects.select_for_update().filter(message_id=report.original_message_id).first()
        if file is None:
            raise PaymentRefused(
                Problem(
                    "OrgnlMsgId",
                    gettext_noop("We sent no file called {name}."),
                    gettext_noop("Check that the report belongs to this installation."),
                    {"name": report.original_message_id},
                )
            )
        result = AnswerRead(file)
        if outcome_of(report.status) is Outcome.REJECTED and not report.payments:
            _whole_file_rejected(file, report, result)
        else:
            _read_transactions(file, report, result)
        if not result.duplicate:
            file.status = report.status or file.status
        file.answered_at = timezone.now()
        file.save(update_fields=["status", "answered_at"])
        append(
            "payment.answer",
            {
                "message": file.message_id,
                "report": report.message_id,
                "status": report.status,
                "settled": result.settled,
                "rejected": result.rejected,
            },
            reference=f"payment-file:{file.pk}",
        )
    return result


def _read_transactions(file: PaymentFile, report: StatusReport, result: AnswerRead) -> None:
    answers = {answer.end_to_end_id: (answer.status, answer.reasons) for answer in report.transactions()}
    rest = report.answer_for_the_rest()
    settled: list[Instruction] = []
    rejected: list[tuple[Instruction, tuple[Reason, ...]]] = []
    for instruction in file.instructions.select_related("payee", "subject", "payer").iterator(chunk_size=2000):
        status, reasons = answers.pop(instruction.end_to_end_id, rest)
        outcome = outcome_of(status)
        if instruction.state not in {InstructionState.PREPARED, InstructionState.SENT}:
            result.unchanged += 1
        elif outcome is Outcome.SETTLED:
            settled.append(instruction)
        elif outcome is Outcome.REJECTED:
            rejected.append((instruction, reasons))
        else:
            result.on_the_way += 1
    settle(settled)
    for instruction, reasons in rejected:
        _reject(instruction, reasons)
    result.settled, result.rejected = len(settled), len(rejected)
    result.unknown = len(answers)


def _reject(instruction: Instruction, reasons: tuple[Reason, ...]) -> None:
    reason = reasons[0] if reasons else Reason("MS03")
    # A reason of the bank's own, longer than the standard's four letters, is kept as its words.
    known = len(reason.code) <= 4
    reject_payment(
        instruction, reason.code if known else "NARR", reason.words if known else f"{reason.code} {reason.words}"
    )


def _whole_file_rejected(file: PaymentFile, report: StatusReport, result: AnswerRead) -> None:
    """Nothing of the file was paid: its payments wait for the next file, and one case says why."""
    code = report.reasons[0].code if report.reasons else "MS03"
    if code in _DUPLICATES:
        result.duplicate = True
        return
    waiting = file.instructions.filter(state__in=[InstructionState.PREPARED, InstructionState.SENT])
    result.rejected = waiting.update(state=InstructionState.PREPARED, file=None, reason_code=code[:4])
    if not result.rejected:
        return
    reason = explain_reason(code)
    open_case(
        "payment-file-rejected",
        service="payments",
        title=gettext_noop("The bank refused file {file} with {count} payments"),
        title_values={"file": file.message_id, "count": result.rejected},
        organisation=file.paying_account.organisation,
        exception=reason.meaning,
        data={"file": file.pk, "reason": code, "remedy": reason.remedy, "bank_says": report.reasons[0].words[:500]},
        reference=f"payment-file:{file.pk}",
    )
