"""Claim an overpayment back, or let it be."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext_noop

from madang.core.notices.send import Notice, send
from madang.core.payments.engine.currencies import Money
from madang.core.payments.models import Overpayment

# Child Allowance Act Enforcement Decree art. 18(1): at least 30 days from the notice. No law we have read gives less.
DAYS_TO_PAY = 30


def claim_back(overpayment_id: int, today: dt.date) -> Overpayment:
    """Tell the person how much is to come back and by when; what is not paid by then is set off against coming payments.

    Claiming again changes nothing.
    """
    with transaction.atomic():
        overpayment = Overpayment.objects.select_for_update().get(pk=overpayment_id)
        if overpayment.noticed_on is not None:
            return overpayment
        overpayment.noticed_on = today
        overpayment.pay_by = today + dt.timedelta(days=DAYS_TO_PAY)
        overpayment.save(update_fields=["noticed_on", "pay_by"])
        send(
            [
                Notice(
                    overpayment.person_id,
                    subject=gettext_noop("Please pay back {amount} {currency}"),
                    body=gettext_noop(
                        "You were paid more than you were entitled to. The letter says why. Pay by {pay_by}; "
                        "what is open then is kept back from your next payments. You can appeal."
                    ),
                    values={
                        "amount": str(Money(overpayment.outstanding, overpayment.currency).decimal()),
                        "currency": overpayment.currency,
                        "pay_by": overpayment.pay_by.isoformat(),
                    },
                )
            ]
        )
    return overpayment


def waive(overpayment_id: int) -> Overpayment:
    """Give up what is still to come back. Waiving again changes nothing."""
    with transaction.atomic():
        overpayment = Overpayment.objects.select_for_update().get(pk=overpayment_id)
        overpayment.waived += overpayment.outstanding
        overpayment.save(update_fields=["waived"])
    return overpayment
