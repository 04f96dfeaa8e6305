"""Register a birth."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from madang.core.events import publish
from madang.core.people.models import Person, User
from madang.core.registers.changes import not_in_future, refuse, require_registrar
from madang.core.registers.declarations import CIVIL
from madang.core.registers.errors import RegisterError
from madang.core.registers.iso3166 import NATIONALITIES
from madang.core.registers.loader.columns import CellError, national_number
from madang.core.registers.models import CivilRecord, Guardianship, Residence, Sex, StayAbroad
from madang.core.registers.reading import in_force


def register_birth(
    *,
    mother: Person,
    born: dt.date,
    sex: str,
    given_name: str,
    family_name: str,
    number: str,
    nationality: str,
    father: Person | None = None,
    guardian: Person | None = None,
    latin_name: str = "",
    abroad: bool = False,
    by: User | None = None,
) -> Person:
    """Register a newborn child: the person, the civil record, a guardian (the mother unless said otherwise), and a home
    in the household of the mother. A child born `abroad` is abroad from the day of birth. Publishes `birth.registered`.

    `number` is the national number given to the child; nationality is ISO 3166-1 alpha-3.
    Raises RegisterError, with the field: role, taken, invalid.
    """
    _check(mother, father, born, sex, given_name, number, nationality)
    with transaction.atomic():
        require_registrar(by, CIVIL)
        if Person.objects.filter(national_number=number).exists():
            raise RegisterError(
                "taken",
                _("Somebody has this national number. Check whether the birth is registered already."),
                field="number",
            )
        child = Person.objects.create(
            national_number=number,
            given_name=given_name.strip(),
            family_name=family_name.strip(),
            latin_name=latin_name.strip(),
            language=mother.language,
        )
        CivilRecord.objects.create(
            person=child, born=born, sex=sex, nationality=nationality, mother=mother, father=father
        )
        Guardianship.objects.create(child=child, guardian=guardian or mother, since=born)
        if abroad:
            StayAbroad.objects.create(person=child, left=born)
        home = Residence.objects.filter(in_force(timezone.localdate()), person=mother).order_by("-since").first()
        if home is not None:
            Residence.objects.create(
                person=child,
                household=home.household,
                area=home.area,
                since=max(born, home.since),
                unknown_address=home.unknown_address,
            )
        publish("birth.registered", {"person": child.pk})
    return child


def _check(
    mother: Person, father: Person | None, born: dt.date, sex: str, given_name: str, number: str, nationality: str
) -> None:
    not_in_future("born", born, timezone.localdate())
    if sex not in Sex.values:
        raise refuse("sex", _("Write f, m or x."))
    if not given_name.strip() or len(given_name) > 80:
        raise refuse("given_name", _("Enter the child's given name, at most 80 characters."))
    if nationality not in NATIONALITIES:
        raise refuse("nationality", _("Write three capital letters such as KOR (ISO 3166-1 alpha-3)."))
    try:
        national_number(number)
    except CellError as error:
        raise refuse("number", error.args[1]) from None
    for field, parent in (("mother", mother), ("father", father)):
        record: Any = CivilRecord.objects.filter(person=parent).first() if parent else None
        if record is None:
            continue
        if record.born and record.born >= born:
            raise refuse(field, _("A parent was born before the child. Check both persons."))
        if field == "mother" and record.died and record.died < born:
            raise refuse(field, _("The mother died before the birth. Check the date and the person."))
    if father is not None and father.pk == mother.pk:
        raise refuse("father", _("Mother and father are two persons. Correct one of them."))
