"""Which organisation decides and pays."""

from __future__ import annotations

import datetime as dt

from django.db.models import Q

from madang.core.people.models import Organisation
from madang.core.registers.models import Residence
from madang.core.rules import Benefit


def responsible_organisation(benefit: Benefit, subject_id: int, on: dt.date) -> Organisation:
    """The municipality of the subject's registered address where there is one, else the benefit's agency.

    `on`: the day that counts. Raises LookupError when neither exists, naming the code to create.
    """
    there = Q(since__lte=on) & (Q(until=None) | Q(until__gt=on))
    area = Residence.objects.filter(there, person_id=subject_id).values_list("area", flat=True).first()
    return organisation_of_area(benefit, area)


def organisation_of_area(benefit: Benefit, area: str | None) -> Organisation:
    """The municipality of an area where there is one, else the benefit's agency. Raises LookupError when neither exists."""
    if area is not None:
        local = Organisation.objects.filter(area=area).order_by("id").first()
        if local is not None:
            return local
    owner = Organisation.objects.filter(code=benefit.agency).first()
    if owner is None:
        raise LookupError(f"there is no organisation {benefit.agency!r}; load it with `madang demo load` or add it")
    return owner
