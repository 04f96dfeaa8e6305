"""The Ombudsman asks an agency about a late report."""

from __future__ import annotations

from django.db import transaction
from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from madang.core.cases.actions.work import add_note
from madang.core.cases.errors import CaseError
from madang.core.people.models import User
from madang.systems.complaints.actions.record_move import record_move
from madang.systems.complaints.models import Report
from madang.systems.complaints.services import locked, oversees

WHY_A_HUMAN = gettext_noop("The Ombudsman asks about this report.")


def remind_agency(report_id: int, *, by: User, words: str) -> Report:
    """Ask the agency, for everybody to read. Raises Http404 for who does not oversee or when it was not escalated, CaseError: words."""
    if not words.strip():
        raise CaseError("words", _("Write what you ask the agency."))
    with transaction.atomic():
        report = locked(report_id)
        if not oversees(by) or not Report.objects.escalated().filter(pk=report_id).exists():
            raise Http404
        record_move(report, "reminded", by=by, words=words)
        add_note(report.case_id, by=by, words=words)
        report.case.exception = WHY_A_HUMAN
        report.case.save(update_fields=["exception"])
    return report
