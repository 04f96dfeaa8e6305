"""Open a closed report again."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from madang.core.cases.actions.work import reopen
from madang.core.cases.errors import CaseError
from madang.systems.complaints.actions.record_move import record_move
from madang.systems.complaints.actions.reply_to_answer import reply_to_answer
from madang.systems.complaints.models import Report, State
from madang.systems.complaints.services import BASIS, locked

WHY_A_HUMAN = gettext_noop("Opened again: it is not settled.")


def reopen_report(report_id: int, *, words: str) -> Report:
    """Anyone affected may say that it is not settled: the report is back in work, with new clocks. One in work stays so.

    Raises CaseError: words, joined.
    """
    if not words.strip():
        raise CaseError("words", _("Write what is still wrong."))
    with transaction.atomic():
        report = locked(report_id)
        if report.state == State.JOINED:
            raise CaseError("joined", _("This report was joined with another one. Open that one again."))
        if report.state == State.ANSWERED:
            return reply_to_answer(report_id, words=words)
        if report.state != State.CLOSED:
            return report
        report.state, report.closed_at = State.IN_PROGRESS, None
        report.times_reopened += 1
        record_move(report, "reopened", words=words, public=False)
        reopen(report.case_id, by=None, words=words, due_on=report.due_on, due_basis=BASIS, exception=WHY_A_HUMAN)
    return report
