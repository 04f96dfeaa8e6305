"""Close a report."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from madang.core.cases.actions.decide import decide
from madang.core.cases.errors import CaseError
from madang.core.cases.models import CaseState, Outcome
from madang.core.people.models import User
from madang.systems.complaints.actions.record_move import record_move
from madang.systems.complaints.actions.tell_everyone import tell_everyone
from madang.systems.complaints.models import Report, State
from madang.systems.complaints.models.report import LIVE
from madang.systems.complaints.services import last_answer, locked, report_at_work


def close_report(report_id: int, *, by: User | None, words: str = "") -> Report:
    """Close with an answer in plain words: `words`, or the answer given before. Everyone is asked whether they are content.

    `by` is None when the time for a reply has passed, or when the case was decided on the desk. Closing again changes nothing.
    Raises Http404 for who does not work on it, CaseError: no-answer.
    """
    with transaction.atomic():
        report = locked(report_id) if by is None else report_at_work(report_id, by)
        if report.state not in LIVE:
            return report
        said = words.strip() or last_answer(report)
        if not said:
            raise CaseError("no-answer", _("Write the answer in plain words. No report is closed without one."))
        now = timezone.now()
        if words.strip():
            report.answered_at = now
            record_move(report, "answered", by=by, words=words)
        report.state, report.closed_at = State.CLOSED, now
        record_move(report, "closed", by=by)
        report.case.refresh_from_db()
        if report.case.state in {CaseState.OPEN, CaseState.WAITING}:
            decide(report.case_id, Outcome.CLOSED, by=by, words=said)
        tell_everyone(
            report,
            gettext_noop("Report {number} is closed"),
            gettext_noop(
                "The answer: {words}\n\nTell us whether you are content. If it is not settled, open it again."
            ),
            words=said,
        )
    return report
