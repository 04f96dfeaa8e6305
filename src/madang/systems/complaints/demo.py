"""Believable demonstration data."""

from __future__ import annotations

import uuid

from madang.core.people.models import Organisation, Person
from madang.systems.complaints.actions.send_request import send_request
from madang.systems.complaints.services import OWNER

KEY = uuid.uuid5(uuid.NAMESPACE_URL, "https://madang.example/demo/complaints")


def load() -> None:
    """A few residents have asked for something. Loading again changes nothing: the keys are always the same."""
    Organisation.objects.get_or_create(code=OWNER, defaults={"titles": {"en": "Complaints", "ko": "민원 신고"}})
    for number, person in enumerate(Person.objects.order_by("pk")[:3]):
        send_request(person, f"Could you help me with this? ({number + 1})", key=uuid.uuid5(KEY, str(number)))
