"""The public pages: home, catalogue, search, what would I get, the interface and the command."""

from __future__ import annotations

import json
import re
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from madang.core.operations.limits import Limit
from madang.core.portal.search import search
from madang.core.services.packs import active_pack

pytestmark = pytest.mark.django_db

HOUSEHOLD = {
    "on": "2026-05-10",
    "complete": True,
    "persons": [
        {"id": 1, "born": "1993-04-01", "nationality": "KOR", "household": 1},
        {"id": 2, "born": "2026-04-02", "mother": 1, "nationality": "KOR", "household": 1},
    ],
    "households": [{"id": 1, "area": "26350"}],
}


def text(answer) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


def test_the_front_page_says_what_it_is_and_what_runs_here(client):
    page = text(client.get("/"))
    assert "The state proposes, you confirm" in page
    assert "/services/?event=birth" in page and "/what-would-i-get/" in page
    assert "3 benefits by law" in page


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("아동수당", "child-allowance"),
        ("아동", "child-allowance"),
        ("child allow", "child-allowance"),
        ("CHILD", "child-allowance"),
        ("기초연금", "basic-pension"),
        ("pension", "basic-pension"),
        ("저출산", "first-meeting-voucher"),
        ("첫만남", "first-meeting-voucher"),
    ],
)
def test_search_finds_services_by_title_or_law_in_any_language(words, first):
    assert search(words)[0].name == first


def test_search_forgives_a_typing_mistake_and_finds_nothing_for_nonsense(client):
    assert search("alowance")[0].name == "child-allowance"
    assert search("qqqq") == [] and search("ㅋㅋㅋ") == [] and search("a") == [] and search(" ") == []
    assert "Nothing found" in text(client.get("/services/?q=qqqq"))


@pytest.mark.parametrize("words", ['"', "a:b", "(", "title:*", "\\", "x" * 5000, "🙂🙂", "\x00\x00"])
def test_search_takes_any_text(client, words):
    assert client.get("/services/", {"q": words}).status_code == 200


def test_the_catalogue_lists_every_benefit_under_its_life_event(client):
    page = text(client.get("/services/"))
    for benefit in active_pack().benefits:
        assert f"/services/{benefit.name}/" in page


def test_a_service_page_cites_each_condition_and_dates_each_figure(client):
    page = text(client.get("/services/child-allowance/"))
    assert "Child Allowance Act" in page and "law.go.kr" in page
    assert "₩100,000" in page and "Sep 1, 2018" in page
    assert "Statute text read" in page and "Secondary source" in page
    assert "Within 90 days of the decision" in page
    assert "highest income" not in page.split("Figures of the law")[0]  # that condition ended in 2018
    assert client.get("/services/nothing/").status_code == 404


def ask(client, **given):
    form = {"on": "2026-05-10", "area": "26350", "p1-born": "1993-04-01", "p1-citizen": "yes", "p2-relation": "child",
            "p2-born": "2026-04-02", "p2-citizen": "yes", "do": "answer"}  # fmt: skip
    return client.post("/what-would-i-get/", form | given)


def test_the_anonymous_page_answers_with_amounts_reasons_and_arrears(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        page = text(ask(client))
    assert "₩1,105,000" in page and "₩2,000,000" in page
    assert "Claimed on this day, you would also get ₩1,105,000 for the time since April 2026." in page
    assert "Child Allowance Act" in page
    assert "Not by these answers" in page


def test_what_is_missing_is_named(client):
    page = text(ask(client, area=""))
    assert "Perhaps, if we knew more" in page and "Missing:" in page


def test_people_are_added_and_removed_without_scripts_and_nothing_entered_is_lost(client):
    page = text(ask(client, do="add"))
    assert 'name="p3-born"' in page and 'value="2026-04-02"' in page and 'value="1993-04-01"' in page
    page = text(ask(client, do="remove-2"))
    assert 'name="p2-born"' not in page and 'value="1993-04-01"' in page
    assert 'name="p1-born"' in text(ask(client, do="remove-1"))


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"p1-born": ""}, "Enter the date of birth."),
        ({"p1-born": "yesterday"}, "This is not a date."),
        ({"p2-born": "1200-01-01"}, "not a believable date of birth"),
        ({"on": "1950-01-01"}, "The rules do not reach this day."),
        ({"p1-income": "a lot"}, "Write a whole number"),
        ({"area": "99999"}, "99999"),
        ({"p2-relation": "goat"}, "goat"),
    ],
)
def test_a_mistake_is_named_at_its_place_and_everything_stays(client, given, words):
    answer = ask(client, **given)
    assert answer.status_code == 422
    page = text(answer)
    assert words in page and 'role="alert"' in page
    assert 'value="2026-04-02"' in page or "p2-born" in given


