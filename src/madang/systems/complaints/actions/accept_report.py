"""Say what will be done about a report."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from madang.core.cases.errors import CaseError
from madang.core.people.models import User
from madang.systems.complaints.actions.record_move import record_move
from madang.systems.complaints.actions.tell_everyone import tell_everyone
from madang.systems.complaints.models import Report, State
from madang.systems.complaints.models.report import IN_WORK
from madang.systems.complaints.services import report_at_work


def accept_report(report_id: int, *, by: User, words: str) -> Report:
    """State the follow-up, for everybody to read. Raises Http404 for who does not work on it, CaseError: answered, words."""
    if not words.strip():
        raise CaseError("words", _("Say what you will do, so that the reporter knows."))
    with transaction.atomic():
        report = report_at_work(report_id, by)
        if report.state not in IN_WORK:
            raise CaseError("answered", _("This report is already answered."))
        report.state = State.IN_PROGRESS
        record_move(report, "accepted", by=by, words=words)
        subject, body = gettext_noop("Report {number} is being worked on"), gettext_noop("The agency says: {words}")
        tell_everyone(report, subject, body, words=words.strip())
    return report
