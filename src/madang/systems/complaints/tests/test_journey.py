"""Ways through a real browser, on the phone and at the desk."""

import pytest

from madang.systems.complaints.models import Report

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_stranger_reports_from_the_phone_without_scripts(visit):
    page = visit("/complaints/send/", width=390, java_script_enabled=False)
    page.get_by_label("What is wrong?").fill("The lamp is dark.")
    page.get_by_role("button", name="Send the report").click()
    page.get_by_text(Report.objects.get().number).first.wait_for()
    assert page.evaluate("document.documentElement.scrollWidth") == 390
