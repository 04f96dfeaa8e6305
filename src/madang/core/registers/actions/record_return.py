"""Record that a person came back to the country."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from madang.core.events import publish
from madang.core.people.models import Person, User
from madang.core.registers.changes import not_in_future, refuse, require_registrar
from madang.core.registers.declarations import BORDER
from madang.core.registers.models import StayAbroad


def record_return(person: Person, returned: dt.date, *, by: User | None = None) -> StayAbroad:
    """End the stay abroad. Publishes `return.recorded`; recording the same return again changes nothing.

    Raises RegisterError, with the field: role, invalid (not abroad, or before the departure).
    """
    not_in_future("returned", returned, timezone.localdate())
    with transaction.atomic():
        require_registrar(by, BORDER)
        stays = StayAbroad.objects.select_for_update(of=("self",)).filter(person=person).order_by("-left")
        stay = stays.first()
        if stay is None:
            raise refuse("returned", _("No departure is registered. Record the departure first."))
        if stay.returned == returned:
            return stay
        if stay.returned is not None:
            raise refuse("returned", _("No departure since the last return is registered. Record the departure first."))
        if returned < stay.left:
            raise refuse(
                "returned", _("The departure was on %(day)s. Enter that day or a later one.") % {"day": stay.left}
            )
        stay.returned = returned
        stay.save(update_fields=["returned"])
        publish("return.recorded", {"person": person.pk})
    return stay