@pytest.mark.parametrize("name", [f"p{n}-born" for n in ("99999999", "-1", "x", "0")] + ["p-born", "p2-", "-"])
def test_odd_field_names_break_nothing(client, name):
    assert ask(client, **{name: "2020-01-01"}).status_code in {200, 422}


def test_a_child_not_yet_born_and_an_old_mother_break_nothing(client):
    assert ask(client, **{"p2-born": "2030-01-01"}).status_code == 200
    assert ask(client, **{"p1-born": "2026-04-03"}).status_code == 200  # the child is older than its mother


def test_the_interface_gives_the_same_answer_as_the_command(client, tmp_path):
    path = tmp_path / "household.json"
    path.write_text(json.dumps(HOUSEHOLD))
    out = StringIO()
    call_command("explain", facts=str(path), json=True, stdout=out)
    answer = client.post("/api/explain", json.dumps(HOUSEHOLD), content_type="application/json")
    assert answer.status_code == 200
    assert answer.json() == json.loads(out.getvalue())
    assert answer.json()["totals"] == {"month": 1_105_000, "year": 0, "once": 2_000_000, "arrears": 1_105_000}


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b'{"persons": []}',
        b'{"persons": [{"id": 1, "born": "x"}]}',
        b'{"persons": [{"id": 1}], "on": "1900-01-01"}',
        json.dumps({"persons": [{"id": n} for n in range(1, 52)]}).encode(),
        b"\xff\xfe",
    ],
)
def test_the_interface_names_every_mistake(client, body):
    answer = client.post("/api/explain", body, content_type="application/json")
    assert answer.status_code == 422
    assert {"path", "rule", "remedy"} <= set(answer.json()["detail"][0])


def test_the_interface_is_in_the_openapi_document_with_its_422(client):
    operation = client.get("/api/openapi.json").json()["paths"]["/api/explain"]["post"]
    assert {"200", "422"} <= set(operation["responses"])
    assert "requestBody" in operation


def test_the_command_explains_in_words_of_the_language(tmp_path):
    path = tmp_path / "household.json"
    path.write_text(json.dumps(HOUSEHOLD))
    out = StringIO()
    call_command("explain", facts=str(path), lang="ko", stdout=out)
    assert "아동수당" in out.getvalue() and "1,105,000원" in out.getvalue()


@pytest.mark.parametrize("content", ["{", '{"persons": []}'])
def test_the_command_refuses_with_the_remedy(tmp_path, content):
    path = tmp_path / "household.json"
    path.write_text(content)
    with pytest.raises(CommandError, match=r"persons|JSON"):
        call_command("explain", facts=str(path))
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("explain", facts=str(tmp_path / "nowhere.json"))


def test_an_address_that_asks_too_often_is_told_when_to_try_again(client, monkeypatch):
    monkeypatch.setattr("madang.core.portal.api.EXPLAINING", Limit("test.explain", times=1, seconds=60))
    body = json.dumps(HOUSEHOLD)
    assert client.post("/api/explain", body, content_type="application/json").status_code == 200
    refused = client.post("/api/explain", body, content_type="application/json")
    assert refused.status_code == 429
    assert 0 < int(refused["Retry-After"]) <= 60
    assert refused.json()["code"] == "too-many"
