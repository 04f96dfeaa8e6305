"""Deciding, four eyes, transfer, withdrawal, appeal; and the desk's pages."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from madang.core.archive.models import LogEntry
from madang.core.cases.actions.appeal import appeal, appeal_limit
from madang.core.cases.actions.decide import countersign, decide, hand_back
from madang.core.cases.actions.open_case import open_case
from madang.core.cases.actions.work import reopen, transfer, withdraw
from madang.core.cases.errors import CaseError
from madang.core.cases.find import case_by_number
from madang.core.cases.models import Case, CaseState, Outcome
from madang.core.events.models import Event
from madang.core.people.models import Organisation, Person, Role
from madang.core.registers.models import Access

pytestmark = pytest.mark.django_db


def refused(code: str):
    return pytest.raises(CaseError, check=lambda error: error.code == code)


def test_a_decision_is_final_logged_and_cannot_be_made_twice(case, officer):
    decision = decide(case.pk, Outcome.GRANTED, by=officer, amount=500, words="All papers are there.")
    case.refresh_from_db()
    assert decision.final and case.state == CaseState.DECIDED
    assert LogEntry.objects.filter(kind="decision", reference=f"decision:{decision.pk}").count() == 1
    with refused("closed"):
        decide(case.pk, Outcome.REFUSED, by=officer, words="No.")


def test_an_officer_must_give_a_reason_and_an_outcome_of_the_procedure(case, officer):
    with refused("words"):
        decide(case.pk, Outcome.GRANTED, by=officer, words="  ")
    with refused("outcome"):
        decide(case.pk, Outcome.UPHELD, by=officer, words="x")
    assert not case.decisions.exists()


def test_above_the_amount_a_second_person_who_supervises_must_sign(case, officer, supervisor, staff, office):
    decision = decide(case.pk, Outcome.GRANTED, by=officer, amount=5000, words="Yes.")
    case.refresh_from_db()
    assert case.state == CaseState.PROPOSED and not decision.final
    assert not LogEntry.objects.filter(kind="decision").exists()
    with refused("same-person"):
        countersign(decision.pk, by=officer)
    with refused("role"):
        countersign(decision.pk, by=staff("colleague", Role.OFFICER, office))
    assert countersign(decision.pk, by=supervisor).final
    with refused("closed"):
        countersign(decision.pk, by=supervisor)


def test_a_decision_handed_back_is_open_again_and_its_old_proposal_can_no_longer_be_signed(case, officer, supervisor):
    first = decide(case.pk, Outcome.GRANTED, by=officer, amount=5000, words="Yes.")
    hand_back(first.pk, by=supervisor, words="Check the sum.")
    decide(case.pk, Outcome.GRANTED, by=officer, amount=4000, words="Now right.")
    with refused("closed"):
        countersign(first.pk, by=supervisor)


def test_a_transfer_keeps_the_clock_running(case, officer):
    Case.objects.filter(pk=case.pk).update(due_on=dt.date(2026, 6, 1))
    other = Organisation.objects.create(code="other", titles={"en": "Other"})
    moved = transfer(case.pk, to=other, by=officer, words="It is their road.")
    assert moved.organisation == other and moved.due_on == dt.date(2026, 6, 1)
    told = {"case": case.pk, "kind": "permit", "from": "office", "to": "other"}
    assert Event.objects.get(name="case.transferred").payload == told


def test_a_case_that_reached_us_earlier_is_opened_on_that_day(office):
    earlier = dt.datetime(2025, 12, 31, 12, tzinfo=dt.UTC)
    case = open_case("permit", service="permit", title="A permit", organisation=office, opened_at=earlier)
    assert case.number.startswith("2025-")
    assert case.history.get().at == earlier


def test_a_decided_case_is_taken_up_again_with_a_new_clock_and_one_in_work_stays_as_it_is(case, officer):
    new = {"due_on": dt.date(2026, 9, 1), "due_basis": "art. 2", "exception": "Look again."}
    assert reopen(case.pk, by=officer, words="Broken again.", **new).due_on != dt.date(2026, 9, 1)
    decide(case.pk, Outcome.GRANTED, by=officer, words="Yes.")
    reopened = reopen(case.pk, by=officer, words="Broken again.", **new)
    assert (reopened.state, reopened.closed_at, reopened.due_on) == (CaseState.OPEN, None, dt.date(2026, 9, 1))
    assert case.history.filter(verb="taken-up-again").count() == 1


def test_a_withdrawn_case_is_not_taken_up_again(case, applicant, officer):
    withdraw(case.pk, applicant=applicant)
    with refused("withdrawn"):
        reopen(case.pk, by=officer, words="Again.", due_on=None, due_basis="", exception="")


def test_only_the_applicant_withdraws_and_twice_is_once(case, applicant, officer):
    stranger = Person.objects.create(national_number="2", given_name="Ben")
    with refused("not-yours"):
        withdraw(case.pk, applicant=stranger)
    withdraw(case.pk, applicant=applicant)
    withdraw(case.pk, applicant=applicant)
    assert case.history.filter(verb="withdrawn").count() == 1
    with refused("closed"):
        decide(case.pk, Outcome.GRANTED, by=officer, words="Yes.")


def test_an_appeal_in_time_opens_one_case_with_its_clock_and_an_allowed_one_reopens_the_first(case, officer, applicant):
    decision = decide(case.pk, Outcome.REFUSED, by=officer, words="No.", appeal_until=appeal_limit(case))
    opened = appeal(decision.pk, applicant=applicant, words="My papers were complete.")
    assert appeal(decision.pk, applicant=applicant, words="Again.") == opened
    assert opened.due_on == timezone.localdate() + dt.timedelta(days=30)
    assert opened.due_basis == "art. 19(3)"
    decide(opened.pk, Outcome.UPHELD, by=officer, words="They were.")
    case.refresh_from_db()
    assert case.state == CaseState.OPEN and case.exception
    assert decide(case.pk, Outcome.GRANTED, by=officer, words="Granted anew.").final


def test_a_late_appeal_must_say_what_kept_the_person(case, officer, applicant):
    decision = decide(
        case.pk, Outcome.REFUSED, by=officer, words="No.", appeal_until=timezone.localdate() - dt.timedelta(days=1)
    )
    with refused("late"):
        appeal(decision.pk, applicant=applicant, words="Wrong.")
    opened = appeal(decision.pk, applicant=applicant, words="Wrong.", late_because="I lay in hospital.")
    assert opened.data["late_because"] == "I lay in hospital."


def test_a_case_is_found_by_the_number_people_write(case):
    assert case_by_number(f" {case.number.replace('-', ' - ')} ") == case
    assert case_by_number(f"1999-{case.pk}") is None
    assert case_by_number("hello") is None


def test_the_desk_shows_only_the_cases_of_ones_own_organisation(client, case, officer, staff):
    other = staff("other", Role.OFFICER, Organisation.objects.create(code="other", titles={"en": "Other"}))
    client.force_login(officer)
    assert case.number in client.get("/desk/").content.decode()
    assert client.get(f"/desk/cases/{case.pk}/").status_code == 200
    assert Access.objects.get(person=case.subject).user == officer
    client.force_login(other)
    assert case.number not in client.get("/desk/").content.decode()
    assert client.get(f"/desk/cases/{case.pk}/").status_code == 404
    assert client.post(f"/desk/cases/{case.pk}/decide/", {"outcome": "granted", "words": "x"}).status_code == 404
    assert client.get("/desk/cases.csv").getvalue().decode().count("\n") == 1


def test_deciding_on_the_page_keeps_what_was_written_when_something_is_missing(client, case, officer):
    client.force_login(officer)
    answer = client.post(f"/desk/cases/{case.pk}/decide/", {"words": "Because of the papers."})
    assert answer.status_code == 422
    assert "Because of the papers." in answer.content.decode()
    assert client.post(f"/desk/cases/{case.pk}/decide/", {"outcome": "granted", "words": "Fine."}).status_code == 302
    case.refresh_from_db()
    assert case.state == CaseState.DECIDED


def test_the_work_list_of_fifty_takes_few_queries(
    client, case, officer, office, applicant, django_assert_max_num_queries
):
    from madang.core.cases.actions.open_case import open_case

    for _number in range(50):
        open_case(
            "permit", service="permit", title="A permit", organisation=office, applicant=applicant, exception="Look."
        )
    client.force_login(officer)
    with django_assert_max_num_queries(12):
        client.get("/desk/")
    with django_assert_max_num_queries(16):
        client.get(f"/desk/cases/{case.pk}/")


def test_an_export_cannot_smuggle_a_formula(client, office, officer, applicant):
    from madang.core.cases.actions.open_case import open_case

    open_case("permit", service="permit", title="=cmd()", organisation=office, applicant=applicant, exception="Look.")
    client.force_login(officer)
    assert "'=cmd()" in client.get("/desk/cases.csv").getvalue().decode()


def test_the_history_calls_organisations_and_staff_by_their_names(case, officer, applicant):
    from madang.core.cases.actions.work import assign
    from madang.core.cases.messages import history_line

    officer.person = applicant
    officer.save()
    assign([case.pk], to=officer, by=officer)
    other = Organisation.objects.create(code="other", titles={"en": "Roads Office"})
    transfer(case.pk, to=other, by=officer, words="It is their road.")
    lines = [history_line(entry) for entry in case.history.all()]
    assert lines[1:] == ["Given to Ana Cruz", "Passed from Office to Roads Office"]


def test_stored_amounts_and_days_are_written_as_people_read_them():
    from madang.core.cases.messages import sentence

    assert sentence("Payment of {amount} {currency} did not arrive", {"amount": "279760", "currency": "KRW"}) == (
        "Payment of ₩279,760 did not arrive"
    )
    assert sentence("Paid {amount} {currency}", {"amount": 12345, "currency": "PHP"}) == "Paid ₱123.45"
    assert sentence("{held} or {claimed}", {"held": "", "claimed": "2026-07-12"}) == "nothing or July 12, 2026"
