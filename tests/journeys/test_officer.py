"""An officer's day: the exception on the work list, the decision, the second pair of eyes, and what the person sees of it."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from playwright.sync_api import expect

from madang.core.cases.actions.open_case import open_case
from madang.core.cases.models import CaseState, Outcome
from madang.core.cases.procedures import Procedure, procedures, register_procedure
from madang.core.people.models import Assignment, Role, User
from madang.core.registers.models import Access

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WAYS = pytest.mark.parametrize(("width", "scripts"), [(390, False), (1280, True)])

GRANT = Procedure(
    kind="journey-grant",
    title="Grant",
    outcomes=(Outcome.GRANTED, Outcome.REFUSED),
    four_eyes=lambda _case, amount: (amount or 0) > 1_000_000,
)
if GRANT.kind not in {known.kind for known in procedures()}:
    register_procedure(GRANT)


@pytest.fixture
def supervisor(town) -> User:
    user = User.objects.create(username="supervisor")
    Assignment.objects.create(user=user, organisation=town.here, role=Role.SUPERVISOR, since=dt.date(2020, 1, 1))
    return user


@pytest.fixture
def case(town):
    return open_case(
        "journey-grant",
        service="grant",
        title="Grant for a roof",
        organisation=town.here,
        applicant=town.a.mother,
        subject=town.a.mother,
        exception="The offers for the work differ by half.",
        data={"amount": 3_000_000, "currency": "KRW", "legal_basis": "roof-act", "facts_read": ["person.born"]},
    )


@WAYS
def test_an_exception_is_decided_by_two_pairs_of_eyes_and_the_person_sees_who_looked(
    visit, town, case, supervisor, width, scripts
):
    page = visit("/desk/", as_user=town.users["officer"], width=width, java_script_enabled=scripts)
    expect(page.get_by_text("The offers for the work differ by half.")).to_be_visible()
    page.get_by_role("checkbox", name=f"Tick case {case.number}").check()
    page.get_by_role("button", name="Take the ticked cases").click()
    expect(page.get_by_text("1 case changed hands.")).to_be_visible()
    page.get_by_role("link", name=case.number).click()
    expect(page.get_by_text("₩3,000,000").first).to_be_visible()
    page.get_by_label("granted").check()
    page.get_by_label("Reason").fill("The cheaper offer is complete.")
    page.get_by_role("button", name="Decide").click()
    expect(page.get_by_text("A supervisor must sign it before it takes effect.")).to_be_visible()
    assert page.get_by_role("button", name="Sign this decision").count() == 0

    page = visit(f"/desk/cases/{case.pk}/", as_user=supervisor, width=width, java_script_enabled=scripts)
    page.get_by_text("Hand back to the officer").click()
    page.get_by_label("In your words").first.fill("Add the date of the offer.")
    page.get_by_role("button", name="Hand back", exact=True).click()
    expect(page.get_by_text("Handed back to the officer.")).to_be_visible()

    page = visit(f"/desk/cases/{case.pk}/", as_user=town.users["officer"], width=width, java_script_enabled=scripts)
    page.get_by_label("granted").check()
    page.get_by_label("Reason").fill("The cheaper offer of 3 May is complete.")
    page.get_by_role("button", name="Decide").click()
    page = visit(f"/desk/cases/{case.pk}/", as_user=supervisor, width=width, java_script_enabled=scripts)
    page.get_by_role("button", name="Sign this decision").click()
    expect(page.get_by_text("Signed. The person gets the signed letter.")).to_be_visible()

    case.refresh_from_db()
    assert case.state == CaseState.DECIDED
    readers = {access.user.username for access in Access.objects.filter(person=town.a.mother, legal_basis="roof-act")}
    assert readers == {"officer", "supervisor"}
    page = visit("/my-data/reads/", as_user=town.users["resident A"], width=width, java_script_enabled=scripts)
    expect(page.get_by_text("Working on your case").first).to_be_visible()


@WAYS
def test_a_case_is_passed_on_with_its_reason_and_leaves_the_list(visit, town, case, width, scripts):
    page = visit(f"/desk/cases/{case.pk}/", as_user=town.users["officer"], width=width, java_script_enabled=scripts)
    page.get_by_text("Pass on to another organisation").click()
    page.get_by_label("To", exact=True).select_option(label="Jeju")
    page.locator("#transfer_words").fill("The house stands there.")
    page.get_by_role("button", name="Pass on", exact=True).click()
    assert page.get_by_role("link", name=case.number).count() == 0
    page = visit(
        "/desk/", as_user=town.users["officer of another organisation"], width=width, java_script_enabled=scripts
    )
    page.get_by_role("link", name=case.number).click()
    expect(page.get_by_text("Passed from Haeundae to Jeju")).to_be_visible()
    expect(page.get_by_text("The house stands there.")).to_be_visible()


def test_a_birth_registered_at_the_desk_is_an_offer_for_the_mother(visit, town):
    from madang.core.people.models import Organisation
    from madang.core.services.models import Offer
    from madang.core.services.offers import refresh_subjects

    registrar = User.objects.create(username="births")
    registry = Organisation.objects.get(code="civil-registry")
    Assignment.objects.create(user=registrar, organisation=registry, role=Role.REGISTRAR, since=dt.date(2020, 1, 1))
    page = visit("/staff/registers/", as_user=registrar)
    page.get_by_role("link", name="Register a birth").click()
    page.get_by_label("National number of the mother").fill(town.a.mother.national_number)
    page.get_by_label("Day of birth").fill((dt.date.today() - dt.timedelta(3)).isoformat())
    page.get_by_label("female").check()
    page.get_by_label("Given name of the child").fill("Bom")
    page.get_by_label("National number given to the child").fill("260115-4000001")
    page.get_by_label("Nationality").fill("KOR")
    page.get_by_role("button", name="Look at it once more").click()
    expect(page.get_by_text(re.compile(re.escape(town.a.mother.national_number)))).to_be_visible()
    page.get_by_role("button", name="Register the birth").click()
    expect(page.get_by_text(re.compile("The birth of .*Bom.* is registered"))).to_be_visible()
    child = town.a.mother.children_of_mother.get(person__given_name="Bom").person
    refresh_subjects([child.pk])  # the worker hears of the birth and does the same
    assert Offer.objects.filter(subject=child, payee=town.a.mother, benefit="child-allowance").exists()
