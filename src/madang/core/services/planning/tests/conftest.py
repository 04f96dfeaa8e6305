"""Two towns with children and a planner; questions are answered at once instead of by the worker."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from madang.core.people.models import Assignment, Organisation, Person, Role, User
from madang.core.registers.models import CivilRecord, Guardianship, Household, Residence

SEOUL, YANGGU = "11110", "51800"


@pytest.fixture(autouse=True)
def surroundings(settings, tmp_path):
    settings.VAR_DIR = tmp_path / "var"
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}


@pytest.fixture
def ministry(db):
    return Organisation.objects.create(code="ministry", titles={"en": "Ministry"})


@pytest.fixture
def planner(ministry):
    user = User.objects.create_user("planner")
    Assignment.objects.create(user=user, organisation=ministry, role=Role.PLANNER, since=dt.date(2020, 1, 1))
    return user


@pytest.fixture
def family(db):
    """`family(area, years_old)`: a mother and one child whose birthday was half a year ago that many years before."""

    def make(area, years_old):
        home = Household.objects.create(area=area)
        today = timezone.localdate()
        mother = _person(today.replace(year=today.year - 30, day=1), home)
        born = (today - dt.timedelta(183)).replace(day=1)
        child = _person(born.replace(year=born.year - years_old), home, mother)
        Guardianship.objects.create(child=child, guardian=mother, since=child.civil.born)
        return child

    return make


def _person(born, home, mother=None):
    person = Person.objects.create(national_number=f"{Person.objects.count():06d}", given_name="Someone")
    CivilRecord.objects.create(person=person, born=born, sex="f", nationality="KOR", mother=mother)
    Residence.objects.create(person=person, household=home, area=home.area, since=born)
    return person


@pytest.fixture
def towns(family):
    """Twelve children of two in Seoul, eight of eight and six of ten in Yanggu."""
    for _number in range(12):
        family(SEOUL, 2)
    for _number in range(8):
        family(YANGGU, 8)
    for _number in range(6):
        family(YANGGU, 10)
