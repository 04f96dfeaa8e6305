"""Send a report."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import get_language, gettext_noop
from django.utils.translation import gettext as _

from madang.core import archive
from madang.core.cases.actions.open_case import open_case
from madang.systems.complaints.actions.attach_photo import attach_photo
from madang.systems.complaints.actions.flag_text import flag_text
from madang.systems.complaints.actions.propose_category import propose_category
from madang.systems.complaints.actions.record_move import record_move
from madang.systems.complaints.actions.tell_everyone import tell_everyone
from madang.systems.complaints.engine.language import detect
from madang.systems.complaints.engine.tracking import new_tracking, shown_tracking
from madang.systems.complaints.models import Category, CategoryBy, Report, State, Supporter, Visibility
from madang.systems.complaints.services import KIND, ORDINARY, Checked, NewReport, centre, check, recorded, responsible

__all__ = ["NewReport", "Sent", "send_report"]

TITLE = gettext_noop("Report {number}: {beginning}")
WHY_A_HUMAN = gettext_noop("An officer answers every report.")
TITLE_LENGTH = 60
SURE = 0.5  # from here on the machine routes by itself; below, the centre looks


@dataclass(frozen=True)
class Sent:
    """What the sender gets. `new` is false when the same key came again."""

    report: Report
    new: bool = True


def send_report(new: NewReport) -> Sent:
    """Keep the report, open its case, route it, start its clocks, record it and tell the sender; all or nothing.

    A secret report is sent with `hold_report` and comes here when its day is over. Raises ValidationError with the field and
    the remedy; nothing is written then.
    """
    if new.visibility == Visibility.SECRET and new.reported_at is None:
        raise ValidationError(
            {"visibility": _("A secret report is sent on its own page, so that nothing leads to you.")}
        )
    checked = check(new)
    if new.key is not None and (known := Report.objects.filter(key=new.key).first()):
        return Sent(known, new=False)
    try:
        with transaction.atomic():
            return Sent(_write(new, checked))
    except IntegrityError:  # the same report was sent twice at the same moment
        known = Report.objects.filter(key=new.key).first() if new.key is not None else None
        if known is None:
            raise
        return Sent(known, new=False)


def _write(new: NewReport, checked: Checked) -> Report:
    at = new.reported_at or timezone.now()
    tracking = new.tracking or new_tracking()
    words, point = checked.words, checked.point
    category, confidence = _category(checked)
    person = new.person if new.visibility == Visibility.OPEN else None
    flags, public_words = flag_text(words)
    found, also = responsible(category, point)
    here = centre()
    case = open_case(
        KIND,
        service=KIND,
        title=TITLE,
        title_values={"number": shown_tracking(tracking), "beginning": words[:TITLE_LENGTH]},
        organisation=found or here,
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
        public_words=public_words,
        flags=flags,
        published=new.visibility != Visibility.SECRET,
        language=new.language or _language(words),
        category=category,
        category_by=CategoryBy.PERSON if new.category else CategoryBy.MACHINE,
        confidence=confidence,
        lat=point.lat if point else None,
        lon=point.lon if point else None,
        address=new.address.strip()[:300],
        attributes=dict(new.attributes),
        visibility=new.visibility,
        organisation=here,
        reported_at=at,
        source=new.source,
        external_id=new.external_id,
    )
    for photo in new.photos:
        attach_photo(report, photo)
    record_move(report, "received", at=at, severity=category.severity if category else ORDINARY)
    if found is not None:
        report.state = State.FORWARDED
        record_move(report, "forwarded", at=at, to=found)
    report.also_seen_by.set(also)
    if person is not None or new.contact:
        Supporter.objects.create(
            report=report, person=person, contact=new.contact, language=report.language, reporter=True, since=at
        )
    archive.append(
        KIND,
        recorded(report),
        reference=f"{KIND}:{tracking}",
        subject_ids=[person.pk] if person else [],
    )
    due = report.clocks.get(rule="answer", round=0).due_on
    tell_everyone(
        report,
        gettext_noop("We have your report {number}"),
        gettext_noop("You get an answer by {day}."),
        day=due.isoformat(),
    )
    return report


def _category(checked: Checked) -> tuple[Category | None, float | None]:
    """What the reporter chose, else what the machine is sure enough of, with its probability."""
    if checked.category is None and (proposals := propose_category(checked.words, most=1)):
        best = proposals[0]
        if best.probability >= SURE:
            return best.category, best.probability
    return checked.category, None


def _language(words: str) -> str:
    """The language of the words; of the page where the words do not say."""
    found = detect(words)
    return found.code if found.confidence >= SURE else get_language() or ""
