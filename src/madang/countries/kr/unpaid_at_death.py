"""Child allowance still unpaid when a child dies: Child Allowance Act art. 11, Decree art. 11."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from madang.core.rules import Facts, days
from madang.countries.kr.laws import CHILD_ALLOWANCE_DECREE

#: Decree art. 11(3): told within 14 days of the claim whether it is paid.
TELL_WITHIN = days(14, cite=CHILD_ALLOWANCE_DECREE.art("11(3)"))


def claimants(facts: Facts, child_id: int, died: datetime.date) -> list[int]:
    """Ids of the guardians at the time of death, who may claim (art. 11(1)); the mother where none is registered."""
    spells = (facts.many("guardianship", "child") or {}).get(child_id, [])
    guardians = [
        spell["guardian"]
        for spell in spells
        if spell["guardian"] is not None
        and spell["since"] is not None
        and spell["since"] <= died
        and (spell["until"] is None or spell["until"] > died)
    ]
    if guardians:
        return sorted(set(guardians))
    mother = facts.row("person", child_id)["mother"]
    return [] if mother is None else [mother]


def shares(amount: int, guardians: Sequence[int], representative: int | None = None) -> dict[int, int]:
    """What each guardian may claim of ``amount`` won: equal parts (Decree art. 11(4)), or all of it the one they chose
    for all (art. 11(5)). Won that cannot be shared equally are claimed by nobody.

    Raises ValueError without a guardian, for a negative amount, or if the representative is not one of them.
    """
    if amount < 0 or not guardians:
        raise ValueError("An unpaid amount of 0 or more and at least one guardian are needed.")
    if representative is not None:
        if representative not in guardians:
            raise ValueError("The representative must be one of the guardians at the time of death.")
        return {representative: amount}
    return dict.fromkeys(guardians, amount // len(guardians))
