"""Join a report with an earlier one about the same thing."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from madang.core.cases.actions.decide import decide
from madang.core.cases.errors import CaseError
from madang.core.cases.models import Outcome
from madang.core.people.models import User
from madang.systems.complaints.actions.record_move import record_move
from madang.systems.complaints.actions.tell_everyone import tell_everyone
from madang.systems.complaints.models import Report, State
from madang.systems.complaints.models.report import LIVE
from madang.systems.complaints.services import last_answer, locked, report_at_work


def join_reports(report_id: int, *, into: int, by: User | None) -> Report:
    """The report becomes a "me too" of the other; its reporters get every answer of that one. Nothing of it is lost.

    `by` is None when the reporter says so. Joining again changes nothing. Returns the report that goes on.
    Raises Http404 for who does not work on both, CaseError: itself, settled.
    """
    with transaction.atomic():
        goes_on = locked(into)
        if goes_on.joined_to_id is not None:
            goes_on = locked(goes_on.joined_to_id)
        report = locked(report_id) if by is None else report_at_work(report_id, by)
        if by is not None:
            report_at_work(goes_on.pk, by)
        if report.pk == goes_on.pk:
            raise CaseError("itself", _("A report cannot be joined with itself. Choose another one."))
        if report.joined_to_id == goes_on.pk:
            return goes_on
        if report.state not in LIVE or goes_on.state not in LIVE:
            raise CaseError("settled", _("Only reports that are in work can be joined."))
        more = 1 + report.supporters_count
        report.joined.update(joined_to=goes_on)
        report.state, report.joined_to = State.JOINED, goes_on
        record_move(report, "joined", by=by, other=goes_on.number)
        goes_on.supporters_count += more
        record_move(goes_on, "grew", other=report.number)
        words = _("Joined with report %(number)s. Its answers reach you as well.") % {"number": goes_on.number}
        decide(report.case_id, Outcome.CLOSED, by=by, words=words)
        subject = gettext_noop("Your report {number} goes on with {other}")
        body = gettext_noop("Others reported the same. Every answer reaches you as well.")
        tell_everyone(report, subject, body, other=goes_on.number)
        if answer := last_answer(goes_on):
            answered = gettext_noop("Report {number} is answered"), gettext_noop("The agency says: {words}")
            tell_everyone(report, *answered, words=answer)
    return goes_on
