"""The kinds of case that payments give rise to, and what their decisions set in motion."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from madang.core.cases.models import Case, Decision, Outcome
from madang.core.cases.procedures import Procedure, register_procedure
from madang.core.payments.actions.claim_back import claim_back, waive
from madang.core.payments.actions.pay_again import pay_again


def _rejected_payment_decided(case: Case, decision: Decision) -> None:
    if decision.outcome == Outcome.GRANTED:
        pay_again(case.data["instruction"], timezone.localdate(), case=case)


def _overpayment_decided(case: Case, decision: Decision) -> None:
    if decision.outcome == Outcome.RECOVERED:
        claim_back(case.data["overpayment"], timezone.localdate())
    else:
        waive(case.data["overpayment"])


PAYMENT_REJECTED = register_procedure(
    Procedure(
        kind="payment-rejected",
        title=_("Payment that did not arrive"),
        outcomes=(Outcome.GRANTED, Outcome.CLOSED),
        decided=_rejected_payment_decided,
        letter=False,
        appealable=False,
    )
)
PAYMENT_FILE_REJECTED = register_procedure(
    Procedure(
        kind="payment-file-rejected",
        title=_("Payment file that the bank refused"),
        outcomes=(Outcome.CLOSED,),
        letter=False,
        appealable=False,
    )
)
PAYMENT_HELD = register_procedure(
    Procedure(
        kind="payment-held",
        title=_("Payment held because a fact is missing"),
        outcomes=(Outcome.CLOSED,),
        letter=False,
        appealable=False,
    )
)
OVERPAYMENT = register_procedure(
    Procedure(
        kind="overpayment",
        title=_("Overpayment"),
        outcomes=(Outcome.RECOVERED, Outcome.WAIVED),
        decided=_overpayment_decided,
    )
)
