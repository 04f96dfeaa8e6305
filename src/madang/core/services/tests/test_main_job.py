"""From registers to record: scan, offer, confirm, decide, award, letter."""

from __future__ import annotations

import datetime as dt

import pytest

from madang.core.archive.models import LogEntry
from madang.core.cases.letters import send_due_letters
from madang.core.cases.models import Case, CaseState, Decision
from madang.core.documents.models import Letter
from madang.core.notices.models import Message
from madang.core.people.models import Person
from madang.core.registers.models import Access, CivilRecord, StayAbroad
from madang.core.services.actions.answer_offer import confirm, decline, reconsider
from madang.core.services.actions.deem_offers import deem_offers
from madang.core.services.actions.revise_award import revise_awards
from madang.core.services.daily import begin_the_days_scan
from madang.core.services.errors import OfferError
from madang.core.services.models import Award, AwardState, Confirmation, Offer, OfferState
from madang.core.services.offers import refresh_subjects
from madang.core.services.packs import benefit_named
from madang.core.services.scan import scan

pytestmark = pytest.mark.django_db


@pytest.fixture
def offer(family) -> Offer:
    refresh_subjects([family.child.pk], benefits=[benefit_named("child-allowance")])
    return Offer.objects.get(subject=family.child)


def test_a_newborn_is_offered_everything_since_birth(offer, family):
    assert offer.payee == family.mother
    assert offer.state == OfferState.OPEN
    assert offer.from_month == dt.date(2026, 4, 1)
    assert offer.amount == 100_000 + 1_000_000 + 5_000  # Act art. 4(1), Decree art. 2(1)1, 2(2)2: Busan
    assert offer.arrears == offer.amount  # April, the month of birth
    assert offer.answer_by == dt.date(
        2026, 6, 1
    )  # 60 days with the day of birth end on a Sunday: art. 10(2), Civil Act art. 161
    assert Message.objects.filter(person=family.mother).count() == 1


def test_scanning_again_makes_no_second_offer_and_reads_are_logged_once_for_everybody(family):
    scan(["child-allowance"])
    scan(["child-allowance"])
    assert Offer.objects.count() == 1
    population = Access.objects.filter(person=None)
    assert population.count() == 2
    assert all(access.last_person_id == Person.objects.order_by("-id")[0].pk for access in population)
    assert not Access.objects.filter(person__isnull=False, reference__startswith="scan").exists()


def test_a_confirm_becomes_case_decision_award_and_record(offer, family):
    confirmation = confirm(offer.pk, by=family.mother)
    case = confirmation.case
    assert case.state == CaseState.DECIDED
    assert case.organisation == family.town.city
    decision = Decision.objects.get(case=case)
    assert decision.final and decision.decided_by is None
    assert decision.amount == offer.amount
    assert decision.appeal_until == dt.date(2026, 5, 10) + dt.timedelta(days=90)
    assert Award.objects.get(subject=family.child).state == AwardState.RUNNING
    assert {"offer.confirmed", "decision"} <= set(LogEntry.objects.values_list("kind", flat=True))


def test_a_repeated_confirm_is_one_confirm(offer, family):
    first = confirm(offer.pk, by=family.mother, idempotency_key="a")
    assert confirm(offer.pk, by=family.mother, idempotency_key="b") == first
    assert Confirmation.objects.count() == Case.objects.count() == Award.objects.count() == 1


def test_nobody_else_can_answer_an_offer(offer, person):
    stranger = person("남", "1980-01-01")
    for answer in (confirm, decline, reconsider):
        with pytest.raises(OfferError) as refused:
            answer(offer.pk, by=stranger)
        assert refused.value.code == "not-yours"
    offer.refresh_from_db()
    assert offer.state == OfferState.OPEN


def test_a_fact_that_changed_meanwhile_replaces_the_offer_instead_of_being_paid(offer, family):
    CivilRecord.objects.filter(person=family.child).update(born=dt.date(2024, 3, 1))
    with pytest.raises(OfferError) as refused:
        confirm(offer.pk, by=family.mother)
    assert refused.value.code == "changed"
    offer.refresh_from_db()
    assert offer.state == OfferState.SUPERSEDED
    assert refused.value.offer.state == OfferState.OPEN
    assert refused.value.offer.amount == 105_000
    assert not Case.objects.exists()


