"""What a resident does from the offer to the letter's page, with and without JavaScript, on the phone and at a desk."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from madang.core.cases.models import Case
from madang.core.services.models import Confirmation, Offer
from madang.core.services.offers import refresh_subjects

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WAYS = pytest.mark.parametrize(("width", "scripts"), [(390, True), (390, False), (1280, True), (1280, False)])


@pytest.fixture
def offer(town) -> Offer:
    """The child allowance for person A's younger child."""
    child = town.a.children[0]
    refresh_subjects([child.pk])
    return Offer.objects.get(subject=child, benefit="child-allowance")


@WAYS
def test_a_parent_sees_why_confirms_and_finds_the_case(visit, town, offer, width, scripts):
    page = visit("/for-you/", as_user=town.users["resident A"], width=width, java_script_enabled=scripts)
    card = page.locator("article.offer", has_text="Child allowance")
    card.locator("summary").click()
    expect(card.get_by_text(re.compile("born on")).first).to_be_visible()
    expect(card.get_by_role("link", name=re.compile("Child Allowance Act")).first).to_be_visible()
    card.get_by_role("button", name="Yes, I want this").click()
    number = Case.objects.get().number
    expect(page.get_by_text(number)).to_be_visible()
    expect(page.get_by_role("heading", name="What happens next")).to_be_visible()
    page.get_by_role("link", name="Open my case").click()
    expect(page.get_by_role("heading", name="Child allowance", level=1)).to_be_visible()
    page.go_back()
    page.go_back()
    assert Confirmation.objects.count() == 1


@WAYS
def test_a_declined_offer_can_be_taken_after_all(visit, town, offer, width, scripts):
    page = visit("/for-you/", as_user=town.users["resident A"], width=width, java_script_enabled=scripts)
    page.locator("article.offer", has_text="Child allowance").get_by_role("link", name="No, thank you").click()
    page.get_by_label(re.compile("Why not")).fill("We do not need it now.")
    page.get_by_role("button", name="Decline").click()
    expect(page.get_by_text("We do not need it now.")).to_be_visible()
    page.get_by_role("button", name="Take it after all").click()
    expect(page.get_by_text("The offer is open again")).to_be_visible()
    offer.refresh_from_db()
    assert offer.state == "open"


@WAYS
def test_a_wrong_fact_goes_to_the_agency_and_the_offer_says_so(visit, town, offer, width, scripts):
    page = visit("/for-you/", as_user=town.users["resident A"], width=width, java_script_enabled=scripts)
    page.locator("article.offer", has_text="Child allowance").get_by_role("link", name="A fact is wrong").click()
    page.get_by_role("link", name=re.compile("This is wrong.*Date of birth")).click()
    page.get_by_label("What is wrong?").fill("She was born a day later.")
    page.get_by_role("button", name="Send to the agency").click()
    expect(page.get_by_text("The agency that keeps the fact looks at it")).to_be_visible()
    assert Case.objects.get(kind="correction").subject == offer.subject


@WAYS
def test_anybody_asks_what_they_would_get_without_signing_in(visit, town, width, scripts):
    page = visit("/what-would-i-get/", width=width, java_script_enabled=scripts)
    page.get_by_label("Date of birth").nth(0).fill("1993-04-01")
    page.get_by_label("Date of birth").nth(1).fill("2025-11-02")
    page.get_by_role("button", name="Add a person").click()
    assert page.get_by_label("Date of birth").nth(1).input_value() == "2025-11-02"
    page.get_by_role("button", name="Remove person 3").click()
    page.get_by_label(re.compile("For which day")).fill("2026-05-10")
    page.get_by_label(re.compile("Where do you live")).select_option("26350")
    page.get_by_role("button", name="Show what we would get").last.click()
    expect(page.get_by_text("₩1,105,000").first).to_be_visible()
    page.get_by_role("button", name="Change my answers").click()
    assert page.get_by_label("Date of birth").nth(0).input_value() == "1993-04-01"
