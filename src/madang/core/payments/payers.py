"""Who pays in law, for many people at once."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable

from madang.core.payments.engine.pay_day import paying_area
from madang.core.people.models import Organisation
from madang.core.registers.models import Residence
from madang.core.rules import Benefit
from madang.core.services.responsible import organisation_of_area

# Who has moved in by this day is paid by the new municipality, later by the former one (Child Allowance Act Enforcement
# Decree art. 9(6)). No other law we have read says anything else.
_LAST_DAY_FOR_NEW_PAYER = 15


def payers_of(benefit: Benefit, subject_ids: Iterable[int], month: dt.date) -> dict[int, Organisation]:
    """The organisation that pays for each subject in that month.

    One query for the moves, and one or two for each area: people of one area have the same payer.
    """
    subjects = list(subject_ids)
    moves: dict[int, list[tuple[dt.date, str]]] = defaultdict(list)
    for person_id, since, area in Residence.objects.filter(person_id__in=subjects).values_list(
        "person_id", "since", "area"
    ):
        moves[person_id].append((since, area))
    by_area: dict[str | None, Organisation] = {}
    payers = {}
    for subject_id in subjects:
        pays = paying_area(moves[subject_id], month, _LAST_DAY_FOR_NEW_PAYER)
        if pays not in by_area:
            by_area[pays] = organisation_of_area(benefit, pays)
        payers[subject_id] = by_area[pays]
    return payers
