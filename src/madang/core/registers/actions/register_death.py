"""Register a death."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from madang.core.events import publish
from madang.core.people.models import Person, User
from madang.core.registers.changes import not_in_future, refuse, require_registrar
from madang.core.registers.declarations import CIVIL
from madang.core.registers.models import CivilRecord, Guardianship, Marriage, Residence


def register_death(person: Person, died: dt.date, *, by: User | None = None) -> bool:
    """Register that a person died. Marriage, guardianship and residence end with the day after. Publishes
    `death.registered`; registering the same death again changes nothing and returns False.

    Raises RegisterError, with the field: role, invalid.
    """
    not_in_future("died", died, timezone.localdate())
    with transaction.atomic():
        require_registrar(by, CIVIL)
        CivilRecord.objects.get_or_create(person=person)
        record = CivilRecord.objects.select_for_update(of=("self",)).get(person=person)
        if record.died == died:
            return False
        if record.died is not None:
            raise refuse("died", _("Another day of death is registered. Correct that fact instead."))
        if record.born and died < record.born:
            raise refuse("died", _("Nobody dies before being born. Check both dates."))
        record.died = died
        record.save(update_fields=["died"])
        ended = died + dt.timedelta(days=1)
        still = Q(until=None) | Q(until__gt=ended)
        begun = Q(since__lte=died)
        Marriage.objects.filter(still, begun, Q(person=person) | Q(spouse=person)).update(until=ended)
        Guardianship.objects.filter(still, begun, Q(child=person) | Q(guardian=person)).update(until=ended)
        Residence.objects.filter(still, begun, person=person).update(until=ended)
        publish("death.registered", {"person": person.pk})
    return True
