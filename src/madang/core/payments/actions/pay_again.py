"""Pay a rejected instruction again, to the account that the register holds now."""

from __future__ import annotations

import datetime as dt
from uuid import uuid4

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from madang.core.cases.errors import CaseError
from madang.core.cases.models import Case
from madang.core.payments.accounts import account_to_pay
from madang.core.payments.legal_basis import legal_basis_of
from madang.core.payments.models import Instruction, InstructionState


def pay_again(instruction_id: int, today: dt.date, *, case: Case) -> Instruction:
    """Make a rejected instruction ready for the next file, under a new end-to-end id; the old one is never used again.

    `case` is the officer's case that decided it. Raises CaseError: not-rejected, no-account.
    """
    with transaction.atomic():
        instruction = Instruction.objects.select_for_update(of=("self",)).get(pk=instruction_id)
        if instruction.state != InstructionState.REJECTED:
            raise CaseError(
                "not-rejected",
                _("Only a payment that was rejected can be paid again. Open the case again to see its state."),
            )
        accounts = account_to_pay(
            [instruction.payee_id],
            today,
            legal_basis=legal_basis_of(instruction.service),
            reference=f"case:{case.number}",
            organisation=case.organisation,
        )
        if instruction.payee_id not in accounts:
            raise CaseError(
                "no-account", _("The account register holds no account of this person. Ask the person for one first.")
            )
        instruction.bank, instruction.account = accounts[instruction.payee_id]
        instruction.end_to_end_id = uuid4().hex
        instruction.state = InstructionState.PREPARED
        instruction.reason_code = ""
        instruction.file = None
        instruction.due_on = max(instruction.due_on, today)
        instruction.save(update_fields=["bank", "account", "end_to_end_id", "state", "reason_code", "file", "due_on"])
    return instruction
