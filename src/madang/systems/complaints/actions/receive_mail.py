"""Receive an e-mail."""

from __future__ import annotations

import uuid

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q

from madang.core.cases.models import HistoryEntry
from madang.systems.complaints.actions.attach_photo import MOST, attach_photo
from madang.systems.complaints.actions.check_photo import check_photo
from madang.systems.complaints.actions.record_move import record_move
from madang.systems.complaints.actions.reopen_report import reopen_report
from madang.systems.complaints.actions.send_report import NewReport, Sent, send_report
from madang.systems.complaints.engine.images import CleanImage
from madang.systems.complaints.engine.mail import Mail, read_mail
from madang.systems.complaints.engine.tracking import clean_tracking
from madang.systems.complaints.models import Report, Source, State, Supporter, Visibility
from madang.systems.complaints.models.report import LONGEST
from madang.systems.complaints.services import locked

MESSAGES = uuid.UUID("5d2f0c5e-9f2b-4a0b-9b1f-0f5b3d8f6c11")  # the space of keys made of messages
DONE = (State.ANSWERED, State.CLOSED)


def receive_mail(raw: bytes) -> Sent:
    """A message (RFC 5322) becomes a report, or what its sender adds to a report of theirs whose number its subject names.

    The same message again changes nothing. Files that are no photos are left out. Who writes is told to no agency: the address is
    kept for the answers alone. Raises engine.mail.MailError, and ValidationError as `send_report` does.
    """
    mail = read_mail(raw)
    key = uuid.uuid5(MESSAGES, mail.key)
    if (known := _report_of_sender(mail)) is not None:
        return Sent(known, new=_add(known, mail, key))
    words = mail.words if len(mail.words) <= LONGEST else mail.words[: LONGEST - 1] + "…"
    return send_report(NewReport(words=words, contact=mail.sender, source=Source.EMAIL, key=key, photos=_photos(mail)))


def _report_of_sender(mail: Mail) -> Report | None:
    """The report whose number stands in the subject, if the sender waits for its answers."""
    tracking = clean_tracking(mail.number)
    if tracking is None:
        return None
    report = (
        Report.objects.exclude(visibility=Visibility.SECRET)
        .select_related("joined_to")
        .filter(tracking=tracking)
        .first()
    )
    if (
        report is None
        or not Supporter.objects.filter(Q(report=report) | Q(report__joined_to=report), contact=mail.sender).exists()
    ):
        return None
    return report.joined_to if report.state == State.JOINED and report.joined_to else report


def _add(report: Report, mail: Mail, key: uuid.UUID) -> bool:
    """Put the words to the report: back into work when it was answered or closed. False when the message had come before."""
    with transaction.atomic():
        here = locked(report.pk)
        if here.moves.filter(values__message=str(key)).exists():
            return False
        if here.state in DONE:
            reopen_report(here.pk, words=mail.words)
            here = locked(report.pk)
        record_move(here, "added", words=mail.words, public=False, message=str(key))
        HistoryEntry.objects.create(case=here.case, verb="added", words=mail.words)
        for photo in _photos(mail):
            attach_photo(here, photo)
    return True


def _photos(mail: Mail) -> list[CleanImage]:
    cleaned = []
    for image in mail.images:
        try:
            cleaned.append(check_photo(image))
        except ValidationError:
            continue  # a logo in a signature, an animation: the words count
    return cleaned[:MOST]
