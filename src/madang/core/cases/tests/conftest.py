"""Organisations, staff and a simple kind of case."""

from __future__ import annotations

import datetime as dt

import pytest

from madang.core.cases.actions.open_case import open_case
from madang.core.cases.models import Outcome
from madang.core.cases.procedures import Procedure, procedures, register_procedure
from madang.core.people.models import Assignment, Organisation, Person, Role, User

PERMIT = Procedure(
    kind="permit",
    title="Permit",
    outcomes=(Outcome.GRANTED, Outcome.REFUSED),
    four_eyes=lambda _case, amount: (amount or 0) > 1000,
)
if PERMIT.kind not in {known.kind for known in procedures()}:
    register_procedure(PERMIT)


@pytest.fixture(autouse=True)
def var_dir(settings, tmp_path):
    settings.VAR_DIR = tmp_path / "var"


@pytest.fixture
def office(db):
    return Organisation.objects.create(code="office", titles={"en": "Office"})


@pytest.fixture
def staff(db):
    def make(name, role, organisation):
        user = User.objects.create(username=name)
        Assignment.objects.create(user=user, organisation=organisation, role=role, since=dt.date(2020, 1, 1))
        return user

    return make


@pytest.fixture
def officer(staff, office):
    return staff("officer", Role.OFFICER, office)


@pytest.fixture
def supervisor(staff, office):
    return staff("supervisor", Role.SUPERVISOR, office)


@pytest.fixture
def applicant(db):
    return Person.objects.create(national_number="1", given_name="Ana", family_name="Cruz")


@pytest.fixture
def case(office, applicant):
    return open_case(
        "permit",
        service="permit",
        title="A permit",
        organisation=office,
        applicant=applicant,
        subject=applicant,
        exception="Somebody must look.",
        data={
            "amount": 500,
            "currency": "KRW",
            "appeal": {"days": 90, "review_days": 30, "review_basis": "art. 19(3)"},
        },
    )
