"""Appeal against a decision."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from madang.core.cases.actions.open_case import open_case
from madang.core.cases.errors import CaseError
from madang.core.cases.models import Case, CaseState, Decision, HistoryEntry, Outcome
from madang.core.cases.procedures import Procedure, procedure_of, register_procedure
from madang.core.people.models import Person


def appeal(decision_id: int, *, applicant: Person, words: str, late_because: str = "") -> Case:
    """Open an appeal against a final decision; appealing again returns the appeal already open.

    After `appeal_until` the person must say why it could not be in time; the officer then decides on that first.
    Raises CaseError: not-yours, not-appealable, words, late.
    """
    with transaction.atomic():
        decision = (
            Decision.objects.select_for_update(of=("self",)).select_related("case__organisation").get(pk=decision_id)
        )
        case = decision.case
        if case.applicant_id != applicant.pk:
            raise CaseError("not-yours", _("Only the person the decision was made for can appeal."))
        if not decision.final or decision.appeal_until is None:
            raise CaseError("not-appealable", _("There is no appeal against this decision."))
        reference = f"decision:{decision.pk}"
        known = Case.objects.filter(kind="appeal", reference=reference).exclude(state=CaseState.WITHDRAWN).first()
        if known is not None:
            return known
        if not words.strip():
            raise CaseError("words", _("Say in your own words what is wrong with the decision."))
        today = timezone.localdate()
        late = today > decision.appeal_until
        if late and not late_because.strip():
            raise CaseError("late", _("The time to appeal has ended. Say what kept you from appealing in time."))
        rules = case.data.get("appeal", {})
        return open_case(
            "appeal",
            service=case.service,
            title=gettext_noop("Appeal against a decision: {title}"),
            title_values={"title": case.title, "values": case.title_values},
            organisation=case.organisation,
            subject=case.subject,
            applicant=applicant,
            due_on=today + dt.timedelta(days=rules["review_days"]) if "review_days" in rules else None,
            due_basis=rules.get("review_basis", ""),
            exception=gettext_noop("An appeal is always decided by a person."),
            data={"late_because": late_because.strip()} if late else {},
            reference=reference,
            parent=case,
            words=words.strip(),
        )


def appeal_limit(case: Case, decided_on: dt.date | None = None) -> dt.date | None:
    """Last day to appeal against a decision made today (or on that day); None where the law gives no appeal."""
    rules = case.data.get("appeal", {})
    if "days" not in rules or not procedure_of(case.kind).appealable:
        return None
    return (decided_on or timezone.localdate()) + dt.timedelta(days=rules["days"])


def _decided(case: Case, decision: Decision) -> None:
    """An appeal that is allowed puts the original case back into work: the officer decides it anew, with a new letter."""
    if decision.outcome != Outcome.UPHELD or case.parent_id is None:
        return
    original = Case.objects.select_for_update(of=("self",)).get(pk=case.parent_id)
    original.state = CaseState.OPEN
    original.closed_at = None
    original.due_on = None
    original.exception = gettext_noop("An appeal was allowed; this case must be decided anew.")
    original.save(update_fields=["state", "closed_at", "due_on", "exception"])
    HistoryEntry.objects.create(case=original, verb="reopened", values={"appeal": case.number}, words=decision.words)


APPEAL = register_procedure(
    Procedure(
        kind="appeal",
        title=_("Appeal"),
        outcomes=(Outcome.UPHELD, Outcome.DISMISSED),
        decided=_decided,
        appealable=False,
    )
)