def test_what_was_declined_is_not_offered_again_until_it_is_reconsidered(offer, family):
    decline(offer.pk, by=family.mother, reason="no")
    refresh_subjects([family.child.pk], benefits=[benefit_named("child-allowance")])
    assert Offer.objects.count() == 1
    assert reconsider(offer.pk, by=family.mother).state == OfferState.OPEN


def test_an_award_is_not_offered_again(offer, family):
    confirm(offer.pk, by=family.mother)
    refresh_subjects([family.child.pk])
    assert Offer.objects.filter(benefit="child-allowance").count() == 1


def test_ninety_days_abroad_suspend_the_award_and_the_return_resumes_it(offer, family, today):
    confirm(offer.pk, by=family.mother)
    stay = StayAbroad.objects.create(person=family.child, left=dt.date(2026, 5, 11))
    today("2026-09-10")
    revise_awards([family.child.pk])
    award = Award.objects.get()
    assert award.state == AwardState.SUSPENDED
    stay.returned = dt.date(2026, 9, 20)
    stay.save()
    today("2026-10-05")
    revise_awards([family.child.pk])
    award.refresh_from_db()
    assert award.state == AwardState.RUNNING


def test_death_ends_the_award_with_the_month_after(offer, family, today):
    confirm(offer.pk, by=family.mother)
    CivilRecord.objects.filter(person=family.child).update(died=dt.date(2026, 6, 3))
    today("2026-06-20")
    revise_awards([family.child.pk])
    assert Award.objects.get().state == AwardState.RUNNING  # art. 14: lost from the month after
    today("2026-07-01")
    revise_awards([family.child.pk])
    award = Award.objects.get()
    assert award.state == AwardState.ENDED
    assert award.to_month == dt.date(2026, 6, 1)


def test_an_award_that_ended_at_eight_is_resumed_by_law_unless_the_guardian_objects(family, today, person):
    child = person("하준", "2017-09-10", mother=family.mother)
    from madang.core.registers.models import Guardianship, Residence

    Guardianship.objects.create(child=child, guardian=family.mother, since=child.civil.born)
    Residence.objects.create(person=child, household=family.household, area="26350", since=child.civil.born)
    old_case = Case.objects.create(
        kind="benefit", service="child-allowance", title="Child allowance", organisation=family.town.city, subject=child
    )
    Award.objects.create(
        benefit="child-allowance", subject=child, payee=family.mother, case=old_case, state=AwardState.ENDED,
        from_month=dt.date(2018, 9, 1), claimed_on=dt.date(2018, 9, 1), to_month=dt.date(2025, 8, 1), currency="KRW",
    )  # fmt: skip
    today("2026-04-01")
    refresh_subjects([child.pk], benefits=[benefit_named("child-allowance")])
    offer = Offer.objects.get(subject=child)
    assert offer.deemed
    assert offer.from_month == dt.date(2026, 1, 1)  # Addenda 21489 arts. 3, 5
    assert offer.arrears == 3 * 105_000
    today("2026-05-02")
    assert deem_offers() == 1
    offer.refresh_from_db()
    assert offer.state == OfferState.DEEMED
    assert Award.objects.get(subject=child, state=AwardState.RUNNING).from_month == dt.date(2026, 1, 1)
    assert deem_offers() == 0


@pytest.mark.django_db(transaction=True)
def test_the_letter_of_a_decision_is_issued_once_in_the_persons_language(offer, family):
    confirm(offer.pk, by=family.mother)
    assert send_due_letters() == 1
    assert send_due_letters() == 0
    letter = Letter.objects.get(person=family.mother)
    assert letter.language == "ko"
    assert letter.kind == "decision"
    assert Message.objects.filter(person=family.mother, link=f"/letters/{letter.code}/").count() == 1


def test_the_days_scan_is_begun_once_a_day(family):
    from django_tasks_db.models import DBTaskResult

    assert begin_the_days_scan()
    scan()  # what the worker does with it
    assert not begin_the_days_scan()
    assert DBTaskResult.objects.filter(task_path__endswith="scan_today").count() == 1
