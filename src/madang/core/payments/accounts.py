"""Where a person is paid: a purposeful, logged read of the account register."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext_noop

from madang.core.people.models import Organisation
from madang.core.registers.access import Why, log_reading
from madang.core.registers.models import BankAccount
from madang.core.registers.reading import in_force

PURPOSE = gettext_noop("Paying what you are entitled to")
FACTS = ("bank_account.bank", "bank_account.number")


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
    why = Why(purpose=PURPOSE, legal_basis=legal_basis, organisation=organisation, reference=reference)
    with transaction.atomic():
        rows = BankAccount.objects.filter(in_force(on), person_id__in=person_ids).order_by("person_id", "since")
        found = {person: (bank, number) for person, bank, number in rows.values_list("person_id", "bank", "number")}
        log_reading(dict.fromkeys(person_ids, FACTS), why)
    return found
