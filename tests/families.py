"""Many small families with an open offer each, written in bulk: what the crash test and the load benchmarks work on.

Django must be set up. Everything is invented.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

BATCH = 500
AREA = "26350"


@dataclass(frozen=True)
class Waiting:
    """An offer that waits for an answer, and the session of the person who may give it."""

    offer: int
    session: str


def offer_to_families(count: int, *, benefit: str = "child-allowance", name: str = "family") -> list[Waiting]:
    """Make `count` mothers, each with a child of about a hundred days, an offer about the child, and a session.

    `name` keeps the families of several calls apart.
    """
    from django.utils import timezone

    from madang.core.people.models import Organisation

    for code in ("mohw", "moj", "mois"):
        Organisation.objects.get_or_create(code=code, defaults={"titles": {"en": code}})
    Organisation.objects.get_or_create(code="haeundae", defaults={"titles": {"en": "Haeundae"}, "area": AREA})
    born = timezone.localdate() - dt.timedelta(days=100)
    waiting: list[Waiting] = []
    for start in range(0, count, BATCH):
        waiting += _some_families(range(start, min(start + BATCH, count)), born, benefit, name)
    return waiting


def _some_families(numbers: range, born: dt.date, benefit: str, name: str) -> list[Waiting]:
    from madang.core.people.models import Person
    from madang.core.registers.models import BankAccount, CivilRecord, Guardianship, Household, Residence
    from madang.core.services.models import Offer
    from madang.core.services.offers import refresh_subjects
    from madang.core.services.packs import benefit_named

    mothers = Person.objects.bulk_create(
        Person(national_number=f"{name}-mother-{n}", given_name="민지", family_name="김") for n in numbers
    )
    children = Person.objects.bulk_create(
        Person(national_number=f"{name}-child-{n}", given_name="서연", family_name="김") for n in numbers
    )
    households = Household.objects.bulk_create(Household(area=AREA) for _ in numbers)
    since = dt.date(2020, 1, 1)
    CivilRecord.objects.bulk_create(
        CivilRecord(person=mother, born=dt.date(1993, 4, 1), sex="f", nationality="KOR") for mother in mothers
    )
    CivilRecord.objects.bulk_create(
        CivilRecord(person=child, born=born, sex="f", nationality="KOR", mother=mother)
        for mother, child in zip(mothers, children, strict=True)
    )
    Guardianship.objects.bulk_create(
        Guardianship(child=child, guardian=mother, since=born) for mother, child in zip(mothers, children, strict=True)
    )
    for persons, day in ((mothers, since), (children, born)):
        Residence.objects.bulk_create(
            Residence(person=person, household=household, area=AREA, since=day)
            for person, household in zip(persons, households, strict=True)
        )
    BankAccount.objects.bulk_create(
        BankAccount(person=mother, bank="SHBKKRSE", number=f"110{mother.pk:09d}", since=since) for mother in mothers
    )
    ids = [child.pk for child in children]
    refresh_subjects(ids, benefits=[benefit_named(benefit)])
    offers = dict(Offer.objects.filter(subject_id__in=ids, benefit=benefit).values_list("payee_id", "pk"))
    sessions = sessions_of(mothers, name)
    return [Waiting(offers[mother.pk], sessions[mother.pk]) for mother in mothers]


def sessions_of(persons: list[Any], name: str) -> dict[int, str]:
    """Person id to the key of a session in which this person is signed in."""
    from importlib import import_module

    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.models import Session
    from django.utils import timezone

    from madang.core.people.models import User

    store = import_module(settings.SESSION_ENGINE).SessionStore()
    users = User.objects.bulk_create(
        User(username=f"{name}-{person.pk}", password="!none", person=person) for person in persons
    )
    expires = timezone.now() + dt.timedelta(hours=8)
    rows = [
        Session(
            session_key=f"{name}{user.person_id:020d}"[-32:].replace("-", "0"),
            session_data=store.encode(
                {
                    SESSION_KEY: str(user.pk),
                    BACKEND_SESSION_KEY: "django.contrib.auth.backends.ModelBackend",
                    HASH_SESSION_KEY: user.get_session_auth_hash(),
                }
            ),
            expire_date=expires,
        )
        for user in users
    ]
    Session.objects.bulk_create(rows, batch_size=BATCH)
    return {user.person_id: row.session_key for user, row in zip(users, rows, strict=True)}
