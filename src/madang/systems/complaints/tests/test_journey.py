"""Ways through a real browser, on the phone and at the desk, with and without scripts."""

import datetime as dt
import io
from itertools import product

import pytest
from django.utils import timezone
from PIL import Image
from playwright.sync_api import expect

from madang.core.people.models import Assignment, Organisation, Person, Role, User
from madang.systems.complaints.actions.answer_report import answer_report
from madang.systems.complaints.actions.close_report import close_report
from madang.systems.complaints.actions.escalate_overdue import escalate_overdue
from madang.systems.complaints.actions.hold_report import hold_report
from madang.systems.complaints.actions.send_report import NewReport, send_report
from madang.systems.complaints.actions.take_in_held_reports import take_in_held_reports
from madang.systems.complaints.models import AnswerTemplate, Area, Category, Mailbox, Report
from madang.systems.complaints.models.report import OMBUDSMAN
from madang.systems.complaints.pages.report import receipt_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SCRIPTS = pytest.mark.parametrize("scripts", [False, True])
RING = [[129.1, 35.1], [129.3, 35.1], [129.3, 35.3], [129.1, 35.3], [129.1, 35.1]]
LAMP = "The lamp in front of the school is dark."


def photo():
    out = io.BytesIO()
    Image.new("RGB", (300, 200), "orange").save(out, "JPEG")
    return {"name": "lamp.jpg", "mimeType": "image/jpeg", "buffer": out.getvalue()}


def sent(words=LAMP, **more):
    return send_report(NewReport(**{"words": words, "category": "street-lamp", **more})).report


@SCRIPTS
def test_a_stranger_reports_from_the_phone(visit, lamp, scripts):
    page = visit("/complaints/", width=390, java_script_enabled=scripts)
    page.get_by_role("link", name="Report something").first.click()
    page.get_by_label("What is wrong?").fill("가로등이 꺼져 있어요. The lamp is dark.")
    page.get_by_label("Where is it?").fill("School road 3")
    page.get_by_label("Photos").set_input_files([photo()])
    page.get_by_label("What is it about?").select_option(label="Street lamp")
    page.get_by_role("button", name="Send the report").click()
    page.get_by_text("Your report has arrived.").wait_for()
    report = Report.objects.get()
    expect(page.get_by_role("heading", name=report.number)).to_be_visible()
    expect(page.get_by_text("With Roads Office")).to_be_visible()
    expect(page.get_by_text("School road 3")).to_be_visible()
    assert report.photos.count() == 1 and report.case.applicant is None
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    page.goto(page.url.split("/complaints/")[0] + "/complaints/")
    page.get_by_label("Number of the report").fill(report.number.lower())
    page.get_by_role("button", name="Follow").click()
    expect(page.get_by_role("heading", name=report.number)).to_be_visible()


def test_a_place_is_taken_from_the_device_or_chosen_on_the_map(visit, lamp, roads):
    Area.objects.create(organisation=roads, name="Here", geometry={"type": "Polygon", "coordinates": [RING]})
    here = {"latitude": 35.16, "longitude": 129.16}
    page = visit("/complaints/send/", width=390, geolocation=here, permissions=["geolocation"])
    page.get_by_label("What is wrong?").fill(LAMP)
    page.get_by_role("button", name="Use my position").click()
    page.get_by_text("Position taken.").wait_for()
    assert page.locator("#id_lat").input_value() == "35.160000"
    page.get_by_text("Choose on the map").click()
    chart = page.locator(".leaflet-container")
    chart.wait_for()
    chart.click()
    page.wait_for_function("document.querySelector('#id_lat').value !== '35.160000'")
    page.get_by_role("button", name="Send the report").click()
    page.get_by_text("Your report has arrived.").wait_for()
    report = Report.objects.get()
    assert 35.0 < report.lat < 35.4 and 129.0 < report.lon < 129.4


def test_a_draft_survives_a_lost_connection_and_goes_once_it_is_sent(visit, lamp):
    page = visit("/complaints/send/", width=390)
    page.get_by_label("What is wrong?").fill(LAMP)
    page.context.set_offline(True)
    page.get_by_role("button", name="Send the report").click()
    page.get_by_text("There is no connection.").wait_for()
    page.context.set_offline(False)
    page.reload()
    assert page.get_by_label("What is wrong?").input_value() == LAMP
    page.get_by_role("button", name="Send the report").click()
    page.get_by_text("Your report has arrived.").wait_for()
    page.goto(page.url.split("/complaints/")[0] + "/complaints/send/")
    assert page.get_by_label("What is wrong?").input_value() == ""


