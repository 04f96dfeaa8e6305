"""Forward a report to the organisation that is responsible."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from madang.core.cases.actions.work import transfer
from madang.core.cases.errors import CaseError
from madang.core.people.models import Organisation, User
from madang.systems.complaints.actions.record_move import record_move
from madang.systems.complaints.models import Report, State
from madang.systems.complaints.models.report import IN_WORK
from madang.systems.complaints.services import report_at_work


def forward_report(report_id: int, *, to: Organisation, by: User, words: str) -> Report:
    """Pass the report on, with the reason. Its clocks run on; the reporter sees where it is and has nothing to do.

    Raises Http404 for who does not work on it, CaseError: same, answered, words.
    """
    with transaction.atomic():
        report = report_at_work(report_id, by)
        if report.state not in IN_WORK:
            raise CaseError("answered", _("This report is already answered. It can no longer be passed on."))
        if report.organisation_id == to.pk:
            raise CaseError("same", _("The report is with this organisation already. Choose another one."))
        transfer(report.case_id, to=to, by=by, words=words)
        report.state = State.FORWARDED
        record_move(report, "forwarded", by=by, words=words, to=to)
        report.also_seen_by.remove(to)
    return report
