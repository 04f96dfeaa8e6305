"""What everybody may see, in a real browser: the list, the map and the figures, with and without scripts."""

import pytest
from playwright.sync_api import expect

from madang.systems.complaints.actions.count_figures import count_figures
from madang.systems.complaints.actions.send_report import NewReport, send_report
from madang.systems.complaints.models import Area, Clock, Report

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
BOX = {
    "type": "Polygon",
    "coordinates": [[[129.0, 35.0], [129.4, 35.05], [129.35, 35.3], [129.05, 35.28], [129.0, 35.0]]],
}
MARK = ".leaflet-marker-icon"


@pytest.fixture
def city(lamp, roads, water):
    """Five reports at one crossing and one far away, of a lamp each; figures counted."""
    Area.objects.create(organisation=roads, name="Busan", geometry=BOX)
    reports = [
        send_report(
            NewReport(words=f"The lamp {n} is dark.", category=lamp.code, lat=35.15 + n / 3000, lon=129.15)
        ).report
        for n in range(5)
    ]
    reports.append(send_report(NewReport(words="가로등이 꺼졌어요.", category=lamp.code, lat=35.27, lon=129.3)).report)
    for clock in Clock.objects.filter(rule="answer", report__in=reports[:3]):
        clock.ended_on, clock.ended_by = clock.due_on, "answered"
        clock.save()
    count_figures()
    return reports


def test_the_map_is_moved_about_in_and_leads_to_a_report(visit, city):
    page = visit("/complaints/map/")
    together = page.get_by_role("button", name="5 reports")
    together.wait_for()
    assert page.locator(MARK).count() == 2
    assert page.locator(".map-area").count() == 1
    for _ in range(8):  # every press comes nearer, until the five stand apart
        if page.locator(MARK).count() == 5:
            break
        page.locator(MARK).first.press("Enter")
        page.wait_for_timeout(500)
    assert page.locator(MARK).count() == 5
    with page.expect_navigation():
        page.locator(MARK).first.click()
    assert any(report.number in page.locator("h1").inner_text() for report in city)


def test_without_scripts_the_map_is_a_picture_and_a_list(visit, city):
    page = visit("/complaints/map/", java_script_enabled=False, width=390)
    assert page.locator("svg .map-dot").count() == 2
    page.locator("summary", has_text="Show the places as a list").click()
    page.get_by_role("link", name="Street lamp").click()
    assert city[-1].number in page.locator("h1").inner_text()


def test_filters_of_the_list_stay_on_the_map(visit, city):
    Report.objects.filter(pk=city[0].pk).update(state="closed")
    page = visit("/complaints/reports/", width=390)
    page.get_by_label("State").select_option("closed")
    page.get_by_role("button", name="Show").click()
    assert page.locator(".card h2").count() == 1
    page.locator(".tabs").get_by_role("link", name="Map").click()
    page.get_by_text("1 report has a place.").wait_for()
    page.locator(".tabs").get_by_role("link", name="Figures").click()
    expect(page.get_by_role("heading", name="How fast each agency answers")).to_be_visible()
    assert (
        page.get_by_role("cell", name="Roads Office").first.is_visible()
        or page.get_by_text("Roads Office").first.is_visible()
    )


@pytest.mark.parametrize(
    ("language", "width", "scheme"), [("en", 390, "dark"), ("ko", 1280, "light"), ("ko", 390, "light")]
)
@pytest.mark.parametrize("address", ["reports/", "map/", "statistics/"])
def test_axe_finds_no_barrier_and_nothing_is_wider_than_the_screen(visit, city, address, language, width, scheme):
    from axe_playwright_python.sync_playwright import Axe

    page = visit(f"/complaints/{address}", language=language, width=width, scheme=scheme)
    if address == "map/":
        page.locator(MARK).first.wait_for()
    rules = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
    found = Axe().run(page, options=rules).response["violations"]
    assert [(each["id"], [node["html"] for node in each["nodes"]]) for each in found] == []
    assert page.evaluate("document.documentElement.scrollWidth") == width
