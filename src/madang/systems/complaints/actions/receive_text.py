"""Receive a text message."""

from __future__ import annotations

import uuid

from madang.systems.complaints.actions.send_report import NewReport, Sent, send_report
from madang.systems.complaints.models import Source

TEXTS = uuid.UUID("8a4be1ce-20c3-4a61-9d8e-7bb4d2f6f6a2")  # the space of keys made of text messages


def receive_text(number: str, words: str) -> Sent:
    """A text message becomes a report; `number` is the gateway's own of the message, and the same again is the same report.

    The sender's telephone is neither asked for nor kept; the gateway sends them our answer with the tracking ID. Raises
    ValidationError as `send_report` does.
    """
    return send_report(NewReport(words=words, source=Source.SMS, key=uuid.uuid5(TEXTS, number)))
