"""Take secret reports and messages of past days into work."""

from __future__ import annotations

import datetime as dt
import logging
import secrets
from dataclasses import replace

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from madang.core.cases.models import HistoryEntry
from madang.systems.complaints.actions.rate_answer import rate_answer
from madang.systems.complaints.actions.reopen_report import reopen_report
from madang.systems.complaints.actions.send_report import NewReport, send_report
from madang.systems.complaints.engine.images import clean_image
from madang.systems.complaints.models import HeldReport, Mailbox, Message, State, Visibility

logger = logging.getLogger(__name__)


def take_in_held_reports(today: dt.date | None = None) -> int:
    """Everything secret that came before today, in random order and in one transaction; returns how many. Run by the worker.

    So neither numbers nor times, nor the order in which rows were written, say when in the day something came.
    """
    today = today or timezone.localdate()
    with transaction.atomic():
        held = list(HeldReport.objects.select_for_update().filter(day__lt=today))
        messages = list(Message.objects.filter(from_reporter=True, delivered=False, day__lt=today))
        order = secrets.SystemRandom()
        order.shuffle(held)
        order.shuffle(messages)
        for row in held:
            _take_in(row)
        for message in messages:
            _deliver(message)
    return len(held) + len(messages)


def _take_in(row: HeldReport) -> None:
    midnight = timezone.make_aware(dt.datetime.combine(row.day, dt.time()))
    photos = [clean_image(bytes(photo.content)) for photo in row.photos.all()]
    new = NewReport(
        **row.content, visibility=Visibility.SECRET, tracking=row.tracking, reported_at=midnight, photos=photos
    )
    try:
        report = send_report(new).report
    except (
        ValidationError
    ):  # its category or area ended overnight: the words still count, and the centre forwards by hand
        place = f"{new.address} ({new.lat}, {new.lon})" if new.lat is not None else new.address
        report = send_report(replace(new, category="", lat=None, lon=None, address=place.strip())).report
    Mailbox.objects.create(report=report, passphrase=row.passphrase)
    row.delete()


def _deliver(message: Message) -> None:
    report = message.mailbox.report
    if message.stars is not None and report.state in {State.ANSWERED, State.CLOSED}:
        midnight = timezone.make_aware(dt.datetime.combine(message.day, dt.time()))
        rate_answer(report.pk, stars=message.stars, at=midnight)
    if message.reopens and report.state in {State.ANSWERED, State.CLOSED}:
        reopen_report(report.pk, words=message.words)
    elif message.words:
        HistoryEntry.objects.create(case=report.case, verb="reporter-wrote", words=message.words)
    message.delivered = True
    message.save(update_fields=["delivered"])
