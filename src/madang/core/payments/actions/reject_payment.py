"""A payment did not reach the person: say why, and give it to an officer."""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import gettext_noop

from madang.core.cases.actions.open_case import open_case
from madang.core.cases.models import Case, CaseState
from madang.core.notices.send import Notice, send
from madang.core.payments.engine.currencies import Money
from madang.core.payments.engine.status_reasons import Actor, explain_reason
from madang.core.payments.models import Instruction, InstructionState


def reject_payment(instruction: Instruction, code: str, words: str = "") -> Case:
    """Mark an instruction as rejected, open a case for the payer's officer and tell the person what to do.

    Call in a transaction. A case that is already open for the instruction is kept.
    """
    reason = explain_reason(code)
    instruction.state = InstructionState.REJECTED
    instruction.reason_code = code
    instruction.save(update_fields=["state", "reason_code"])
    reference = f"instruction:{instruction.pk}"
    known = Case.objects.filter(kind="payment-rejected", reference=reference).exclude(
        state__in=[CaseState.DECIDED, CaseState.WITHDRAWN]
    )
    if (case := known.first()) is not None:
        return case
    figures = {
        "amount": str(Money(instruction.paid_out, instruction.currency).decimal()),
        "currency": instruction.currency,
    }
    case = open_case(
        "payment-rejected",
        service="payments",
        title=gettext_noop("Payment of {amount} {currency} did not arrive"),
        title_values=figures,
        organisation=instruction.payer,
        subject=instruction.subject,
        applicant=instruction.payee,
        exception=reason.meaning,
        data={
            "instruction": instruction.pk,
            "end_to_end_id": instruction.end_to_end_id,
            "reason": code,
            "bank_says": words[:500],
            "remedy": reason.remedy,
        },
        reference=reference,
    )
    if reason.actor is Actor.PERSON:
        send(
            [
                Notice(
                    instruction.payee_id,
                    subject=gettext_noop("We could not pay you {amount} {currency}"),
                    body=gettext_noop("{title} Give us another account in your name; we then pay at once."),
                    values=figures | {"title": reason.meaning, "values": {}},
                    link=f"{settings.PUBLIC_URL}/",
                )
            ]
        )
    return case
