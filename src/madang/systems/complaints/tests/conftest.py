"""Fixtures of this system's tests."""

import datetime as dt

import pytest

from madang.core.people.models import Assignment, Organisation, Role, User
from madang.systems.complaints.models import Category
from madang.systems.complaints.services import OWNER


@pytest.fixture(autouse=True)
def var_dir(settings, tmp_path):
    settings.VAR_DIR = tmp_path / "var"


@pytest.fixture(autouse=True)
def centre(db):
    return Organisation.objects.get_or_create(code=OWNER, defaults={"titles": {"en": "Complaints Centre"}})[0]


@pytest.fixture
def roads(db):
    return Organisation.objects.create(code="roads", titles={"en": "Roads Office", "ko": "도로과"})


@pytest.fixture
def water(db):
    return Organisation.objects.create(code="water", titles={"en": "Water Works", "ko": "상수도사업본부"})


@pytest.fixture
def lamp(roads):
    """A category with a default organisation and 5 working days."""
    return Category.objects.create(
        code="street-lamp", names={"en": "Street lamp", "ko": "가로등"}, group="roads", organisation=roads, severity=5
    )


@pytest.fixture
def staff(db):
    def make(name, role, organisation):
        user = User.objects.create(username=name)
        Assignment.objects.create(user=user, organisation=organisation, role=role, since=dt.date(2020, 1, 1))
        return user

    return make


@pytest.fixture
def officer(staff, roads):
    return staff("officer", Role.OFFICER, roads)


@pytest.fixture
def supervisor(staff, roads):
    return staff("supervisor", Role.SUPERVISOR, roads)
