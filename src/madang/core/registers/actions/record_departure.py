"""Record that a person left the country."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from madang.core.events import publish
from madang.core.people.models import Person, User
from madang.core.registers.changes import not_in_future, refuse, require_registrar
from madang.core.registers.declarations import BORDER
from madang.core.registers.models import StayAbroad


def record_departure(person: Person, left: dt.date, *, by: User | None = None) -> StayAbroad:
    """Begin a stay abroad. Publishes `departure.recorded`; recording the same departure again changes nothing.

    Raises RegisterError, with the field: role, invalid (abroad already, or before an earlier return).
    """
    not_in_future("left", left, timezone.localdate())
    with transaction.atomic():
        require_registrar(by, BORDER)
        stays = StayAbroad.objects.select_for_update(of=("self",)).filter(person=person)
        same = stays.filter(left=left).first()
        if same is not None:
            return same
        if stays.filter(Q(returned=None) | Q(returned__gt=left) | Q(left__gt=left)).exists():
            raise refuse(
                "left", _("A stay abroad is registered for that day. Record the return first, or check the day.")
            )
        stay = StayAbroad.objects.create(person=person, left=left)
        publish("departure.recorded", {"person": person.pk})
    return stay
