"""Whose entitlements a change of somebody's facts can touch."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q

from madang.core.registers.models import CivilRecord, Guardianship, Marriage, Residence


def affected_subjects(person_ids: Iterable[int]) -> set[int]:
    """Everybody whose benefits may depend on facts of these persons: themselves, children, brothers and sisters by the
    mother, wards, spouses and household members. Six queries, however many persons.
    """
    persons = set(person_ids)
    mothers = set(
        CivilRecord.objects.filter(person_id__in=persons, mother__isnull=False).values_list("mother_id", flat=True)
    )
    affected = set(persons)
    affected.update(
        CivilRecord.objects.filter(
            Q(mother_id__in=persons) | Q(father_id__in=persons) | Q(mother_id__in=mothers)
        ).values_list("person_id", flat=True)
    )
    affected.update(Guardianship.objects.filter(guardian_id__in=persons).values_list("child_id", flat=True))
    affected.update(Marriage.objects.filter(spouse_id__in=persons).values_list("person_id", flat=True))
    households = Residence.objects.filter(person_id__in=affected, until=None, household__isnull=False)
    affected.update(
        Residence.objects.filter(household_id__in=households.values("household_id"), until=None).values_list(
            "person_id", flat=True
        )
    )
    return affected
