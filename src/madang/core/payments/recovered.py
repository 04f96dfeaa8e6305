"""What is kept back of payments against overpayments of the same service."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence

from django.db.models import F, Sum
from django.utils import timezone

from madang.core.payments.models import Instruction, InstructionState, Overpayment

UNDER_WAY = (InstructionState.PREPARED, InstructionState.SENT, InstructionState.REJECTED)


def may_be_kept_back(person_ids: Iterable[int], service: str, due_on: dt.date) -> dict[int, int]:
    """How much of payments due on that day may be set off, by person, smallest unit.

    Only what an officer has decided to recover and whose time to pay has passed; what payments under way keep back already
    is not counted again. Two queries.
    """
    ids = list(person_ids)
    claims = Overpayment.objects.filter(person_id__in=ids, service=service, pay_by__lt=due_on)
    outstanding = claims.values("person_id").annotate(
        rest=Sum(F("amount") + F("interest") - F("recovered") - F("waived"))
    )
    rest = {row["person_id"]: row["rest"] for row in outstanding}
    under_way = Instruction.objects.filter(payee_id__in=list(rest), service=service, state__in=UNDER_WAY, set_off__gt=0)
    for row in under_way.values("payee_id").annotate(kept=Sum("set_off")):
        rest[row["payee_id"]] -= row["kept"]
    return {person_id: amount for person_id, amount in rest.items() if amount > 0}


def settle(instructions: Sequence[Instruction]) -> None:
    """Mark instructions as paid and count what they kept back. Call in a transaction.

    An instruction of which everything is kept back is settled without the bank.
    """
    now = timezone.now()
    for instruction in instructions:
        instruction.state = InstructionState.SETTLED
        instruction.settled_at = now
    Instruction.objects.bulk_update(instructions, ["state", "settled_at"], batch_size=1000)
    _count_set_off(instructions)


def _count_set_off(instructions: Iterable[Instruction]) -> None:
    """Count what was kept back as recovered, oldest overpayment first."""
    kept: dict[tuple[int, str], int] = defaultdict(int)
    for instruction in instructions:
        if instruction.set_off:
            kept[instruction.payee_id, instruction.service] += instruction.set_off
    for (person_id, service), amount in kept.items():
        claims = Overpayment.objects.select_for_update().filter(person_id=person_id, service=service).order_by("pk")
        for claim in claims:
            part = min(amount, claim.outstanding)
            if part > 0 and claim.pay_by is not None:
                claim.recovered += part
                claim.save(update_fields=["recovered"])
                amount -= part
