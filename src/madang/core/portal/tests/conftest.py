"""A small Korean family whose mother is signed in, written through the registers' and services' own actions."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace

import pytest
from django.test import Client

from madang.core.people.models import Assignment, Organisation, Person, Role, User
from madang.core.registers.declarations import STANDARD_REGISTERS
from madang.core.registers.models import BankAccount, CivilRecord, Guardianship, Household, Residence
from madang.core.services.models import Offer
from madang.core.services.scan import scan


@pytest.fixture(autouse=True)
def var_dir(settings, tmp_path):
    settings.VAR_DIR = tmp_path / "var"
    return settings.VAR_DIR


@pytest.fixture
def today(monkeypatch):
    """Fix the day: `today("2026-05-10")`."""
    from django.utils import timezone

    def fix(day: str) -> dt.date:
        fixed = dt.date.fromisoformat(day)
        monkeypatch.setattr(timezone, "localdate", lambda *args: fixed)
        return fixed

    fix("2026-05-12")
    return fix


@pytest.fixture
def town(db):
    """Keepers of the registers, the ministry, one municipality with an officer."""
    for register in STANDARD_REGISTERS:
        Organisation.objects.get_or_create(
            code=register.owner,
            defaults={"titles": {"en": register.owner.replace("-", " ").capitalize(), "ko": register.owner}},
        )
    titles = {"en": "Ministry of Health and Welfare", "ko": "보건복지부"}
    ministry = Organisation.objects.get_or_create(code="mohw", defaults={"titles": titles})[0]
    titles = {"en": "Haeundae-gu", "ko": "해운대구"}
    city = Organisation.objects.create(code="haeundae", titles=titles, area="26350", parent=ministry)
    officer = User.objects.create(username="officer")
    Assignment.objects.create(user=officer, organisation=city, role=Role.OFFICER, since=dt.date(2020, 1, 1))
    return SimpleNamespace(ministry=ministry, city=city, officer=officer)


@pytest.fixture
def person(db):
    numbers = iter(range(1000))

    def make(name: str, born: str, **record) -> Person:
        made = Person.objects.create(
            national_number=f"n{next(numbers)}", given_name=name, family_name="김", language="ko"
        )
        CivilRecord.objects.create(person=made, born=dt.date.fromisoformat(born), sex="f", nationality="KOR", **record)
        return made

    return make


@pytest.fixture
def family(town, today, person):
    """A mother in Haeundae with a bank account and a user, and her daughter of some weeks."""
    mother = person("민지", "1993-04-01")
    household = Household.objects.create(area="26350")
    child = person("서연", "2026-04-02", mother=mother)
    Guardianship.objects.create(child=child, guardian=mother, since=dt.date(2026, 4, 2))
    for somebody, since in ((mother, dt.date(2020, 1, 1)), (child, dt.date(2026, 4, 2))):
        Residence.objects.create(person=somebody, household=household, area="26350", since=since)
    BankAccount.objects.create(person=mother, bank="SHBKKRSE", number="110123456789", since=dt.date(2020, 1, 1))
    user = User.objects.create(username="mother", person=mother)
    return SimpleNamespace(mother=mother, child=child, household=household, town=town, user=user)


@pytest.fixture
def offer(family) -> Offer:
    """What the scan offers the mother for her daughter."""
    scan(["child-allowance"])
    return Offer.objects.get(subject=family.child)


def signed_in(user: User, language: str = "en") -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    client.cookies["language"] = language
    return client


@pytest.fixture
def mother(family) -> Client:
    """The mother's browser."""
    return signed_in(family.user)


@pytest.fixture
def stranger(family, person) -> Client:
    """Somebody else's browser."""
    return signed_in(User.objects.create(username="stranger", person=person("남", "1980-01-01")))


@pytest.fixture
def officer(family) -> Client:
    """The browser of an officer who is no resident."""
    return signed_in(family.town.officer)
