"""Hold a secret report until its day is over."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from django.contrib.auth.hashers import make_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from madang.systems.complaints.engine.tracking import ALPHABET, new_tracking
from madang.systems.complaints.models import HeldPhoto, HeldReport, Visibility
from madang.systems.complaints.services import NewReport, check

GROUPS, SIGNS = 4, 4  # 16 signs of 31: 79 bits


@dataclass(frozen=True)
class Held:
    """The only key to the mailbox. The passphrase exists nowhere else; who loses it cannot open the mailbox again."""

    tracking: str
    passphrase: str


def hold_report(new: NewReport) -> Held:
    """Keep a secret report with the day alone. Tomorrow it is taken into work together with the others of today.

    Raises ValidationError with the field and the remedy; nothing is written then.
    """
    if new.visibility != Visibility.SECRET or new.person is not None or new.contact or new.external_id:
        raise ValidationError({"visibility": _("A secret report cannot hold a name or an address.")})
    checked = check(new)
    held = Held(new_tracking(), "-".join(_group() for _group_number in range(GROUPS)))
    with transaction.atomic():
        row = HeldReport.objects.create(
            tracking=held.tracking,
            passphrase=make_password(_plain(held.passphrase)),
            day=timezone.localdate(),
            content={
                "words": checked.words,
                "category": new.category,
                "lat": new.lat,
                "lon": new.lon,
                "address": new.address,
                "language": new.language or get_language() or "",
                "attributes": dict(new.attributes),
            },
        )
        for photo in new.photos:
            HeldPhoto.objects.create(held=row, content=photo.jpeg, width=photo.width, height=photo.height)
    return held


def _group() -> str:
    return "".join(secrets.choice(ALPHABET) for _sign in range(SIGNS))


def _plain(passphrase: str) -> str:
    return passphrase.replace("-", "")
