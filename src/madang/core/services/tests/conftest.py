"""A small Korean family, written through the registers' own actions where there is one."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace

import pytest

from madang.core.people.models import Assignment, Organisation, Person, Role, User
from madang.core.registers.declarations import STANDARD_REGISTERS
from madang.core.registers.models import BankAccount, CivilRecord, Guardianship, Household, Residence


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

    fix("2026-05-10")
    return fix


@pytest.fixture
def town(db):
    """Ministry, registers' keepers and one municipality with an officer and a supervisor."""
    for register in STANDARD_REGISTERS:
        Organisation.objects.get_or_create(code=register.owner, defaults={"titles": {"en": register.owner}})
    ministry = Organisation.objects.get_or_create(code="mohw", defaults={"titles": {"en": "Ministry of Health"}})[0]
    city = Organisation.objects.create(
        code="haeundae", titles={"en": "Haeundae", "ko": "해운대구"}, area="26350", parent=ministry
    )
    staff = {}
    for role in (Role.OFFICER, Role.SUPERVISOR):
        user = User.objects.create(username=str(role))
        Assignment.objects.create(user=user, organisation=city, role=role, since=dt.date(2020, 1, 1))
        staff[str(role)] = user
    return SimpleNamespace(ministry=ministry, city=city, **staff)


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
    """A mother in Haeundae with a bank account, and her daughter of two months."""
    mother = person("민지", "1993-04-01")
    household = Household.objects.create(area="26350")
    child = person("서연", "2026-04-02", mother=mother)
    Guardianship.objects.create(child=child, guardian=mother, since=dt.date(2026, 4, 2))
    for somebody, since in ((mother, dt.date(2020, 1, 1)), (child, dt.date(2026, 4, 2))):
        Residence.objects.create(person=somebody, household=household, area="26350", since=since)
    BankAccount.objects.create(person=mother, bank="SHBKKRSE", number="110123456789", since=dt.date(2020, 1, 1))
    return SimpleNamespace(mother=mother, child=child, household=household, town=town)
