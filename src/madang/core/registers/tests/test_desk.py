"""The registrars' desk: reports and refusals for the keeper only, a birth looked at twice, the right value of a fact."""

from __future__ import annotations

import datetime as dt

import pytest

from madang.core.cases.models import Case
from madang.core.people.models import Assignment, Organisation, Person, Role, User
from madang.core.registers.actions.dispute_fact import dispute_fact
from madang.core.registers.models import Access, CivilRecord, Household, LoadReport, Residence

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff(db):
    def make(name, role, code):
        organisation, _made = Organisation.objects.get_or_create(code=code, defaults={"titles": {"en": code}})
        user = User.objects.create_user(name)
        Assignment.objects.create(user=user, organisation=organisation, role=role, since=dt.date(2020, 1, 1))
        return user

    return make


@pytest.fixture
def registrar(staff):
    return staff("registrar", Role.REGISTRAR, "civil-registry")


@pytest.fixture
def mother(db):
    mother = Person.objects.create(national_number="900101-2000001", family_name="김", given_name="하늘")
    CivilRecord.objects.create(person=mother, born=dt.date(1990, 1, 1), sex="f", nationality="KOR")
    home = Household.objects.create(area="11110")
    Residence.objects.create(person=mother, household=home, area="11110", since=dt.date(2020, 1, 1))
    return mother


@pytest.fixture
def report(tmp_path):
    refused = tmp_path / "refused.csv"
    refused.write_text("row,field,rule\n3,born,date\n", encoding="utf-8")
    return LoadReport.objects.create(
        register="civil", table="person", file_name="civil.csv", sha256="0" * 64, rows=9, written=8, refused=1,
        refusals_path=str(refused),
    )  # fmt: skip


BIRTH = {
    "mother": "900101-2000001",
    "born": "2026-01-15",
    "sex": "f",
    "family_name": "김",
    "given_name": "봄",
    "number": "260115-4000001",
    "nationality": "KOR",
}


def test_the_keeper_takes_out_the_refused_rows_and_nobody_else(client, registrar, staff, report):
    address = f"/staff/registers/loads/{report.pk}/refused.csv"
    client.force_login(registrar)
    assert "civil.csv" in client.get("/staff/registers/").content.decode()
    assert b"born" in client.get(address).getvalue()
    client.force_login(staff("other", Role.REGISTRAR, "tax-service"))
    assert "civil.csv" not in client.get("/staff/registers/").content.decode()
    assert client.get(address).status_code == 404
    client.force_login(staff("auditor", Role.AUDITOR, "civil-registry"))
    assert "civil.csv" in client.get("/staff/registers/").content.decode()
    assert client.get(address).status_code == 403


def test_a_birth_is_looked_at_once_more_and_then_registered_once(client, registrar, mother):
    client.force_login(registrar)
    looked = client.post("/staff/registers/births/", BIRTH)
    assert "김하늘" in looked.content.decode()
    assert not Person.objects.filter(given_name="봄").exists()
    assert Access.objects.get(person=mother).user == registrar
    assert client.post("/staff/registers/births/", BIRTH | {"confirm": "1"}).status_code == 302
    child = Person.objects.get(given_name="봄")
    assert child.civil.mother == mother
    again = client.post("/staff/registers/births/", BIRTH | {"confirm": "1"})
    assert again.status_code == 422
    assert "number" in again.context["form"].errors


def test_changing_something_leads_back_to_the_filled_form(client, registrar, mother):
    client.force_login(registrar)
    page = client.post("/staff/registers/births/", BIRTH | {"confirm": "1", "change": "1"}).content.decode()
    assert 'value="봄"' in page
    assert not Person.objects.filter(given_name="봄").exists()


@pytest.mark.parametrize(
    ("name", "value"), [("mother", "nobody"), ("born", "2999-01-01"), ("nationality", "Korea"), ("number", "")]
)
def test_a_birth_that_cannot_be_is_refused_beside_its_field_and_nothing_is_written(
    client, registrar, mother, name, value
):
    client.force_login(registrar)
    answer = client.post("/staff/registers/births/", BIRTH | {name: value, "confirm": "1"})
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [name]
    assert not Person.objects.filter(given_name="봄").exists()


def test_only_the_civil_registry_registers_births(client, registrar, staff, mother):
    client.force_login(staff("tax", Role.REGISTRAR, "tax-service"))
    assert client.get("/staff/registers/births/").status_code == 404
    assert "Register a birth" not in client.get("/staff/registers/").content.decode()


def test_an_officer_keeps_the_right_value_of_a_disputed_fact(client, registrar, staff, mother):
    case = dispute_fact(mother, "person.born", row_id=None, claimed="1990-02-01", words="Wrong month.")
    address = f"/staff/registers/corrections/{case.pk}/"
    client.force_login(staff("tax", Role.REGISTRAR, "tax-service"))
    assert client.post(address, {"value": "1990-03-01"}).status_code == 404
    client.force_login(registrar)
    assert "The right value" in client.get(f"/desk/cases/{case.pk}/").content.decode()
    client.post(address, {"value": "not a day"})
    assert "corrected" not in Case.objects.get(pk=case.pk).data
    client.post(address, {"value": "1990-03-01"})
    assert Case.objects.get(pk=case.pk).data["corrected"] == "1990-03-01"
