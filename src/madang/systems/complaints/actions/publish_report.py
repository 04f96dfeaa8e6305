"""Decide what everybody may read of a report."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from madang.core.cases.errors import CaseError
from madang.core.people.models import User
from madang.systems.complaints.actions.record_move import record_move
from madang.systems.complaints.models import Report, Visibility
from madang.systems.complaints.services import report_at_work


def publish_report(report_id: int, *, by: User, shown: bool, public_words: str, reason: str) -> Report:
    """Show the report with these words, or withhold it; what was written is kept either way, and the reason with it.

    Raises Http404 for who does not work on it, CaseError: secret, reason, words.
    """
    if not reason.strip():
        raise CaseError("reason", _("Give the reason; it is kept and the reporter can read it."))
    if shown and not public_words.strip():
        raise CaseError("words", _("Leave the words that everybody may read."))
    with transaction.atomic():
        report = report_at_work(report_id, by)
        if shown and report.visibility == Visibility.SECRET:
            raise CaseError("secret", _("A secret report is never published."))
        report.published = shown
        report.public_words = "" if public_words.strip() == report.words else public_words.strip()
        report.flags = []
        record_move(report, "published" if shown else "withheld", by=by, words=reason, public=False)
    return report
