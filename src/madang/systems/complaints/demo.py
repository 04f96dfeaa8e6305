"""Believable demonstration data."""

from __future__ import annotations

import uuid

from madang.core.people.models import Organisation
from madang.systems.complaints.actions.send_report import NewReport, send_report
from madang.systems.complaints.services import OWNER

KEY = uuid.uuid5(uuid.NAMESPACE_URL, "https://madang.example/demo/complaints")


def load() -> None:
    """A report of a broken lamp. Loading again changes nothing: the keys are always the same."""
    Organisation.objects.get_or_create(
        code=OWNER, defaults={"titles": {"en": "Complaints Centre", "ko": "민원신고센터"}}
    )
    send_report(NewReport(words="해운대로 가로등이 꺼져 있어요.", key=uuid.uuid5(KEY, "lamp")))
