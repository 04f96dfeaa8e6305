"""Escalate what is late: to the supervisor, then to the Ombudsman."""

from __future__ import annotations

import datetime as dt
import logging

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop

from madang.core.notices.send import Notice, send
from madang.core.people.models import Assignment, Role
from madang.systems.complaints.actions.record_move import record_move
from madang.systems.complaints.engine.clocks import ClockState, Rule, escalations
from madang.systems.complaints.models import Clock, Report
from madang.systems.complaints.models.report import OMBUDSMAN
from madang.systems.complaints.services import locked, working_days

logger = logging.getLogger(__name__)
SUPERVISOR = "supervisor"
ORDER = ("", SUPERVISOR, OMBUDSMAN)
EXCEPTIONS = {
    SUPERVISOR: gettext_noop("Late: a supervisor must see to it."),
    OMBUDSMAN: gettext_noop("Late: the Ombudsman has been told."),
}


def escalate_overdue(today: dt.date | None = None) -> int:
    """Escalate every running clock that is late, each level once; returns how many steps were taken. Run by the worker."""
    today = today or timezone.localdate()
    late = Clock.objects.filter(ended_on=None, due_on__lt=today).exclude(rule=Rule.CLOSING.value)
    steps = 0
    for clock_id, report_id in list(late.exclude(escalated_to=OMBUDSMAN).values_list("pk", "report_id")):
        try:
            steps += _escalate(report_id, clock_id, today)
        except (
            Exception
        ):  # one broken report must not keep all others from being escalated; the next round tries it again
            logger.exception("clock %s could not be escalated", clock_id)
    return steps


def _escalate(report_id: int, clock_id: int, today: dt.date) -> int:
    with transaction.atomic():
        report = locked(report_id)
        clock = Clock.objects.get(pk=clock_id)
        if clock.ended_on is not None:
            return 0
        state = ClockState(Rule(clock.rule), clock.round, clock.started_on, clock.due_on, clock.basis)
        steps = 0
        for level, since in escalations(state, today, working_days()):
            if ORDER.index(level) > ORDER.index(clock.escalated_to):
                clock.escalated_to, clock.escalated_on = level, since
                clock.save(update_fields=["escalated_to", "escalated_on"])
                _tell(report, level, clock)
                steps += 1
    return steps


def _tell(report: Report, level: str, clock: Clock) -> None:
    if ORDER.index(level) > ORDER.index(report.escalated_to):
        report.escalated_to = level
    report.case.exception = EXCEPTIONS[report.escalated_to]
    report.case.save(update_fields=["exception"])
    record_move(report, "escalated", level=level, rule=clock.rule, due_on=clock.due_on.isoformat())
    if level == SUPERVISOR:
        today = timezone.localdate()
        posts = Assignment.objects.filter(
            organisation=report.organisation, role=Role.SUPERVISOR, since__lte=today, user__person__isnull=False
        ).exclude(until__lt=today)
        subject = gettext_noop("Report {number} is late")
        body = gettext_noop("It was due by {day}. Please see to it.")
        values = {"number": report.number, "day": clock.due_on.isoformat()}
        persons = sorted(set(posts.values_list("user__person_id", flat=True)))
        send(Notice(pk, subject, body, values=values, link=f"/complaints/desk/{report.tracking}/") for pk in persons)
