"""Send a report."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import get_language, gettext_noop
from django.utils.translation import gettext as _

from madang.core import archive
from madang.core.cases.actions.open_case import open_case
from madang.core.people.models import Person
from madang.systems.complaints.actions.record_move import record_move
from madang.systems.complaints.engine.places import PlaceError, Point
from madang.systems.complaints.engine.tracking import new_tracking, shown_tracking
from madang.systems.complaints.models import Category, CategoryBy, Report, Source, State, Supporter, Visibility
from madang.systems.complaints.models.report import LONGEST
from madang.systems.complaints.services import KIND, ORDINARY, centre, responsible

TITLE = gettext_noop("Report {number}: {beginning}")
WHY_A_HUMAN = gettext_noop("An officer answers every report.")
TITLE_LENGTH = 60


@dataclass(frozen=True, kw_only=True)
class NewReport:
    """What somebody reports. Only `words` must be there.

    key: made by the sender; the same key again is the same report. category: code, empty to let the machine propose.
    person: only with visibility open. contact: e-mail for answers, never shown to an agency. tracking, reported_at: of a report
    that was received before, such as a secret one of yesterday or one of another system.
    """

    words: str
    visibility: str = Visibility.ANONYMOUS
    key: uuid.UUID | None = None
    category: str = ""
    lat: float | None = None
    lon: float | None = None
    address: str = ""
    language: str = ""
    attributes: Mapping[str, Any] = field(default_factory=dict)
    person: Person | None = None
    contact: str = ""
    source: str = Source.WEB
    external_id: str = ""
    tracking: str = ""
    reported_at: dt.datetime | None = None


@dataclass(frozen=True)
class Sent:
    """What the sender gets. `new` is false when the same key came again."""

    report: Report
    new: bool = True


def send_report(new: NewReport) -> Sent:
    """Keep the report, open its case, route it, start its clocks, record it and tell the sender; all or nothing.

    Raises ValidationError with the field and the remedy; nothing is written then.
    """
    words, point, category = _checked(new)
    if new.key is not None and (known := Report.objects.filter(key=new.key).first()):
        return Sent(known, new=False)
    try:
        with transaction.atomic():
            return Sent(_write(new, words, point, category))
    except IntegrityError:  # the same report was sent twice at the same moment
        known = Report.objects.filter(key=new.key).first() if new.key is not None else None
        if known is None:
            raise
        return Sent(known, new=False)


def _checked(new: NewReport) -> tuple[str, Point | None, Category | None]:
    problems: dict[str, str] = {}
    words = new.words.strip()
    if not words:
        problems["words"] = _("Write what is wrong.")
    elif len(words) > LONGEST:
        problems["words"] = _("Use at most %(n)d characters.") % {"n": LONGEST}
    point = None
    if (new.lat is None) != (new.lon is None):
        problems["lat"] = _("Give both latitude and longitude, or neither.")
    elif new.lat is not None and new.lon is not None:
        try:
            point = Point(new.lat, new.lon)
        except PlaceError:
            problems["lat"] = _("This place is not on Earth. Latitude goes from -90 to 90, longitude from -180 to 180.")
    category = None
    if new.category:
        category = Category.objects.select_related("organisation").filter(code=new.category, active=True).first()
        if category is None:
            problems["category"] = _("There is no such category. Choose one of the list, or none.")
    if new.visibility not in Visibility.values:
        problems["visibility"] = _("Choose who may know who you are.")
    elif new.visibility == Visibility.OPEN and new.person is None and not new.contact:
        problems["visibility"] = _("To send with your name, sign in first. Or send without your name.")
    if new.contact:
        try:
            validate_email(new.contact)
        except ValidationError:
            problems["contact"] = _("This is no e-mail address. Write it like name@example.org, or leave it out.")
    if problems:
        raise ValidationError(problems)
    return words, point, category


def _write(new: NewReport, words: str, point: Point | None, category: Category | None) -> Report:
    at = new.reported_at or timezone.now()
    tracking = new.tracking or new_tracking()
    person = new.person if new.visibility == Visibility.OPEN else None
    found, also = responsible(category, point)
    case = open_case(
        KIND,
        service=KIND,
        title=TITLE,
        title_values={"number": shown_tracking(tracking), "beginning": words[:TITLE_LENGTH]},
        organisation=centre(),
        applicant=person,
        subject=person,
        exception=WHY_A_HUMAN,
        reference=f"{KIND}:{tracking}",
        words=words,
        opened_at=at,
    )
    report = Report.objects.create(
        tracking=tracking,
        case=case,
        key=new.key,
        words=words,
        language=new.language or get_language() or "",
        category=category,
        category_by=CategoryBy.PERSON if new.category else CategoryBy.MACHINE,
        lat=point.lat if point else None,
        lon=point.lon if point else None,
        address=new.address.strip()[:300],
        attributes=dict(new.attributes),
        visibility=new.visibility,
        organisation=case.organisation,
        reported_at=at,
        updated_at=at,
        source=new.source,
        external_id=new.external_id,
    )
    record_move(report, "received", at=at, severity=category.severity if category else ORDINARY)
    if found is not None:
        report.state = State.FORWARDED
        record_move(report, "forwarded", at=at, to=found)
        report.organisation = case.organisation = found
        report.save(update_fields=["organisation"])
        case.save(update_fields=["organisation"])
    report.also_seen_by.set(also)
    if person is not None or new.contact:
        Supporter.objects.create(
            report=report, person=person, contact=new.contact, language=report.language, reporter=True, since=at
        )
    archive.append(
        KIND,
        {"report": tracking, "words": words, "case": case.number, "reported_at": at.isoformat()},
        reference=f"{KIND}:{tracking}",
        subject_ids=[person.pk] if person else [],
    )
    return report
