"""Reply to an answer that does not settle the matter."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from madang.core.cases.errors import CaseError
from madang.core.cases.models import CaseState, HistoryEntry
from madang.systems.complaints.actions.record_move import record_move
from madang.systems.complaints.models import Report, State
from madang.systems.complaints.services import locked


def reply_to_answer(report_id: int, *, words: str) -> Report:
    """The reporter replies: the report is back in work with new clocks. Only the caller knows that it is the reporter.

    Raises CaseError: not-answered, words.
    """
    if not words.strip():
        raise CaseError("words", _("Write what is still wrong."))
    with transaction.atomic():
        report = locked(report_id)
        if report.state != State.ANSWERED:
            raise CaseError("not-answered", _("This report does not wait for your reply."))
        report.state = State.IN_PROGRESS
        record_move(report, "replied", words=words, public=False)
        HistoryEntry.objects.create(case=report.case, verb="replied", words=words.strip())
        report.case.state = CaseState.OPEN
        report.case.save(update_fields=["state"])
    return report
