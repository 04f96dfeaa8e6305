"""For you: offers, why, confirm, decline, undo."""

from __future__ import annotations

import re

import pytest

from madang.core.cases.models import Case
from madang.core.registers.models import CivilRecord
from madang.core.services.models import Confirmation, Offer, OfferState

pytestmark = pytest.mark.django_db


def text(answer) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


def test_the_offer_says_what_from_when_for_whom_and_why(mother, offer):
    page = text(mother.get("/for-you/"))
    assert "From May 2026 you can receive ₩1,105,000 a month for 김서연." in page
    assert "For the time since April 2026 you get ₩1,105,000 in addition, at once." in page
    assert "born on" in page and "Child Allowance Act" in page
    assert "Confirm until" in page


def test_the_page_speaks_korean(mother, offer):
    mother.cookies["language"] = "ko"
    page = text(mother.get("/for-you/"))
    assert "1,105,000원" in page and "아동수당" in page and "김서연" in page
    assert "Why" not in page and "you can receive" not in page


def test_one_tap_confirms_and_leads_to_what_happens_next(mother, offer):
    answer = mother.post(f"/for-you/{offer.pk}/confirm/", {"key": "abc"}, follow=True)
    case = Case.objects.get()
    page = text(answer)
    assert case.number in page
    assert "Haeundae-gu" in page
    assert "May 22, 2026" in page or "May 25, 2026" in page  # the 25th, or the working day before it
    assert "What happens next" in page and "Signed letter" in page


def test_confirming_twice_is_one_confirmation(mother, offer):
    for _try in range(2):
        assert mother.post(f"/for-you/{offer.pk}/confirm/", {"key": "abc"}).status_code == 302
    assert Confirmation.objects.count() == Case.objects.count() == 1


def test_a_changed_fact_shows_the_new_offer_instead(mother, offer, family):
    CivilRecord.objects.filter(person=family.child).update(born="2024-03-01")
    page = text(mother.post(f"/for-you/{offer.pk}/confirm/", {"key": "abc"}, follow=True))
    assert "have changed since it was made" in page
    assert "₩105,000" in page
    assert not Case.objects.exists()


def test_a_fact_that_ends_the_right_says_so(mother, offer, family):
    CivilRecord.objects.filter(person=family.child).update(born="2010-03-01")
    page = text(mother.post(f"/for-you/{offer.pk}/confirm/", follow=True))
    assert "does not grant this any more" in page
    assert "Nothing is waiting for you" in page


def test_declining_keeps_the_reason_and_can_be_undone(mother, offer):
    assert "You can change your mind" in text(mother.get(f"/for-you/{offer.pk}/decline/"))
    page = text(mother.post(f"/for-you/{offer.pk}/decline/", {"reason": "Not now"}, follow=True))
    assert "You declined" in page and "Not now" in page and "Take it after all" in page
    mother.post(f"/for-you/{offer.pk}/reconsider/")
    offer.refresh_from_db()
    assert offer.state == OfferState.OPEN


def test_a_reason_too_long_is_refused_and_kept(mother, offer):
    answer = mother.post(f"/for-you/{offer.pk}/decline/", {"reason": "x" * 5000})
    assert answer.status_code == 422
    assert "x" * 5000 in answer.content.decode()
    offer.refresh_from_db()
    assert offer.state == OfferState.OPEN


def test_an_offer_whose_fact_is_disputed_waits_and_says_why(mother, offer):
    Offer.objects.filter(pk=offer.pk).update(state=OfferState.WAITING)
    page = text(mother.get("/for-you/"))
    assert "A fact is being checked" in page
    assert f"/for-you/{offer.pk}/confirm/" not in page
    refused = text(mother.post(f"/for-you/{offer.pk}/confirm/", follow=True))
    assert "A fact behind this offer is being checked" in refused


def test_a_deemed_offer_can_be_objected_to_until_its_last_day(mother, offer):
    Offer.objects.filter(pk=offer.pk).update(deemed=True)
    page = text(mother.get("/for-you/"))
    assert "Object until" in page and "No, I object" in page and "By law this counts as applied for" in page
    assert "Object to this?" in text(mother.get(f"/for-you/{offer.pk}/decline/"))


def test_the_facts_behind_an_offer_lead_to_the_agency_that_keeps_them(mother, offer, family):
    page = text(mother.get(f"/for-you/{offer.pk}/facts/"))
    assert "April 2, 2026" in page
    assert f"/my-data/dispute/civil/person.born/?person={family.child.pk}" in page
    assert "Account register" not in page  # no rule reads it


def test_an_empty_page_says_what_will_come(mother):
    assert "Nothing is waiting for you" in text(mother.get("/for-you/"))


def test_fifty_offers_cost_no_more_queries_than_one(mother, offer, family, person, django_assert_max_num_queries):
    for number in range(49):
        offer.pk, offer.subject = None, person(f"아이{number}", "2026-04-02")
        offer._state.adding = True
        offer.save()
    with django_assert_max_num_queries(12):
        page = mother.get("/for-you/")
    assert page.content.decode().count("Yes, I want this") == 50