@SCRIPTS
def test_a_secret_report_and_its_mailbox(visit, lamp, officer, scripts, resident):
    page = visit("/complaints/secret/", as_user=resident, width=390, java_script_enabled=scripts)
    page.get_by_label("What is wrong?").fill("The head takes money.")
    page.get_by_label("What is it about?").select_option(label="Street lamp")
    page.get_by_role("button", name="Send secretly").click()
    number, passphrase = page.locator("strong.num").all_text_contents()
    take_in_held_reports(timezone.localdate() + dt.timedelta(days=1))
    desk = visit(f"/complaints/desk/{number.replace('-', '')}/", as_user=officer, java_script_enabled=scripts)
    desk.locator("#message_words").fill("Which money?")
    desk.get_by_role("button", name="Write", exact=True).click()
    expect(desk.get_by_text("Written into the mailbox.")).to_be_visible()
    page.get_by_role("link", name="Open my mailbox").click()
    page.get_by_label("Number of the report").fill(number)
    page.get_by_label("Passphrase").fill(passphrase)
    page.get_by_role("button", name="Open", exact=True).click()
    expect(page.get_by_text("Which money?")).to_be_visible()
    page.get_by_label("Your message").fill("For permits.")
    page.get_by_role("button", name="Write", exact=True).click()
    expect(page.get_by_text("Your message is kept")).to_be_visible()
    assert Mailbox.objects.get().messages.get(from_reporter=True).words == "For permits."
    assert {cookie["name"] for cookie in page.context.cookies()} == {"language", "sessionid"}


@SCRIPTS
def test_an_officer_answers_with_a_template_and_the_reporter_is_not_content(visit, lamp, officer, scripts):
    report = sent()
    AnswerTemplate.objects.create(language="en", title="Mended", words="Report {tracking} is mended.")
    desk = visit("/complaints/desk/", as_user=officer, java_script_enabled=scripts)
    desk.get_by_role("link", name=report.number).click()
    desk.locator("summary", has_text="State the follow-up").click()
    desk.locator("#accept_words").fill("We come on Friday.")
    desk.get_by_role("button", name="State the follow-up").click()
    expect(desk.get_by_text("Roads Office works on it")).to_be_visible()
    desk.get_by_label("Template").select_option(label="Mended (English)")
    desk.get_by_role("button", name="Fill in").click()
    desk.get_by_role("button", name="Answer", exact=True).click()
    expect(desk.get_by_text("Answered. Everyone who waits has been told.")).to_be_visible()
    page = visit(f"/complaints/mine/{receipt_of(report)}/", width=390, java_script_enabled=scripts)
    expect(page.get_by_text(f"Report {report.number} is mended.")).to_be_visible()
    page.get_by_label("1: not at all").check()
    page.get_by_role("button", name="Send the rating").click()
    expect(page.get_by_text("It counts in the agency's statistics.")).to_be_visible()
    page.get_by_label("What is still wrong?").fill("It is dark again.")
    page.get_by_role("button", name="Put it back into work").click()
    expect(page.get_by_text("Back in work.")).to_be_visible()
    desk.reload()
    expect(desk.get_by_text("It is dark again.")).to_be_visible()


@SCRIPTS
def test_a_duplicate_is_joined_and_gets_the_answer(visit, lamp, officer, resident, scripts):
    first = sent(lat=35.16, lon=129.16)
    second = sent(lat=35.16001, lon=129.16001)
    page = visit(f"/complaints/mine/{receipt_of(second)}/", width=390, java_script_enabled=scripts)
    page.get_by_role("button", name=f"Join {first.number}").click()
    expect(page.get_by_text("Joined. Every answer reaches you too.")).to_be_visible()
    answer_report(first.pk, by=officer, words="Both lamps burn again.")
    page.reload()
    expect(page.get_by_text("Both lamps burn again.")).to_be_visible()
    other = visit(f"/complaints/reports/{first.tracking}/", as_user=resident, width=390, java_script_enabled=scripts)
    other.get_by_role("button", name="Me too").click()
    expect(other.get_by_text("Counted. Every answer reaches you too.")).to_be_visible()
    first.refresh_from_db()
    assert first.supporters_count == 2


@SCRIPTS
def test_many_are_forwarded_at_once_and_the_clocks_run_on(visit, lamp, water, officer, scripts):
    Category.objects.create(code="pipe", names={"en": "Pipe"}, organisation=water)
    reports = [sent(f"{LAMP} {number}") for number in range(3)]
    due = {report.due_on for report in reports}
    desk = visit("/complaints/desk/", as_user=officer, java_script_enabled=scripts)
    for report in reports:
        desk.get_by_role("checkbox", name=f"Tick report {report.number}").check()
    desk.get_by_label("To", exact=True).select_option(label="Water Works")
    desk.get_by_label("Why there").fill("It is their pipe.")
    desk.get_by_role("button", name="Forward the ticked ones").click()
    expect(desk.get_by_text("3 reports are done.")).to_be_visible()
    assert {report.due_on for report in Report.objects.filter(organisation=water)} == due


