"""The payments desk: totals without names, files for those who pay, and each person sees who took their account out."""

from __future__ import annotations

import datetime as dt

import pytest

from madang.core.payments.actions.reject_payment import reject_payment
from madang.core.payments.actions.write_payment_files import write_payment_files
from madang.core.payments.models import PaymentFile
from madang.core.people.models import Assignment, Organisation, Role, User
from madang.core.registers.models import Access

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff(db):
    def make(name, role, organisation):
        user = User.objects.create_user(name)
        Assignment.objects.create(user=user, organisation=organisation, role=role, since=dt.date(2020, 1, 1))
        return user

    return make


@pytest.fixture
def file(var, instruction):
    instruction("001")
    instruction("002")
    return next(iter(write_payment_files(dt.date(2026, 5, 20), dt.date(2026, 5, 31))))


def test_the_desk_shows_totals_files_and_what_came_back_but_no_names(client, staff, county, instruction, file):
    reject_payment(instruction("003"), "AC04", "")
    client.force_login(staff("officer", Role.OFFICER, county.parent))
    answer = client.get("/staff/payments/")
    page = answer.content.decode()
    assert {row["state"]: (row["count"], row["total"]) for row in answer.context["totals"]} == {
        "prepared": (2, 200_000),
        "rejected": (1, 100_000),
    }
    assert file.message_id in page and "The account is closed." in page
    assert "하늘" not in page and "110-222" not in page


def test_taking_a_file_out_is_logged_for_everybody_in_it(client, staff, county, file):
    officer = staff("officer", Role.OFFICER, county.parent)
    client.force_login(officer)
    answer = client.get(f"/staff/payments/files/{file.pk}/")
    assert b"pain.001.001.09" in b"".join(answer.streaming_content)
    assert Access.objects.filter(user=officer, reference=f"payment-file:{file.pk}").count() == 2
    assert set(Access.objects.values_list("legal_basis", flat=True)) == {"test-act"}


def test_others_neither_see_nor_take_out_a_file(client, staff, county, file):
    other = Organisation.objects.create(code="other", titles={"en": "Other"})
    client.force_login(staff("other", Role.OFFICER, other))
    assert file.message_id not in client.get("/staff/payments/").content.decode()
    assert client.get(f"/staff/payments/files/{file.pk}/").status_code == 404
    client.force_login(staff("auditor", Role.AUDITOR, county.parent))
    assert file.message_id in client.get("/staff/payments/").content.decode()
    assert client.get(f"/staff/payments/files/{file.pk}/").status_code == 403
    assert not Access.objects.exists()


def test_a_file_that_is_not_there_is_not_found(client, staff, county, file):
    client.force_login(staff("officer", Role.OFFICER, county.parent))
    PaymentFile.objects.update(path="payments/orders/gone.xml")
    assert client.get(f"/staff/payments/files/{file.pk}/").status_code == 404


def test_the_desk_takes_few_queries(client, staff, county, instruction, file, django_assert_max_num_queries):
    for number in range(60):
        reject_payment(instruction(f"{number:03d}"), "AC04", "")
    client.force_login(staff("officer", Role.OFFICER, county.parent))
    with django_assert_max_num_queries(12):
        client.get("/staff/payments/")
