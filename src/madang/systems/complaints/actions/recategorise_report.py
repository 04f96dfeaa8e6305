"""Set the right category of a report."""

from __future__ import annotations

from django.db import transaction

from madang.core.people.models import User
from madang.systems.complaints.actions.record_move import record_move
from madang.systems.complaints.models import Category, CategoryBy, Report
from madang.systems.complaints.services import report_at_work


def recategorise_report(report_id: int, *, category: Category, by: User) -> Report:
    """Set the category; the machine learns from it. It can bring the answer nearer, never put it off. Again changes nothing.

    Raises Http404 for who does not work on the report.
    """
    with transaction.atomic():
        report = report_at_work(report_id, by)
        if report.category_id == category.pk and report.category_by == CategoryBy.OFFICER:
            return report
        report.category, report.category_by, report.confidence = category, CategoryBy.OFFICER, None
        record_move(report, "recategorised", by=by, severity=category.severity, category=category.code)
    return report
