"""Give reports to other systems."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils import timezone

from madang.systems.complaints.models import Move, Report, Visibility

AT_ONCE = 500


def export_reports(*, unpublished: bool = False) -> Iterator[dict[str, Any]]:
    """Every report as a row with the columns `engine.exchange.EXPORTED`, oldest first: what everybody may read.

    unpublished: also those that wait for publication; their words are masked as the public would read them. Secret reports are
    never among them, and of no report does a row name a person, a contact or an officer.
    """
    reports = Report.objects.exclude(visibility=Visibility.SECRET) if unpublished else Report.objects.public()
    reports = reports.select_related("category", "organisation").order_by("reported_at", "pk")
    batch: list[Report] = []
    for report in reports.iterator(AT_ONCE):
        batch.append(report)
        if len(batch) == AT_ONCE:
            yield from _rows(batch)
            batch = []
    yield from _rows(batch)


def _rows(reports: list[Report]) -> Iterator[dict[str, Any]]:
    answers = dict(
        Move.objects.filter(report__in=reports, verb="answered", public=True)
        .order_by("report_id", "position")
        .values_list("report_id", "words")
    )
    for report in reports:
        yield {
            "service_request_id": report.tracking,
            "status": "closed" if report.closed_at else "open",
            "state": report.state,
            "service_code": report.category.code if report.category else "",
            "description": report.shown_words,
            "agency_responsible": report.organisation.code,
            "requested_datetime": timezone.localtime(report.reported_at).isoformat(timespec="seconds"),
            "updated_datetime": timezone.localtime(report.updated_at).isoformat(timespec="seconds"),
            "address": report.address,
            "lat": report.lat,
            "long": report.lon,
            "status_notes": answers.get(report.pk, ""),
        }
