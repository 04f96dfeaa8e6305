"""Sending messages to people."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from madang.core.notices.models import Message


@dataclass(frozen=True)
class Notice:
    """A message before it is sent: message ids with their figures, so that each person reads it in their own language."""

    person_id: int
    subject: str
    body: str = ""
    values: dict[str, Any] = field(default_factory=dict)
    link: str = ""


def send(notices: Iterable[Notice]) -> int:
    """Put messages into people's boxes, in the caller's transaction. Returns how many."""
    rows = [
        Message(person_id=n.person_id, subject=n.subject, body=n.body, values=n.values, link=n.link) for n in notices
    ]
    Message.objects.bulk_create(rows, batch_size=2000)
    return len(rows)
