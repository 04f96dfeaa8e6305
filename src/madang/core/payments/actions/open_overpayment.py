"""More was paid than was due: record it and let an officer decide whether it comes back."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from django.db import transaction
from django.utils.translation import gettext_noop

from madang.core.cases.actions.appeal import appeal_limit
from madang.core.cases.actions.decide import decide
from madang.core.cases.actions.open_case import open_case
from madang.core.cases.models import Case, Outcome
from madang.core.payments.engine.currencies import Money
from madang.core.payments.models import Overpayment
from madang.core.people.models import Organisation
from madang.core.rules import Benefit
from madang.core.services.models import Award


@dataclass(frozen=True)
class OverpaidPeriod:
    """One period for which more was paid than was due, smallest unit."""

    period: str
    paid: int
    due: int

    @property
    def excess(self) -> int:
        """What was paid too much."""
        return self.paid - self.due


def claimed_before(references: Sequence[str]) -> dict[tuple[str, str], int]:
    """What earlier overpayments already cover, by reference and period."""
    claimed: dict[tuple[str, str], int] = defaultdict(int)
    for reference, periods in Overpayment.objects.filter(reference__in=references).values_list("reference", "periods"):
        for period in periods:
            claimed[reference, period["period"]] += period["paid"] - period["due"]
    return claimed


def open_overpayment(
    award: Award, periods: Sequence[OverpaidPeriod], benefit: Benefit, payer: Organisation, today: dt.date
) -> Case:
    """Record the overpayment and open its case; what lies below the law's floor is let be at once, by the law itself.

    Call in a transaction, with periods that no earlier overpayment covers (`claimed_before`).
    """
    amount = sum(period.excess for period in periods)
    with transaction.atomic():
        overpayment = Overpayment.objects.create(
            service=award.benefit,
            reference=f"award:{award.pk}",
            person_id=award.payee_id,
            amount=amount,
            currency=award.currency,
            periods=[asdict(period) for period in periods],
        )
        small = amount < benefit.recovery.floor
        case = open_case(
            "overpayment",
            service=award.benefit,
            title=gettext_noop("Paid too much: {amount} {currency}"),
            title_values={"amount": str(Money(amount, award.currency).decimal()), "currency": award.currency},
            organisation=payer,
            subject=award.subject,
            applicant=award.payee,
            exception="" if small else gettext_noop("A person decides whether an overpayment comes back."),
            data={
                "overpayment": overpayment.pk,
                "periods": overpayment.periods,
                "appeal": award.case.data.get("appeal", {}),
            },
            reference=f"overpayment:{overpayment.pk}",
            parent=award.case,
        )
        if small:
            decide(
                case.pk,
                Outcome.WAIVED,
                by=None,
                amount=amount,
                currency=award.currency,
                appeal_until=appeal_limit(case, today),
            )
    return case
