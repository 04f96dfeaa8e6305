"""Send a request."""

from __future__ import annotations

import uuid

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from madang.core import archive
from madang.core.cases.actions.open_case import open_case
from madang.core.notices.send import Notice, send
from madang.core.people.models import Person
from madang.core.services.packs import active_pack
from madang.systems.complaints.engine.deadline import answer_by
from madang.systems.complaints.models import Request
from madang.systems.complaints.services import DEADLINE_BASIS, KIND, WORKING_DAYS, responsible

LONGEST = 2000


def send_request(person: Person, words: str, *, key: uuid.UUID) -> Request:
    """Keep the request, open its case, record it and tell the person. The same `key` again gives the same request.

    Raises ValidationError with the field and the remedy; nothing is written then.
    """
    words = words.strip()
    if not words:
        raise ValidationError({"words": _("Write what you need.")})
    if len(words) > LONGEST:
        raise ValidationError({"words": _("Use at most %(n)d characters.") % {"n": LONGEST}})
    if known := Request.objects.filter(person=person, key=key).first():
        return known
    today = timezone.localdate()
    due = answer_by(today, WORKING_DAYS, active_pack().calendar.is_working_day)
    try:
        with transaction.atomic():
            case = open_case(
                KIND,
                service=KIND,
                title=gettext_noop("Complaints: request"),
                organisation=responsible(),
                subject=person,
                applicant=person,
                due_on=due,
                due_basis=DEADLINE_BASIS,
                exception=gettext_noop("An officer reads every request."),
                words=words,
            )
            request = Request.objects.create(person=person, key=key, words=words, case=case)
            archive.append(
                KIND,
                {"request": request.pk, "case": case.pk, "words": words},
                reference=f"{KIND}:{request.pk}",
                subject_ids=[person.pk],
            )
            subject = gettext_noop("We have your request")
            body = gettext_noop("You get an answer by {day}.")
            send([Notice(person.pk, subject, body, values={"day": due.isoformat()})])
    except IntegrityError:  # the same request was sent twice at the same moment
        return Request.objects.get(person=person, key=key)
    return request
