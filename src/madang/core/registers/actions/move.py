"""Register a move."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from madang.core.events import publish
from madang.core.people.models import Person, User
from madang.core.registers.changes import not_in_future, refuse, require_registrar
from madang.core.registers.declarations import RESIDENCE
from madang.core.registers.models import CivilRecord, Household, Residence

AREA = re.compile(r"[0-9A-Za-z][0-9A-Za-z-]{0,15}")


def move(
    persons: Sequence[Person],
    since: dt.date,
    *,
    area: str = "",
    address: str = "",
    household: Household | None = None,
    by: User | None = None,
) -> Household:
    """Register that these persons live at one new address from a day on: in a household that is there already, or in a
    new one in `area`. Their residences until then end. Publishes `residence.changed` for each.

    Registering the same move again changes nothing. Raises RegisterError, with the field: role, invalid.
    """
    not_in_future("since", since, timezone.localdate())
    if not persons:
        raise refuse("persons", _("Say who moves."))
    if household is None and not AREA.fullmatch(area):
        raise refuse("area", _("Choose the area they move to."))
    if len(address) > 200:
        raise refuse("address", _("The address has more than 200 characters. Shorten it."))
    with transaction.atomic():
        require_registrar(by, RESIDENCE)
        target = household or _same_move(persons, since, area, address)
        target = target or Household.objects.create(area=area, address=address.strip())
        for person in persons:
            if _moved(person, since, target):
                publish("residence.changed", {"person": person.pk})
    return target


def _same_move(persons: Sequence[Person], since: dt.date, area: str, address: str) -> Household | None:
    """The household that this very move has already made."""
    found = Residence.objects.filter(
        person=persons[0], since=since, household__area=area, household__address=address.strip()
    ).select_related("household")
    first = found.first()
    return first.household if first else None


def _moved(person: Person, since: dt.date, target: Household) -> bool:
    born = CivilRecord.objects.filter(person=person).values_list("born", "died").first() or (None, None)
    if born[0] and since < born[0]:
        raise refuse("since", _("Nobody moves before being born. Check the date."))
    if born[1] and since > born[1]:
        raise refuse("since", _("This person died before that day. Check the date and the person."))
    spells = list(Residence.objects.select_for_update(of=("self",)).filter(person=person).order_by("since"))
    if any(spell.since == since and spell.household_id == target.pk for spell in spells):
        return False
    later = [spell for spell in spells if spell.since >= since]
    if later:
        raise refuse(
            "since", _("A residence since %(day)s is registered. Enter a later day.") % {"day": later[-1].since}
        )
    for spell in spells:
        if spell.until is None or spell.until > since:
            spell.until = since
            spell.save(update_fields=["until"])
    Residence.objects.create(person=person, household=target, area=target.area, since=since)
    return True
