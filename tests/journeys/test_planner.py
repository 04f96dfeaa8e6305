"""A planner's question: choose a benefit, change a figure, see people and cost, share the address, take the figures along."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from madang.core.people.models import Person
from madang.core.registers.models import CivilRecord, Guardianship, Household, Residence

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WAYS = pytest.mark.parametrize(("width", "scripts"), [(390, False), (1280, True)])


@pytest.fixture
def children(town, settings):
    """Seven children of ten in Seoul and nine of two in Busan; the worker answers at once."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
    half_a_year_ago = timezone.localdate() - dt.timedelta(183)
    for number in range(16):
        area, age = ("11110", 10) if number < 7 else ("26350", 2)
        born = half_a_year_ago.replace(day=1, year=half_a_year_ago.year - age)
        child = Person.objects.create(national_number=f"child-{number}", given_name="Someone")
        home = Household.objects.create(area=area)
        CivilRecord.objects.create(person=child, born=born, sex="f", nationality="KOR", mother=town.a.mother)
        Residence.objects.create(person=child, household=home, area=area, since=born)
        Guardianship.objects.create(child=child, guardian=town.a.mother, since=born)


@WAYS
def test_a_planner_raises_the_age_limit_and_takes_the_figures_along(visit, town, children, width, scripts):
    page = visit("/planner/", as_user=town.users["planner"], width=width, java_script_enabled=scripts)
    page.get_by_label("Age limit of the child allowance").fill("13")
    page.get_by_role("button", name="Work out people and cost").click()
    expect(page.get_by_role("heading", name="People and cost", exact=True)).to_be_visible()
    expect(page.locator(".stat", has_text="People then").get_by_text("+7")).to_be_visible()
    expect(page.get_by_role("img", name="People by age")).to_be_visible()
    assert "Someone" not in page.content()
    page.get_by_label("Region").select_option(label="Seoul")
    page.get_by_role("button", name="Show", exact=True).click()
    expect(page.locator(".stat", has_text="People then").get_by_text("7", exact=True)).to_be_visible()
    shared = page.url.split("/planner/")[1]
    page = visit(f"/planner/{shared}", as_user=town.users["planner"], width=width, java_script_enabled=scripts)
    expect(page.locator(".stat", has_text="People then").get_by_text("7", exact=True)).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name="Export").click()
    assert "total" in download.value.path().read_text(encoding="utf-8-sig")
