"""The planner's page: the question in the address, the answer from the rules, nobody recognisable."""

from __future__ import annotations

import csv
import io

import pytest

from madang.core.people.models import Role, User
from madang.core.people.permissions import holds_somewhere
from madang.core.registers.models import Access
from madang.core.services.packs import active_pack
from madang.core.services.planning.answers import AnswerState, ask, stop
from madang.core.services.planning.forms import scenario_of
from madang.core.services.planning.tests.conftest import YANGGU

pytestmark = pytest.mark.django_db

RAISED = {"benefit": "child-allowance", "on": "2026-11-22", "set.age_limit": "12", "show": "1"}


@pytest.fixture
def on_the_day(monkeypatch):
    """The towns are made for the day on which the law is asked about."""
    import datetime as dt

    from django.utils import timezone

    monkeypatch.setattr(timezone, "localdate", lambda *_: dt.date(2026, 11, 22))


@pytest.fixture
def page(client, planner, on_the_day, towns):
    client.force_login(planner)
    return lambda **more: client.get("/planner/", RAISED | more)


def test_raising_the_age_limit_shows_who_is_added_and_what_it_costs(page):
    total = page().context["result"].total
    assert (total.people, total.people_then) == (20, 26)
    assert (total.gain, total.lose, total.more, total.less) == (6, 0, 0, 0)
    assert total.cost_then - total.cost == 6 * 120_000  # 100,000, and 20,000 more in Yanggu


def test_the_law_as_it_is_can_be_counted_alone(page):
    answer = page(**{"set.age_limit": ""})
    assert not answer.context["result"].compares
    assert "People then" not in answer.content.decode()


def test_an_amount_changed_for_one_class_of_places_changes_only_those(page):
    result = page(**{"set.age_limit": "", "set.area_supplement.20000": "40000"}).context["result"]
    assert (result.total.more, result.total.gain) == (8, 0)
    costs = {name: (one.cost, one.cost_then) for name, one in result.places}
    assert costs["Seoul"][0] == costs["Seoul"][1]
    assert costs["Gangwon"][1] - costs["Gangwon"][0] == 8 * 20_000


def test_the_same_law_on_another_day_is_a_comparison_too(page):
    result = page(**{"set.age_limit": "", "then": "2022-11-22"}).context["result"]
    assert result.compares
    assert (result.total.people, result.total.people_then) == (20, 14)


def test_every_reading_of_the_registers_is_logged_once_a_day_for_everybody(page, ministry, planner):
    page()
    page(**{"set.age_limit": "11"})
    access = Access.objects.get()
    assert (access.person, access.organisation, access.user) == (None, ministry, planner)
    assert access.purpose and "kr-child-allowance-act" in access.legal_basis


def test_a_question_asked_again_is_not_counted_again(page, monkeypatch):
    first = page().context["answer"]
    monkeypatch.setattr("madang.core.services.planning.counting.count_effect", lambda *_, **__: pytest.fail("counted"))
    assert page().context["answer"] == first


def test_a_group_of_fewer_than_five_is_not_shown_and_cannot_be_found_by_subtraction(page, family):
    for years_old in (3, 3, 3, 4, 4, 4, 4, 4, 4):
        family(YANGGU, years_old)
    ages = dict(page().context["result"].ages)
    assert ages["3"].people is None and ages["3"].cost is None
    assert ages["4"].people is None  # six of four years hide the three of three years
    assert ages["2"].people == 12


def test_the_file_holds_what_the_page_shows_and_nothing_more(page, client, family):
    for years_old in (3, 3, 3):
        family(YANGGU, years_old)
    page()
    answer = client.get("/planner/figures.csv", RAISED)
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert ["age", "3", "", "", "", ""] in rows
    assert [row[2] for row in rows if row[0] == "total"] == ["23"]
    assert client.get("/planner/print/", RAISED).status_code == 200


def test_without_an_answer_file_and_paper_lead_to_the_page(client, planner):
    client.force_login(planner)
    for address in ("/planner/figures.csv", "/planner/print/"):
        assert client.get(address, RAISED)["Location"].startswith("/planner/?benefit=child-allowance")


@pytest.mark.parametrize(
    ("name", "value"),
    [("on", "2026-13-01"), ("then", "1850-01-01"), ("set.age_limit", "-1"), ("set.age_limit", "nine"),
     ("set.child_allowance_amount", "0.5"), ("set.in_force", "perhaps"), ("benefit", "no-such")],
)  # fmt: skip
def test_what_cannot_be_understood_is_said_beside_its_field_and_nothing_is_counted(client, planner, name, value):
    client.force_login(planner)
    answer = client.get("/planner/", RAISED | {name: value})
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [name]
    assert not Access.objects.exists()


def test_every_figure_of_every_benefit_can_be_changed_and_counted(client, planner, on_the_day, towns):
    client.force_login(planner)
    for benefit in active_pack().benefits:
        form = client.get("/planner/", {"benefit": benefit.name}).context["form"]
        changed = {name: {"bool": "no", "money": "7000"}.get(figure.kind, "7") for name, figure in form.figures.items()}
        answer = client.get("/planner/", {"benefit": benefit.name, "show": "1"} | changed)
        assert answer.context["answer"].state == AnswerState.DONE, benefit.name


def test_stopping_keeps_the_question_and_asking_again_counts(client, planner, towns, settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
    client.force_login(planner)
    waiting = client.get("/planner/", RAISED)
    assert "Waiting for the background worker" in waiting.content.decode()
    assert client.get("/planner/progress/", RAISED).status_code == 200
    query = "&".join(f"{name}={value}" for name, value in RAISED.items())
    assert client.post("/planner/cancel/", {"query": query})["Location"] == f"/planner/?{query}"
    assert client.get("/planner/progress/", RAISED)["HX-Refresh"] == "true"
    assert client.get("/planner/", RAISED).context["answer"].state == AnswerState.STOPPED
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
    assert client.get("/planner/", RAISED | {"again": "1"}).context["answer"].state == AnswerState.DONE


def test_a_question_that_was_stopped_while_it_waited_is_not_begun(planner, towns, settings, rf):
    from madang.core.services.planning.tasks import count

    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
    request = rf.get("/planner/", RAISED)
    scenario = scenario_of(request.GET)
    ask(scenario, request.GET.urlencode(), planner.pk)
    stop(scenario)
    count.func(request.GET.urlencode(), planner.pk)
    assert not Access.objects.exists()


def test_what_goes_wrong_is_said_without_details(client, planner, towns, monkeypatch):
    def broken(*_args, **_more):
        raise RuntimeError("secret path")

    monkeypatch.setattr("madang.core.services.planning.counting.count_effect", broken)
    client.force_login(planner)
    page = client.get("/planner/", RAISED).content.decode()
    assert "It could not be worked out" in page and "secret" not in page


@pytest.mark.parametrize("address", ["/planner/", "/planner/progress/", "/planner/figures.csv", "/planner/print/"])
def test_only_planners_see_the_planner(client, ministry, address):
    assert client.get(address).status_code == 302
    officer = User.objects.create_user("officer")
    officer.assignments.create(organisation=ministry, role=Role.OFFICER)
    client.force_login(officer)
    assert client.get(address).status_code == 403
    assert not holds_somewhere(officer, Role.PLANNER)


def test_nothing_about_a_person_reaches_the_page(page, towns):
    assert "Someone" not in page().content.decode()


def test_the_page_takes_few_queries(page, django_assert_max_num_queries):
    page()
    with django_assert_max_num_queries(8):
        page()
