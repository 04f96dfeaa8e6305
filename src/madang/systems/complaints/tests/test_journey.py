"""A resident's way through a real browser, on the phone."""

import pytest

from madang.systems.complaints.models import Request

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_resident_sends_a_request_from_the_phone(visit, resident):
    page = visit("/complaints/", as_user=resident, width=390)
    page.get_by_label("What do you need?").fill("My bag is gone.")
    page.get_by_role("button", name="Send the request").click()
    page.get_by_text("Your request has arrived.").wait_for()
    assert page.get_by_text("My bag is gone.").is_visible()
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    assert Request.objects.count() == 1
