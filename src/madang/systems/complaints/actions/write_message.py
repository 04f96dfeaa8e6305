"""Write into the mailbox of a secret report."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from madang.core.people.models import User
from madang.systems.complaints.engine.texts import clean
from madang.systems.complaints.models import Mailbox, Message

LONGEST = 4000


def write_message(
    mailbox: Mailbox, words: str, *, by: User | None, reopens: bool = False, stars: int | None = None
) -> Message:
    """Keep a message with the day alone. An officer's (`by`) can be read at once; the reporter's (`by` is None) tomorrow.

    Raises ValidationError: words, stars.
    """
    text = clean(words).text
    if not text and (stars is None or by is not None):
        raise ValidationError({"words": _("Write your message.")})
    if len(text) > LONGEST:
        raise ValidationError({"words": _("Use at most %(n)d characters.") % {"n": LONGEST}})
    if stars is not None and not 1 <= stars <= 5:
        raise ValidationError({"stars": _("Choose from 1 (not at all) to 5 (very content).")})
    with transaction.atomic():
        Mailbox.objects.select_for_update().get(pk=mailbox.pk)
        latest = mailbox.messages.aggregate(last=Max("position"))["last"]
        return Message.objects.create(
            mailbox=mailbox,
            position=0 if latest is None else latest + 1,
            day=timezone.localdate(),
            from_reporter=by is None,
            words=text,
            reopens=reopens and by is None,
            stars=stars if by is None else None,
            delivered=by is not None,
            user=by,
        )
