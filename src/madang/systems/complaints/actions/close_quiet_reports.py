"""Close answered reports whose time for a reply has passed."""

from __future__ import annotations

import datetime as dt
import logging

from django.utils import timezone

from madang.systems.complaints.actions.close_report import close_report
from madang.systems.complaints.engine.clocks import Rule
from madang.systems.complaints.models import Clock, State

logger = logging.getLogger(__name__)


def close_quiet_reports(today: dt.date | None = None) -> int:
    """Close them with the answer that was given; returns how many. Run by the worker."""
    today = today or timezone.localdate()
    over = Clock.objects.filter(
        ended_on=None, due_on__lt=today, rule=Rule.CLOSING.value, report__state=State.ANSWERED
    ).values_list("report_id", flat=True)
    closed = 0
    for report_id in list(over):
        try:
            close_report(report_id, by=None)
            closed += 1
        except Exception:  # one broken report must not keep all others open; the next round tries it again
            logger.exception("report %s could not be closed", report_id)
    return closed
