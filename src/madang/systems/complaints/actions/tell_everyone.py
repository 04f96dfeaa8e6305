"""Tell everyone who waits for a report."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_noop

from madang.core.events import publish
from madang.core.notices.send import Notice, send
from madang.systems.complaints.models import Report, Supporter

MAIL_DUE = "complaint.mail_due"
SUBJECT = gettext_noop("News of report {number}")


def tell_everyone(report: Report, subject: str, body: str, **values: Any) -> int:
    """Send message ids with their figures to the reporters and supporters of a report and of all that were joined with it.

    Persons get a message in their box, addresses an e-mail (through the outbox, so that a slow mail server holds up nobody).
    Returns how many were told. Secret reporters read the moves of the report in their mailbox; nobody can be told.
    """
    values = {"number": report.number, **values}
    link = reverse("complaints:report", args=[report.tracking])
    waiting = Supporter.objects.filter(Q(report=report) | Q(report__joined_to=report))
    persons: set[int] = set()
    contacts: dict[str, int] = {}
    for supporter in waiting:
        if supporter.person_id is not None:
            persons.add(supporter.person_id)
        elif supporter.contact:
            contacts.setdefault(supporter.contact, supporter.pk)
    send(Notice(pk, subject, body, values=values, link=link) for pk in sorted(persons))
    for pk in sorted(contacts.values()):
        publish(MAIL_DUE, {"supporter": pk, "subject": subject, "body": body, "values": values, "link": link})
    return len(persons) + len(contacts)
