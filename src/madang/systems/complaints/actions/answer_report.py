"""Answer a report."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from madang.core.cases.actions.work import add_note
from madang.core.cases.errors import CaseError
from madang.core.cases.models import CaseState
from madang.core.people.models import User
from madang.systems.complaints.actions.record_move import record_move
from madang.systems.complaints.actions.tell_everyone import tell_everyone
from madang.systems.complaints.models import Report, State
from madang.systems.complaints.models.report import LIVE
from madang.systems.complaints.services import report_at_work


def answer_report(report_id: int, *, by: User, words: str) -> Report:
    """Answer in plain words; everyone who waits gets it. Without a reply the report closes itself after its term.

    Raises Http404 for who does not work on it, CaseError: closed, words.
    """
    if not words.strip():
        raise CaseError("words", _("Write the answer in plain words; the reporter reads exactly this."))
    with transaction.atomic():
        report = report_at_work(report_id, by)
        if report.state not in LIVE:
            raise CaseError("closed", _("This report is closed. Open it again first."))
        report.state, report.answered_at = State.ANSWERED, timezone.now()
        record_move(report, "answered", by=by, words=words)
        add_note(report.case_id, by=by, words=words)
        report.case.state = CaseState.WAITING
        report.case.save(update_fields=["state"])
        until = report.clocks.filter(rule="closing", ended_on=None).values_list("due_on", flat=True).get()
        tell_everyone(
            report,
            gettext_noop("Report {number} is answered"),
            gettext_noop("The agency says: {words}\n\nIf this does not settle it, reply by {day}."),
            words=words.strip(),
            day=until.isoformat(),
        )
    return report
