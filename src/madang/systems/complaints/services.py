"""What people can ask for and officers decide: the procedure, the terms in law, who is responsible, who may touch a report."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import Count, Max
from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from madang.core.cases.models import Outcome
from madang.core.cases.procedures import Procedure, register_procedure
from madang.core.people.models import Organisation, Person, Role, User
from madang.core.people.permissions import organisations_of
from madang.core.services.packs import active_pack
from madang.systems.complaints.engine.clocks import ClockRule, Rule, WorkingDays
from madang.systems.complaints.engine.places import Body, PlaceError, Point, responsible_for, shape
from madang.systems.complaints.engine.texts import clean
from madang.systems.complaints.models import Area, Category, Report, Source, Visibility
from madang.systems.complaints.models.report import LONGEST, OMBUDSMAN, STAFF

if TYPE_CHECKING:
    from madang.systems.complaints.engine.images import CleanImage

KIND = "complaint"
OWNER = "complaints-centre"
CENTRE = {"en": "Complaints Centre", "ko": "민원신고센터", "id": "Pusat Pengaduan"}

BASIS = "PANRB 62/2018"
#: Dated: a clock keeps the version that was in force on the day it started. A country with other terms writes its own here.
CLOCK_RULES: tuple[ClockRule, ...] = (
    ClockRule(Rule.FORWARD, 3, BASIS),
    ClockRule(Rule.FOLLOW_UP, 5, BASIS),
    ClockRule(Rule.ANSWER, None, BASIS),
    ClockRule(Rule.CLOSING, 10, BASIS),
)
ORDINARY = 14  # working days for the answer while nobody has found the category

PROCEDURE = register_procedure(
    Procedure(kind=KIND, title=gettext_lazy("Report"), outcomes=(Outcome.CLOSED,), appealable=False)
)


@dataclass(frozen=True, kw_only=True)
class NewReport:
    """What somebody reports. Only `words` must be there.

    key: made by the sender; the same key again is the same report. category: code, empty to let the machine propose.
    person: kept only with visibility open. contact: e-mail for answers, never shown to an agency. photos: cleaned already.
    tracking, reported_at: of a report that was received before, such as a secret one of yesterday or one of another system.
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
    photos: Sequence[CleanImage] = ()
    person: Person | None = None
    contact: str = ""
    source: str = Source.WEB
    external_id: str = ""
    tracking: str = ""
    reported_at: dt.datetime | None = None


@dataclass(frozen=True)
class Checked:
    """A new report whose every part can be kept."""

    words: str
    point: Point | None
    category: Category | None


def check(new: NewReport) -> Checked:
    """What is to be kept of a new report. Raises ValidationError with each field and its remedy."""
    problems: dict[str, str] = {}
    words = clean(new.words).text
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
        else:
            if _beyond(point):
                problems["lat"] = _("No agency answers for this place. Move the point, or write the address instead.")
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
    return Checked(words, point, category)


def _bodies() -> tuple[Body, ...]:
    """Every area, read once and again when one has changed: 256 areas of 500 corners take 75 ms to read."""
    known = Area.objects.aggregate(count=Count("pk"), latest=Max("changed_at"))
    return _bodies_as_of(known["count"], known["latest"])


@lru_cache(maxsize=1)
def _bodies_as_of(count: int, latest: dt.datetime | None) -> tuple[Body, ...]:
    areas = Area.objects.only("organisation_id", "geometry", "groups")
    return tuple(Body(area.organisation_id, shape(area.geometry), frozenset(area.groups)) for area in areas)


def _beyond(point: Point) -> bool:
    """Whether areas are known and none reaches the point, such as one in the open sea."""
    bodies = _bodies()
    return bool(bodies) and responsible_for(point, bodies).responsible is None


def centre() -> Organisation:
    """The organisation that forwards what no rule could. Made when it is missing: no report is lost for want of an office."""
    return Organisation.objects.get_or_create(code=OWNER, defaults={"titles": CENTRE})[0]


def working_days() -> WorkingDays:
    """The country's calendar of the law pack in force."""
    return WorkingDays(active_pack().calendar.is_working_day)


def responsible(category: Category | None, point: Point | None) -> tuple[Organisation | None, list[int]]:
    """Who answers, and the ids of others whose area holds or nearly holds the point.

    By area first, then the category's own organisation; None when neither says, so that the centre forwards by hand.
    """
    found, also = None, []
    if point is not None:
        answer = responsible_for(point, _bodies(), category.group if category else "")
        if category is not None and answer.responsible is not None:
            found = Organisation.objects.get(pk=answer.responsible)
        also = [
            pk for pk in (answer.responsible, *answer.also) if pk is not None and found is not None and pk != found.pk
        ]
    if found is None and category is not None:
        found = category.organisation
    return found, also


def report_at_work(report_id: int, by: User) -> Report:
    """The report, locked, for an officer of the organisation that answers now. Raises Http404 for everybody else."""
    report = locked(report_id)
    if report.organisation_id not in organisations_of(by, *STAFF):
        raise Http404
    return report


def recorded(report: Report) -> dict[str, Any]:
    """What the log commits to: what was reported, and that it was."""
    at = report.reported_at.astimezone(dt.UTC).isoformat(timespec="microseconds")
    return {"report": report.tracking, "words": report.words, "case": report.case.number, "reported_at": at}


def rebuild_report(reference: str) -> dict[str, Any] | None:
    """The payload of `complaint:ABCDEFGHJK` from today's database; None when the report is gone."""
    report = Report.objects.select_related("case").filter(tracking=reference.partition(":")[2]).first()
    return recorded(report) if report else None


def report_references() -> Iterator[str]:
    """Every report must have been recorded."""
    for tracking in Report.objects.order_by("pk").values_list("tracking", flat=True).iterator():
        yield f"{KIND}:{tracking}"


def oversees(user: User) -> bool:
    """Whether the user works for the Ombudsman."""
    ids = Organisation.objects.filter(code=OMBUDSMAN).values_list("pk", flat=True)
    return not organisations_of(user, *STAFF, Role.AUDITOR).isdisjoint(ids)


def last_answer(report: Report) -> str:
    """The words of the latest answer; empty before the first."""
    return report.moves.filter(verb="answered").order_by("-position").values_list("words", flat=True).first() or ""


def locked(report_id: int) -> Report:
    """The report, locked until the transaction ends. Raises Http404 when there is none."""
    report = (
        Report.objects.select_for_update(of=("self",))
        .select_related("case", "organisation", "category__organisation")
        .filter(pk=report_id)
        .first()
    )
    if report is None:
        raise Http404
    return report
