"""Who may act for whom by law."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from madang.core.people.models import Person
from madang.core.registers.models import Guardianship
from madang.core.registers.reading import in_force

#: Until this birthday a guardian acts for a child unless the country says otherwise.
OF_AGE = 18


def children_in_care(guardian: Person) -> list[int]:
    """Ids of the living children under 18 whose guardian this person is today. Only this relation is looked up, no fact."""
    today = timezone.localdate()
    eighteenth = dt.date(today.year - OF_AGE, today.month, min(today.day, 28) if today.month == 2 else today.day)
    return list(
        Guardianship.objects.filter(
            in_force(today), guardian=guardian, child__civil__born__gt=eighteenth, child__civil__died=None
        ).values_list("child_id", flat=True)
    )
