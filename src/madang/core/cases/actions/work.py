"""Everyday work on a case: take it, pass it on, note something, withdraw it."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from madang.core.cases.errors import CaseError
from madang.core.cases.models import Case, CaseState, HistoryEntry
from madang.core.cases.procedures import procedure_of
from madang.core.events import publish
from madang.core.people.models import Organisation, Person, User


def staff_name(user: User | None) -> str:
    """How colleagues know a member of staff: by name, else by user name; nothing for nobody."""
    if user is None:
        return ""
    return user.person.full_name if user.person is not None else user.get_username()


LIVE = (CaseState.OPEN, CaseState.WAITING, CaseState.PROPOSED)


def assign(case_ids: list[int], *, to: User | None, by: User) -> int:
    """Put live cases into somebody's hands, or back into the common list. Returns how many changed."""
    with transaction.atomic():
        cases = list(Case.objects.select_for_update().filter(pk__in=case_ids, state__in=LIVE).exclude(assignee=to))
        for case in cases:
            case.assignee = to
        Case.objects.bulk_update(cases, ["assignee"])
        HistoryEntry.objects.bulk_create(
            HistoryEntry(case=case, user=by, verb="assigned", values={"to": staff_name(to)}) for case in cases
        )
    return len(cases)


def transfer(case_id: int, *, to: Organisation, by: User | None, words: str) -> Case:
    """Pass a live case to the organisation that is responsible; `by` is None when a rule does. The clock in law keeps running.

    Published as `case.transferred`. Raises CaseError: closed, words.
    """
    if not words.strip():
        raise CaseError("words", _("Say why the other organisation is responsible."))
    with transaction.atomic():
        case = _live(case_id)
        before = case.organisation.code
        case.organisation = to
        case.assignee = None
        case.save(update_fields=["organisation", "assignee"])
        HistoryEntry.objects.create(
            case=case, user=by, verb="transferred", values={"from": before, "to": to.code}, words=words.strip()
        )
        publish("case.transferred", {"case": case.pk, "kind": case.kind, "from": before, "to": to.code})
    return case


def reopen(
    case_id: int, *, by: User | None, words: str, due_on: dt.date | None, due_basis: str, exception: str
) -> Case:
    """Put a decided case back into work with a new clock in law; one in work stays as it is.

    `exception` is a message id: why a human is needed. Raises CaseError: withdrawn.
    """
    with transaction.atomic():
        case = Case.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=case_id)
        if case.state == CaseState.WITHDRAWN:
            raise CaseError("withdrawn", _("This case was withdrawn. Open a new one instead."))
        if case.state != CaseState.DECIDED:
            return case
        case.state, case.closed_at = CaseState.OPEN, None
        case.due_on, case.due_basis, case.exception = due_on, due_basis, exception
        case.save(update_fields=["state", "closed_at", "due_on", "due_basis", "exception"])
        HistoryEntry.objects.create(case=case, user=by, verb="taken-up-again", words=words.strip())
    return case


def add_note(case_id: int, *, by: User, words: str) -> HistoryEntry:
    """An officer's note, kept for good. Raises CaseError: words."""
    if not words.strip():
        raise CaseError("words", _("Write the note first."))
    return HistoryEntry.objects.create(case_id=case_id, user=by, verb="noted", words=words.strip())


def withdraw(case_id: int, *, applicant: Person, words: str = "") -> Case:
    """The applicant withdraws before a decision. Withdrawing again changes nothing. Raises CaseError: closed, not-yours."""
    with transaction.atomic():
        case = Case.objects.select_for_update().get(pk=case_id)
        if case.applicant_id != applicant.pk:
            raise CaseError("not-yours", _("Only the person who applied can withdraw."))
        if case.state == CaseState.WITHDRAWN:
            return case
        if case.state not in LIVE:
            raise CaseError("closed", _("This case is already decided. You can appeal against the decision instead."))
        case.state = CaseState.WITHDRAWN
        case.closed_at = timezone.now()
        case.save(update_fields=["state", "closed_at"])
        HistoryEntry.objects.create(case=case, verb="withdrawn", words=words.strip())
        procedure = procedure_of(case.kind)
        if procedure.withdrawn:
            procedure.withdrawn(case)
        publish("case.withdrawn", {"case": case.pk, "kind": case.kind})
    return case


def _live(case_id: int) -> Case:
    case = Case.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=case_id)
    if case.state not in LIVE:
        raise CaseError("closed", _("This case is already decided."))
    return case
