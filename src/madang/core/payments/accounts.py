"""Where a person is paid: a purposeful, logged read of the account register."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db.models import Q
from django.utils.translation import gettext_noop

from madang.core.people.models import Organisation
from madang.core.registers.models import Access, BankAccount

PURPOSE = gettext_noop("Paying what you are entitled to")
FACTS = ["bank_account.bank", "bank_account.number"]


def account_to_pay(
    person_ids: Sequence[int],
    on: dt.date,
    *,
    legal_basis: str,
    reference: str,
    organisation: Organisation | None = None,
) -> dict[int, tuple[str, str]]:
    """(BIC, account number) of each person who has an account on that day; the latest, if there are several.

    One query and one line in the access log for each person, whether or not an account was found.
    """
    held = Q(since__lte=on) & (Q(until=None) | Q(until__gt=on))
    rows = BankAccount.objects.filter(held, person_id__in=person_ids).order_by("person_id", "since")
    found = {person_id: (bank, number) for person_id, bank, number in rows.values_list("person_id", "bank", "number")}
    Access.objects.bulk_create(
        Access(
            person_id=person_id,
            facts=FACTS,
            purpose=PURPOSE,
            legal_basis=legal_basis,
            organisation=organisation,
            reference=reference,
        )
        for person_id in dict.fromkeys(person_ids)
    )
    return found
