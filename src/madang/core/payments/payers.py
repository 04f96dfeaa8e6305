"""Who pays in law, for many people at once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from madang.core.people.models import Organisation
from madang.core.registers.models import Residence
from madang.core.registers.reading import in_force
from madang.core.rules import Benefit
from madang.core.services.responsible import responsible_organisation

# Who has moved in by this day is paid by the new municipality, later by the former one (Child Allowance Act Enforcement
# Decree art. 9(6)). No other law we have read says anything else.
_LAST_DAY_FOR_NEW_PAYER = 15


def payers_of(benefit: Benefit, subject_ids: Iterable[int], month: dt.date) -> dict[int, Organisation]:
    """The organisation that pays for each subject in that month.

    People of one area have the same payer, so `responsible_organisation` is asked once for each area, not for each person.
    """
    on = month.replace(day=_LAST_DAY_FOR_NEW_PAYER)
    subjects = list(subject_ids)
    areas = dict(Residence.objects.filter(in_force(on), person_id__in=subjects).values_list("person_id", "area"))
    by_area: dict[str | None, Organisation] = {}
    payers = {}
    for subject_id in subjects:
        area = areas.get(subject_id)
        if area not in by_area:
            by_area[area] = responsible_organisation(benefit, subject_id, on)
        payers[subject_id] = by_area[area]
    return payers
