"""Facts that somebody says are wrong, while the agency that keeps them looks."""

from __future__ import annotations

from collections.abc import Iterable

from madang.core.cases.actions.work import LIVE
from madang.core.cases.models import Case

CORRECTION = "correction"
REFERENCE = "fact:"


def disputed_facts(person_ids: Iterable[int]) -> set[tuple[int, str]]:
    """(person id, fact such as `person.born`) of every dispute about these persons that is not decided yet."""
    cases = Case.objects.filter(
        kind=CORRECTION, state__in=LIVE, subject_id__in=set(person_ids), reference__startswith=REFERENCE
    )
    return {
        (subject, reference.removeprefix(REFERENCE))
        for subject, reference in cases.values_list("subject_id", "reference")
        if subject is not None
    }
