"""Lets a child be born in the demo town, through the civil registrar's own action."""

from __future__ import annotations

import datetime as dt
import importlib
import random
from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone

from madang.core.people.models import Assignment, Person, Role
from madang.core.registers.actions.register_birth import register_birth
from madang.core.registers.declarations import CIVIL
from madang.core.registers.errors import RegisterError
from madang.core.registers.models import CivilRecord, Marriage
from madang.core.services.packs import active_pack
from madang.countries.demonstration import Country
from madang.site.demo_identity.persons import DemoPerson


class BirthError(Exception):
    """One sentence with the remedy."""


@dataclass(frozen=True)
class Birth:
    """Who was born to whom."""

    child: Person
    mother: Person


def register_demo_birth(mother_number: str, given_name: str, born: str, personas: tuple[DemoPerson, ...]) -> Birth:
    """Register a birth to the woman with this national number, else to a married woman of the town without a story.

    `born` as 2026-11-20, else today. Raises BirthError.
    """
    day = _day(born)
    mother = _mother(mother_number, day, {person.national_number for person in personas})
    country: Country = importlib.import_module(f"madang.countries.{active_pack().country}.demo").COUNTRY
    draw = random.Random(f"{mother.pk} {day} {Person.objects.count()}")  # noqa: S311 - a name, not a secret
    sex = draw.choice("fm")
    name = draw.choice(country.women if sex == "f" else country.men)
    father = _spouse(mother, day)
    registrar = Assignment.objects.filter(role=Role.REGISTRAR, organisation__code=CIVIL.owner).order_by("pk").first()
    try:
        child = register_birth(
            mother=mother,
            father=father,
            born=day,
            sex=sex,
            given_name=given_name or name.local,
            family_name=(father or mother).family_name,
            latin_name="" if given_name else name.latin,
            number=_free_number(country, day, sex),
            nationality=country.nationality,
            by=registrar.user if registrar is not None else None,
        )
    except RegisterError as error:
        raise BirthError(str(error)) from error
    return Birth(child, mother)


def _day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text) if text else timezone.localdate()
    except ValueError:
        raise BirthError(f"{text!r} is not a day; write it like 2026-11-20") from None


def _mother(number: str, day: dt.date, storied: set[str]) -> Person:
    if number:
        person = Person.objects.filter(national_number=number).first()
        if person is None:
            raise BirthError(f"nobody has the national number {number}; `madang demo people` lists some")
        return person
    youngest, oldest = day - dt.timedelta(days=24 * 365), day - dt.timedelta(days=38 * 365)
    recent = CivilRecord.objects.filter(born__gt=day - dt.timedelta(days=365)).values("mother_id")
    women = CivilRecord.objects.filter(sex="f", died=None, born__range=(oldest, youngest))
    married = women.filter(person__marriages__until=None, person__marriages__isnull=False)
    free = married.exclude(
        Q(person__national_number__in=storied) | Q(person_id__in=recent.filter(mother__isnull=False))
    )
    found = free.select_related("person").order_by("pk").first()
    if found is None:
        raise BirthError("no married woman of that age is left; name the mother with --mother NATIONAL_NUMBER")
    return found.person


def _spouse(person: Person, day: dt.date) -> Person | None:
    in_force = Q(since__lte=day) & (Q(until=None) | Q(until__gt=day))
    marriage = Marriage.objects.filter(in_force, person=person).select_related("spouse").first()
    return marriage.spouse if marriage is not None else None


def _free_number(country: Country, born: dt.date, sex: str) -> str:
    serial = Person.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    while True:
        serial += 1
        number = country.number(born, sex, serial)
        if not Person.objects.filter(national_number=number).exists():
            return number