@SCRIPTS
def test_the_ombudsman_sees_what_was_let_pass_and_asks(visit, lamp, staff, scripts):
    late = sent(reported_at=timezone.now() - dt.timedelta(days=60))
    escalate_overdue()
    ombudsman = staff(
        "ombudsman", Role.OFFICER, Organisation.objects.create(code=OMBUDSMAN, titles={"en": "Ombudsman"})
    )
    desk = visit("/complaints/ombudsman/", as_user=ombudsman, java_script_enabled=scripts)
    desk.get_by_role("link", name=late.number).click()
    desk.locator("#remind_words").fill("Why does nobody answer?")
    desk.get_by_role("button", name="Ask, for everybody to read").click()
    expect(desk.get_by_text("Asked. Everybody can read it.")).to_be_visible()
    page = visit(f"/complaints/reports/{late.tracking}/", width=390, java_script_enabled=scripts)
    expect(page.get_by_text("Why does nobody answer?")).to_be_visible()
    expect(page.get_by_text("the Ombudsman was told").first).to_be_visible()


RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}
ROUNDS = [
    *product(("ko", "id"), (390,), ("light", "dark")),
    ("en", 1280, "light"),
    ("ko", 1280, "dark"),
]


@pytest.fixture
def everything(lamp, roads, officer, resident):
    """Reports in every state, and somebody who may see them all."""
    Area.objects.create(organisation=roads, name="Here", geometry={"type": "Polygon", "coordinates": [RING]})
    reports = [sent(f"{LAMP} {number} 010-2345-678{number}", lat=35.16, lon=129.16) for number in range(4)]
    answer_report(reports[1].pk, by=officer, words="Mended.")
    close_report(reports[2].pk, by=officer, words="Mended.")
    sent("Old.", reported_at=timezone.now() - dt.timedelta(days=60))
    escalate_overdue()
    held = hold_report(NewReport(words="Secret.", visibility="secret", category="street-lamp"))
    take_in_held_reports(timezone.localdate() + dt.timedelta(days=1))
    user = User.objects.create(username="all", person=Person.objects.create(national_number="9", given_name="All"))
    Organisation.objects.create(code=OMBUDSMAN, titles={"en": "Ombudsman"})
    for organisation in Organisation.objects.all():
        Assignment.objects.create(user=user, organisation=organisation, role=Role.OFFICER, since=dt.date(2020, 1, 1))
    return reports, held, user


def test_axe_finds_no_barrier_and_nothing_is_wider_than_the_screen(visit, everything):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    reports, held, user = everything
    late = Report.objects.get(words="Old.")
    addresses = [
        "/complaints/",
        "/complaints/?number=nothing",
        "/complaints/send/",
        *(f"/complaints/reports/{report.tracking}/" for report in reports[1:3]),
        f"/complaints/mine/{receipt_of(reports[0])}/?sent=yes",
        "/complaints/secret/",
        "/complaints/mailbox/",
        "/complaints/desk/",
        "/complaints/desk/?view=board",
        "/complaints/desk/?q=nobody",
        f"/complaints/desk/{reports[0].tracking}/",
        f"/complaints/desk/{late.tracking}/",
        f"/complaints/desk/{held.tracking}/",
        "/complaints/ombudsman/",
        f"/desk/cases/{reports[0].case_id}/",
    ]
    found = []
    for language, width, scheme in ROUNDS:
        page = visit("/complaints/", as_user=user, language=language, width=width, scheme=scheme)
        site = page.url.removesuffix("/complaints/")
        for address in addresses:
            page.goto(site + address)
            where = f"{address} {language} {width} {scheme}"
            found += [f"{where}: {one['id']}" for one in axe.run(page, options=RULES).response["violations"]]
            if page.evaluate("document.documentElement.scrollWidth") > width:
                found.append(f"{where}: wider than the screen")
        page.goto(site + "/complaints/mailbox/")
        page.locator("#id_tracking").fill(held.tracking)
        page.locator("#id_passphrase").fill(held.passphrase)
        page.locator("main button").click()
        found += [f"mailbox {language}: {one['id']}" for one in axe.run(page, options=RULES).response["violations"]]
    assert found == []


@pytest.mark.parametrize(("language", "english"), [("ko", "What is wrong?"), ("id", "What is wrong?")])
def test_the_form_speaks_the_readers_language(visit, language, english):
    page = visit("/complaints/send/", language=language, width=390)
    assert page.get_attribute("html", "lang") == language
    assert english not in page.locator("main").inner_text()
