"""Take in a report of another 311 system."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from madang.core.cases.actions.decide import decide
from madang.core.cases.models import Outcome
from madang.systems.complaints.actions.record_move import record_move
from madang.systems.complaints.actions.send_report import send_report
from madang.systems.complaints.engine.exchange import Incoming
from madang.systems.complaints.models import Category, CategoryBy, Report, Source, State
from madang.systems.complaints.services import NewReport, centre


@dataclass(frozen=True)
class Imported:
    """new: False when it had been taken in before; nothing has changed then."""

    report: Report
    new: bool


class ImportRefusedError(ValueError):
    """A report that cannot be kept; `problems` says of each field what to do."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("; ".join(problems))
        self.problems = problems


def import_report(
    row: Incoming,
    *,
    system: str,
    categories: Mapping[str, str] | None = None,
    new_categories: bool = False,
    terms_from_today: bool = False,
) -> Imported:
    """Keep the report with its history as far as the other system tells it, without a person; all or nothing.

    system: the short name of the other system, so that numbers of two systems never meet. categories: our code by their name.
    new_categories: make a category of every name that is not known; else the machine proposes one. What was closed there is
    closed here. Clocks run as if the report had always been ours, which needs the public holidays of its year; with
    terms_from_today they start now, on the day the report comes to us. Raises ImportRefusedError.
    """
    external_id = f"{system}:{row.external_id}"
    if known := Report.objects.filter(source=Source.IMPORT, external_id=external_id).first():
        return Imported(known, new=False)
    latest = max(time for time in (row.reported_at, row.updated_at, row.closed_at) if time is not None)
    if latest > timezone.now() + dt.timedelta(days=1):
        raise ImportRefusedError(
            [_("The time %(time)s lies in the future. Correct it.") % {"time": latest.isoformat()}]
        )
    try:
        with transaction.atomic():
            category = _category(row, categories or {}, new_categories)
            sent = send_report(
                NewReport(
                    words=row.words,
                    category=category.code if category else "",
                    lat=row.point.lat if row.point else None,
                    lon=row.point.lon if row.point else None,
                    address=row.address,
                    source=Source.IMPORT,
                    external_id=external_id,
                    reported_at=None if terms_from_today else row.reported_at,
                )
            )
            report = Report.objects.select_for_update(of=("self",)).select_related("case").get(pk=sent.report.pk)
            if category is not None:
                report.category_by = CategoryBy.OFFICER
            _follow(report, row, timezone.now() if terms_from_today else None)
    except ValidationError as error:
        problems = [f"{field}: {' '.join(texts)}" for field, texts in error.message_dict.items()]
        raise ImportRefusedError(problems) from error
    except LookupError as error:  # the calendar does not know a year of this report
        remedy = _("Or import with --terms-from-today: then the terms start on the day the report comes to us.")
        raise ImportRefusedError([f"{error} {remedy}"]) from error
    return Imported(report, new=True)


def _category(row: Incoming, categories: Mapping[str, str], make: bool) -> Category | None:
    """Ours by the mapping, by code or by a name in any language; theirs, made anew, when that is wanted."""
    if not row.categories:
        return None
    label = row.categories[0]
    wanted = categories.get(label, label).casefold()
    for one in Category.objects.select_related("organisation"):
        if wanted == one.code.casefold() or wanted in {str(name).casefold() for name in one.names.values()}:
            return one
    if label in categories:
        raise ValidationError(
            {"category": _("There is no category with the code %(code)s. Correct --category.") % {"code": wanted}}
        )
    if not make:
        return None
    code = slugify(label)[:64] or f"imported-{hashlib.sha256(label.encode()).hexdigest()[:8]}"
    return Category.objects.create(code=code, names={"en": label}, organisation=centre())


def _follow(report: Report, row: Incoming, now: dt.datetime | None) -> None:
    """The moves after the receipt that the state there tells of, at the time it was last changed, or `now`."""
    settled = max(row.reported_at, row.closed_at or row.updated_at or row.reported_at)
    at = now or settled
    if row.state in {"in_progress", "answered", "closed", "joined"}:
        report.state = State.IN_PROGRESS
        record_move(report, "accepted", at=at)
    if row.state in {"answered", "closed", "joined"}:
        report.state, report.answered_at = State.ANSWERED, settled
        record_move(report, "answered", at=at, words=row.answer or _("Answered in the system it came from."))
    if row.state in {"closed", "joined"}:
        report.state, report.closed_at = State.CLOSED, settled
        record_move(report, "closed", at=at)
        decide(report.case_id, Outcome.CLOSED, by=None, words=row.answer or _("Closed in the system it came from."))
    report.reported_at = row.reported_at
    report.save()
