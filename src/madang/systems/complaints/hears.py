"""What happens by itself: decisions and transfers on the desk, mails to send, and everything that falls due."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core import signing
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from madang.core.cases.messages import sentence
from madang.core.cases.models import Case, CaseState
from madang.core.operations.due import when_due
from madang.core.people.models import Organisation
from madang.systems.complaints.actions.close_quiet_reports import close_quiet_reports
from madang.systems.complaints.actions.close_report import close_report
from madang.systems.complaints.actions.count_figures import count_figures
from madang.systems.complaints.actions.escalate_overdue import escalate_overdue
from madang.systems.complaints.actions.record_move import record_move
from madang.systems.complaints.actions.take_in_held_reports import take_in_held_reports
from madang.systems.complaints.models import Report, State, Supporter
from madang.systems.complaints.models.report import LIVE
from madang.systems.complaints.services import KIND, locked

STOP = "complaints.stop"  # salt of the link with which an address ends its mails
EVERY = 300  # seconds; what falls due here falls due by the day

when_due("complaints-secret", EVERY)(take_in_held_reports)
when_due("complaints-escalate", EVERY)(escalate_overdue)
when_due("complaints-close", EVERY)(close_quiet_reports)
when_due("complaints-figures", 3 * EVERY)(count_figures)


def follow_decision(payload: dict[str, Any]) -> None:
    """A report whose case was decided on the common desk is closed with the officer's words."""
    report = Report.objects.filter(case_id=payload["case"], state__in=LIVE).first()
    if report is not None:
        decision = report.case.decisions.filter(final=True).order_by("-id").first()
        if decision is not None and report.case.state == CaseState.DECIDED:
            close_report(report.pk, by=None, words=decision.words)


def follow_transfer(payload: dict[str, Any]) -> None:
    """A report whose case was passed on at the common desk goes with it."""
    if payload["kind"] != KIND:
        return
    found = Report.objects.filter(case_id=payload["case"]).values_list("pk", flat=True).first()
    if found is None:
        return
    report = locked(found)
    to = Organisation.objects.get(pk=report.case.organisation_id)
    if report.organisation_id != to.pk:
        report.state = State.FORWARDED
        record_move(report, "forwarded", to=to)


def follow_withdrawal(payload: dict[str, Any]) -> None:
    """A report that its reporter took back is closed; what was said of it stays."""
    if payload["kind"] != KIND:
        return
    found = Report.objects.filter(case_id=payload["case"], state__in=LIVE).values_list("pk", flat=True).first()
    if found is not None and Case.objects.filter(pk=payload["case"], state=CaseState.WITHDRAWN).exists():
        report = locked(found)
        report.state = State.CLOSED
        record_move(report, "closed", withdrawn=True)


def send_mail(payload: dict[str, Any]) -> None:
    """Write to an address that waits for a report, in its language. Whoever stopped the mails gets none."""
    supporter = Supporter.objects.filter(pk=payload["supporter"]).exclude(contact="").first()
    if supporter is None:
        return
    language = supporter.language if supporter.language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
    with translation.override(language):
        values = payload["values"]
        stop = reverse("complaints:stop", args=[signing.dumps(supporter.pk, salt=STOP, compress=True)])
        lines = [
            sentence(payload["body"], values),
            f"{_('Follow it here:')} {settings.PUBLIC_URL}{payload['link']}",
            f"{_('No more mails about this report:')} {settings.PUBLIC_URL}{stop}",
        ]
        EmailMessage(sentence(payload["subject"], values), "\n\n".join(lines), to=[supporter.contact]).send()
