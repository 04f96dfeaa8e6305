"""Fill the demo town with reports."""

from __future__ import annotations

import datetime as dt
import uuid

from django.utils import timezone

from madang.core.people.models import Assignment, Organisation, Role, User
from madang.systems.complaints.actions.accept_report import accept_report
from madang.systems.complaints.actions.answer_report import answer_report
from madang.systems.complaints.actions.close_report import close_report
from madang.systems.complaints.actions.escalate_overdue import escalate_overdue
from madang.systems.complaints.actions.join_reports import join_reports
from madang.systems.complaints.actions.send_report import NewReport, send_report
from madang.systems.complaints.demo.offices import load_offices
from madang.systems.complaints.demo.reports import FLOOD, OTHERS, Sample
from madang.systems.complaints.models import Report
from madang.systems.complaints.models.report import OMBUDSMAN

KEY = uuid.uuid5(uuid.NAMESPACE_URL, "https://madang.example/demo/complaints")
OFFICER = "complaints-demo-officer"
SINCE = dt.date(2020, 1, 1)
JOINED = 4  # of the flood: the first of them say the same as the oldest


def load() -> None:
    """Offices, and some forty reports: some late and escalated, one flood reported a dozen times. Again changes nothing."""
    offices = load_offices()
    officer = _officer(offices)
    _colleague(offices)
    flood = [_send(sample, f"flood-{number}") for number, sample in enumerate(FLOOD)]
    for report, new in flood[1:JOINED]:
        if new:
            join_reports(report.pk, into=flood[0][0].pk, by=None)
    for number, sample in enumerate(OTHERS):
        report, new = _send(sample, f"other-{number}")
        if new:
            _work(report, sample, officer)
    escalate_overdue()


def _officer(offices: dict[str, Organisation]) -> User:
    """Whoever did the work that the demo shows as done; nobody can sign in as them."""
    user, made = User.objects.get_or_create(username=OFFICER)
    if made:
        user.set_unusable_password()
        user.save(update_fields=["password"])
    for office in offices.values():
        Assignment.objects.get_or_create(user=user, organisation=office, role=Role.OFFICER, since=SINCE)
    return user


def _colleague(offices: dict[str, Organisation]) -> None:
    """The municipality's officer, as whom people sign in to look around, answers reports as well."""
    post = Assignment.objects.filter(role=Role.OFFICER, organisation__code__startswith="municipality-")
    first = post.select_related("user").order_by("pk").first()
    if first is None:  # reports without a town around them
        return
    for code, office in offices.items():
        if code != OMBUDSMAN:
            Assignment.objects.get_or_create(user=first.user, organisation=office, role=Role.OFFICER, since=SINCE)


def _send(sample: Sample, name: str) -> tuple[Report, bool]:
    new = NewReport(
        words=sample.words,
        address=sample.address,
        lat=sample.lat,
        lon=sample.lon,
        key=uuid.uuid5(KEY, name),
        reported_at=timezone.now() - dt.timedelta(days=sample.days),
    )
    sent = send_report(new)
    return sent.report, sent.new


def _work(report: Report, sample: Sample, officer: User) -> None:
    if sample.then == "accepted":
        accept_report(report.pk, by=officer, words=sample.said)
    elif sample.then == "answered":
        answer_report(report.pk, by=officer, words=sample.said)
    elif sample.then == "closed":
        close_report(report.pk, by=officer, words=sample.said)
