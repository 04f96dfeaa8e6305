"""Decide a case, countersign a decision, or hand it back."""

from __future__ import annotations

import datetime as dt
import secrets
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from madang.core.archive import append
from madang.core.cases.errors import CaseError
from madang.core.cases.models import Case, CaseState, Decision, HistoryEntry
from madang.core.cases.procedures import procedure_of
from madang.core.cases.record import decision_payload
from madang.core.events import publish
from madang.core.people.models import Role, User


def decide(
    case_id: int,
    outcome: str,
    *,
    by: User | None,
    amount: int | None = None,
    currency: str = "",
    reasons: list[dict[str, Any]] | None = None,
    words: str = "",
    appeal_until: dt.date | None = None,
) -> Decision:
    """Decide an open case: by the law itself (`by` is None) or by an officer.

    Where the procedure asks for four eyes the decision waits for `countersign` by another person. A final decision runs the
    procedure's `decided`, is appended to the log and published as `decision.made`, all in one transaction.
    Raises CaseError: closed, outcome, words.
    """
    with transaction.atomic():
        return _decide(_locked(case_id), outcome, by, amount, currency, reasons, words, appeal_until)


def decide_by_law(
    case: Case,
    outcome: str,
    *,
    amount: int | None = None,
    currency: str = "",
    reasons: list[dict[str, Any]] | None = None,
    appeal_until: dt.date | None = None,
) -> Decision:
    """Decide a case by the law itself, in the very transaction that opened it: nobody else can hold it, so nothing is locked.

    Raises CaseError: closed, outcome.
    """
    return _decide(case, outcome, None, amount, currency, reasons, "", appeal_until)


def _decide(
    case: Case,
    outcome: str,
    by: User | None,
    amount: int | None,
    currency: str,
    reasons: list[dict[str, Any]] | None,
    words: str,
    appeal_until: dt.date | None,
) -> Decision:
    if case.state not in {CaseState.OPEN, CaseState.WAITING}:
        raise CaseError(
            "closed",
            _("This case is already decided or waits for a second signature. Open it again to see its state."),
        )
    procedure = procedure_of(case.kind)
    if outcome not in procedure.outcomes:
        raise CaseError(
            "outcome", _("This outcome does not exist for this kind of case. Choose one of the outcomes shown.")
        )
    if by is not None and not words.strip():
        raise CaseError("words", _("Give your reason in plain words; the person will read it in the letter."))
    decision = Decision(
        case=case,
        outcome=outcome,
        amount=amount,
        currency=currency,
        reasons=reasons or [],
        words=words.strip(),
        decided_by=by,
        appeal_until=appeal_until,
        salt=secrets.token_hex(32),
    )
    if by is not None and procedure.four_eyes(case, amount):
        decision.save()
        case.state = CaseState.PROPOSED
        case.save(update_fields=["state"])
        HistoryEntry.objects.create(case=case, user=by, verb="proposed", values={"outcome": outcome}, words=words)
    else:
        _finalise(case, decision)
    return decision


def countersign(decision_id: int, *, by: User) -> Decision:
    """Second signature by another person who supervises. Raises CaseError: closed, same-person, role."""
    with transaction.atomic():
        decision, case = _proposed(decision_id)
        if decision.decided_by_id == by.pk:
            raise CaseError("same-person", _("You proposed this decision, so somebody else must sign it."))
        if not by.holds(Role.SUPERVISOR, organisation=case.organisation):
            raise CaseError("role", _("Only a supervisor of this organisation can sign this decision."))
        decision.countersigned_by = by
        decision.countersigned_at = timezone.now()
        _finalise(case, decision)
    return decision


def hand_back(decision_id: int, *, by: User, words: str) -> Case:
    """Return a proposed decision to the officer with a reason. Raises CaseError: closed, words, role."""
    if not words.strip():
        raise CaseError("words", _("Say what the officer should look at again."))
    with transaction.atomic():
        _decision, case = _proposed(decision_id)
        if not by.holds(Role.SUPERVISOR, organisation=case.organisation):
            raise CaseError("role", _("Only a supervisor of this organisation can hand this decision back."))
        case.state = CaseState.OPEN
        case.save(update_fields=["state"])
        HistoryEntry.objects.create(case=case, user=by, verb="handed-back", words=words.strip())
    return case


def _locked(case_id: int) -> Case:
    return Case.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=case_id)


def _proposed(decision_id: int) -> tuple[Decision, Case]:
    decision = Decision.objects.get(pk=decision_id)
    case = _locked(decision.case_id)
    latest = case.decisions.order_by("-id").first()
    if case.state != CaseState.PROPOSED or latest is None or latest.pk != decision_id:
        raise CaseError(
            "closed", _("This decision no longer waits for a signature. Open the case again to see its state.")
        )
    return decision, case


def _finalise(case: Case, decision: Decision) -> None:
    decision.case = case
    decision.final = True
    decision.letter_due = procedure_of(case.kind).letter
    decision.save()
    case.state = CaseState.DECIDED
    case.closed_at = timezone.now()
    case.save(update_fields=["state", "closed_at"])
    signer = decision.countersigned_by or decision.decided_by
    HistoryEntry.objects.create(
        case=case, user=signer, verb="decided", values={"outcome": decision.outcome}, words=decision.words
    )
    procedure_of(case.kind).decided(case, decision)
    append(
        "decision",
        decision_payload(decision),
        reference=f"decision:{decision.pk}",
        subject_ids=[pk for pk in {case.subject_id, case.applicant_id} if pk is not None],
    )
    publish("decision.made", {"decision": decision.pk, "case": case.pk})
