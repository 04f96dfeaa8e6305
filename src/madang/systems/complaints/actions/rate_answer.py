"""Rate an answer."""

from __future__ import annotations

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from madang.systems.complaints.models import Satisfaction, State, Supporter
from madang.systems.complaints.services import locked


def rate_answer(
    report_id: int, *, stars: int, words: str = "", supporter: Supporter | None = None, at: dt.datetime | None = None
) -> Satisfaction:
    """Keep how content somebody is, 1 to 5; a later rating replaces the earlier one. `supporter` is None for the nameless reporter.

    Raises ValidationError: stars out of range, or nothing answered yet.
    """
    if not 1 <= stars <= 5:
        raise ValidationError({"stars": _("Choose from 1 (not at all) to 5 (very content).")})
    with transaction.atomic():
        report = locked(report_id)
        if report.state not in {State.ANSWERED, State.CLOSED}:
            raise ValidationError({"stars": _("There is no answer to rate yet.")})
        kept, _made = Satisfaction.objects.update_or_create(
            report=report,
            supporter=supporter,
            defaults={"stars": stars, "words": words.strip()[:1000], "at": at or timezone.now()},
        )
    return kept
