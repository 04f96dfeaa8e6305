"""The screens."""

import uuid

import pytest
from django.urls import reverse

from madang.core.people.models import Organisation
from madang.systems.complaints.actions.send_report import NewReport, send_report
from madang.systems.complaints.models import Report
from madang.systems.complaints.models.report import OMBUDSMAN
from madang.systems.complaints.pages.report import SENDING, receipt_of

pytestmark = pytest.mark.django_db


def test_a_stranger_reports_and_follows_without_signing_in(client):
    form = {"words": "The lamp is dark.", "key": str(uuid.uuid4())}
    answer = client.post(reverse("complaints:send"), form)
    assert answer.status_code == 302
    assert client.post(reverse("complaints:send"), form)["Location"] == answer["Location"]
    report = Report.objects.get()
    assert report.number in client.get(answer["Location"]).content.decode()
    assert "The lamp is dark." in client.get(reverse("complaints:report", args=[report.tracking])).content.decode()


def test_an_empty_form_says_what_to_do(client):
    response = client.post(reverse("complaints:send"), {"words": " "})
    assert response.status_code == 422
    assert "Write what is wrong." in response.content.decode()


def test_what_was_entered_stays_when_something_is_wrong(client, lamp):
    form = {"words": "The lamp is dark.", "address": "School road 3", "contact": "nobody", "category": "street-lamp"}
    response = client.post(reverse("complaints:send"), form)
    page = response.content.decode()
    assert response.status_code == 422
    assert "The lamp is dark." in page and "School road 3" in page and 'value="street-lamp" selected' in page
    assert not Report.objects.exists()


def test_a_number_that_nobody_has_says_what_to_do(client, lamp):
    report = send_report(NewReport(words="The lamp is dark.")).report
    home = reverse("complaints:home")
    assert client.get(home, {"number": report.number})["Location"] == reverse(
        "complaints:report", args=[report.tracking]
    )
    for number in ("", "nothing", report.number[:-1], report.number[1:] + report.number[0]):
        assert "No report has this number." in client.get(home, {"number": number}).content.decode()


def test_only_who_has_the_receipt_speaks_for_the_reporter(client, lamp):
    report = send_report(NewReport(words="Call 010-2345-6789. The lamp is dark.")).report
    receipt = receipt_of(report)
    assert "2345" in client.get(reverse("complaints:mine", args=[receipt])).content.decode()
    assert "2345" not in client.get(reverse("complaints:report", args=[report.tracking])).content.decode()
    assert client.get(reverse("complaints:mine", args=[receipt[:-1]])).status_code == 404
    assert client.post(reverse("complaints:rate-mine", args=[report.tracking]), {"stars": 5}).status_code == 404


def test_me_too_needs_an_address_or_a_signed_in_person(client, resident):
    report = send_report(NewReport(words="The lamp is dark.")).report
    support = reverse("complaints:support", args=[report.tracking])
    response = client.post(support, {"contact": ""})
    assert response.status_code == 422 and "Write your e-mail address, or sign in." in response.content.decode()
    assert client.post(support, {"contact": "a@example.org"}).status_code == 302
    client.force_login(resident, backend="django.contrib.auth.backends.ModelBackend")
    assert client.post(support).status_code == 302
    report.refresh_from_db()
    assert report.supporters_count == 2


def test_a_signed_in_reporter_finds_own_reports_again(client, resident):
    client.force_login(resident, backend="django.contrib.auth.backends.ModelBackend")
    form = {"words": "The lamp is dark.", "visibility": "open", "key": str(uuid.uuid4())}
    client.post(reverse("complaints:send"), form)
    report = Report.objects.get()
    assert report.case.applicant == resident.person
    assert report.number in client.get(reverse("complaints:home")).content.decode()


def test_too_many_reports_from_one_address_are_told_to_wait_and_none_is_half_written(client):
    answers = [
        client.post(reverse("complaints:send"), {"words": f"Lamp {number}"}) for number in range(SENDING.times + 3)
    ]
    assert [answer.status_code for answer in answers[-3:]] == [429, 429, 429]
    assert int(answers[-1]["Retry-After"]) >= 1
    assert Report.objects.count() == sum(answer.status_code == 302 for answer in answers)


def test_a_wrong_passphrase_opens_nothing_and_says_so(client):
    form = {"tracking": "ABCDE-FGHJK", "passphrase": "nothing"}
    response = client.post(reverse("complaints:mailbox"), form)
    assert response.status_code == 422
    assert "Number and passphrase do not belong together." in response.content.decode()
    response = client.post(reverse("complaints:mailbox"), {"opened": "made-up"})
    assert "The mailbox was closed after half an hour." in response.content.decode()


@pytest.mark.parametrize("language", ["ko", "id"])
@pytest.mark.parametrize("name", ["home", "send", "secret", "mailbox"])
def test_every_word_is_translated(client, language, name):
    page = client.get(reverse(f"complaints:{name}"), headers={"accept-language": language}).content.decode()
    main = page.split("<main")[1].split("</main")[0]
    for english in ("What is wrong", "Report", "Passphrase", "Photos", "Follow"):
        assert f">{english}" not in main
    assert f'lang="{language}"' in page


@pytest.mark.parametrize(("role", "shown"), [("officer", True), ("supervisor", True), ("planner", False)])
def test_only_who_works_on_reports_is_led_to_them(client, staff, roads, role, shown):
    client.force_login(staff("somebody", role, roads), backend="django.contrib.auth.backends.ModelBackend")
    page = client.get(reverse("complaints:home")).content.decode()
    assert (reverse("complaints:board") in page) is shown


def test_the_ombudsman_is_led_to_what_was_let_pass_and_nobody_else_is(client, staff, officer):
    office = Organisation.objects.create(code=OMBUDSMAN, titles={"en": "Ombudsman"})
    for user, status in ((staff("overseer", "officer", office), 200), (officer, 404)):
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        assert client.get(reverse("complaints:ombudsman")).status_code == status
        board = client.get(reverse("complaints:board")).content.decode()
        assert (reverse("complaints:ombudsman") in board) is (status == 200)
