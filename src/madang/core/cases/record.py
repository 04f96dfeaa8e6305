"""What the log commits to when a decision becomes final, and the same made anew from what is stored today."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from madang.core.cases.models import Decision


def decision_payload(decision: Decision) -> dict[str, Any]:
    """What the log commits to: every field of the decision that a person could rely on, as JSON."""
    return {
        "case": decision.case.number,
        "decision": decision.pk,
        "outcome": decision.outcome,
        "amount": decision.amount,
        "currency": decision.currency,
        "reasons": decision.reasons,
        "words": decision.words,
        "decided_at": decision.decided_at.isoformat(timespec="microseconds"),
        "decided_by": decision.decided_by_id,
        "countersigned_by": decision.countersigned_by_id,
        "countersigned_at": decision.countersigned_at.isoformat(timespec="microseconds")
        if decision.countersigned_at
        else None,
        "appeal_until": decision.appeal_until.isoformat() if decision.appeal_until else None,
        "salt": decision.salt,
    }


def rebuild_decision(reference: str) -> dict[str, Any] | None:
    """The payload of `decision:12` from today's database; None when the decision is gone."""
    decision = Decision.objects.select_related("case").filter(pk=reference.partition(":")[2]).first()
    return decision_payload(decision) if decision else None


def decided_references() -> Iterator[str]:
    """Every final decision must have been recorded."""
    for pk in Decision.objects.filter(final=True).order_by("pk").values_list("pk", flat=True).iterator():
        yield f"decision:{pk}"
