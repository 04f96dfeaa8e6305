"""A person sees what is held about them and who read it, here and through the Data Tracker interface."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path

import jsonschema_rs
import pytest
import yaml
from django.utils import timezone, translation

from madang.core.people.models import Organisation, User
from madang.core.registers import clients
from madang.core.registers.access import Why, log_population, log_reading
from madang.core.registers.actions.dispute_fact import dispute_fact
from madang.core.registers.errors import RegisterError
from madang.core.registers.facts import facts_for
from madang.core.registers.models import Access, BankAccount, Guardianship, MachineClient
from madang.core.registers.my_data import facts_of, reads_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("organisations"), pytest.mark.urls(f"{__package__}.urls")]

WHY = {"purpose": "Working out what you are entitled to", "legal_basis": "Testing Act art. 1"}


@pytest.fixture
def resident(person):
    return person("900101-1", name="Jiyoon", sex="f")


def why(**options):
    return Why(**WHY, **options)


def test_every_reading_is_shown_with_who_why_and_what(resident, organisations):
    facts_for(
        [resident.pk],
        organisation=organisations["tax-service"],
        reference="offer:1",
        entities={"person": ["born"]},
        **WHY,
    )
    (entry,) = reads_of(resident).entries
    assert (entry.organisation_code, entry.purpose, entry.legal_basis) == ("tax-service", *WHY.values())
    assert entry.fact_names == ["person.born"]
    assert entry.facts == ["date of birth"]
    assert not entry.everybody
    assert not entry.own


def test_a_reading_of_everybody_is_shown_to_whom_it_touched_only(resident, person):
    log_population(["person.born"], resident.pk, why())
    later = person("later")
    assert [entry.everybody for entry in reads_of(resident).entries] == [True]
    assert reads_of(later).entries == []


def test_what_a_law_withholds_is_not_shown_until_its_day(resident):
    log_reading({resident.pk: ["person.born"]}, why(withheld_until=timezone.now() + dt.timedelta(days=1)))
    log_population(["person.born"], resident.pk, why(withheld_until=timezone.now() + dt.timedelta(days=1)))
    assert reads_of(resident).total == 0
    Access.objects.update(withheld_until=timezone.now() - dt.timedelta(seconds=1))
    assert reads_of(resident).total == 2


def test_nobody_sees_the_readings_of_another(resident, person):
    log_reading({person("other").pk: ["person.born"]}, why())
    assert reads_of(resident).entries == []


def test_readings_come_in_pages_latest_first(resident):
    for number in range(25):
        log_reading({resident.pk: ["person.born"]}, why(reference=f"case:{number}"))
    first, last = reads_of(resident), reads_of(resident, page=99)
    assert (first.total, first.pages, first.entries[0].reference) == (25, 2, "case:24")
    assert (last.page, last.entries[-1].reference) == (2, "case:0")


def test_what_is_held_is_shown_and_the_looking_is_logged_as_own(resident):
    BankAccount.objects.create(person=resident, bank="SHBKKRSE", number="110", since=dt.date(2020, 1, 1))
    dispute_fact(resident, "person.born", "Wrong.")
    user = User.objects.create(username="u", person=resident)
    held = {register.name: register for register in facts_of(resident, user=user)}
    assert set(held) == {"civil", "accounts"}
    facts = {fact.name: fact for fact in held["civil"].tables[0].rows[0].facts}
    assert facts["person.born"].disputed
    assert facts["person.sex"].value == "female"
    assert facts["person.died"].value == ""
    (entry,) = reads_of(resident).entries
    assert entry.own
    assert "bank_account.number" in entry.fact_names
    assert reads_of(resident, own=False).total == 0


def test_the_log_is_told_in_the_readers_language(resident):
    facts_of(resident)
    with translation.override("ko"):
        assert reads_of(resident).entries[0].purpose == "본인이 자기 정보를 열람함"


# Data Tracker

URL = "/api/data-tracker/findUsage"


@pytest.fixture
def key(organisations):
    portal = Organisation.objects.create(code="portal", titles={"en": "State portal"})
    return clients.add("eesti.ee", portal)


@pytest.fixture
def ask(client, key):
    def ask(person="EE900101-1", bearer=key, **query):
        headers = {}
        if bearer:
            headers["Authorization"] = f"Bearer {bearer}"
        if person is not None:
            headers["X-Road-UserId"] = person
        return client.get(URL, query, headers=headers)

    return ask


def test_a_portal_gets_the_records_latest_first(resident, ask, organisations):
    for code in ("tax-service", "immigration"):
        log_reading({resident.pk: ["person.born"]}, why(organisation=organisations[code]))
    answer = ask()
    assert answer.status_code == 200
    assert [record["receiver"] for record in answer.json()] == ["immigration", "tax-service"]
    assert answer.json()[0]["action"] == WHY["purpose"]
    assert dt.datetime.fromisoformat(answer.json()[0]["logtime"]).tzinfo is not None
    assert [record["receiver"] for record in ask(offset=2, limit=1).json()] == ["tax-service"]
    assert ask("900101-1").json() == answer.json()


def test_the_portals_own_asking_is_shown_to_the_person(resident, ask):
    ask()
    (entry,) = reads_of(resident).entries
    assert entry.organisation_code == "portal"
    assert entry.fact_names == ["access_log"]


def test_at_most_a_hundred_records_are_returned_unless_asked(resident, ask):
    for number in range(120):
        log_reading({resident.pk: ["person.born"]}, why(reference=str(number)))
    assert len(ask().json()) == 100
    assert len(ask(offset=101).json()) == 20
    assert len(ask(limit=110).json()) == 110
    assert ask(limit=0).json() == []


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"offset": 0}, "offset"),
        ({"offset": "x"}, "offset"),
        ({"offset": -1}, "offset"),
        ({"limit": "1.5"}, "limit"),
        ({"limit": 99999999999}, "limit"),
        ({"offset": "١"}, "offset"),
    ],
)
def test_a_bad_question_is_answered_with_400_and_the_field(resident, ask, query, field):
    answer = ask(**query)
    assert answer.status_code == 400
    assert answer.json()["field"] == field


def test_a_portal_must_name_the_person(resident, ask):
    for nobody in (None, "", "  "):
        assert ask(nobody).status_code == 400


def test_an_unknown_person_looks_like_one_without_records(resident, ask):
    assert ask("EE000").status_code == ask().status_code == 200
    assert ask("EE000").json() == []
    assert not Access.objects.exclude(person=resident).exists()


def test_without_a_valid_key_nothing_is_told(resident, ask, key):
    assert ask(bearer=None).status_code == 401
    assert ask(bearer="guess").status_code == 401
    clients.revoke("eesti.ee")
    assert ask().status_code == 401
    assert not Access.objects.exists()


def test_a_key_is_kept_nowhere_and_a_name_given_once(key):
    stored = MachineClient.objects.get()
    assert key not in {str(value) for value in stored.__dict__.values()}
    with pytest.raises(RegisterError):
        clients.add("eesti.ee", stored.organisation)
    with pytest.raises(RegisterError):
        clients.revoke("nobody")


def test_a_person_asks_for_themselves_and_for_nobody_else(resident, person, client):
    other = person("800101-2")
    log_reading({other.pk: ["person.born"]}, why())
    log_reading({resident.pk: ["person.born"]}, why())
    client.force_login(User.objects.create(username="u", person=resident))
    assert len(client.get(URL).json()) == 1
    assert len(client.get(URL, headers={"X-Road-UserId": "EE900101-1"}).json()) == 1
    for number in ("EE800101-2", "nobody"):
        assert client.get(URL, headers={"X-Road-UserId": number}).status_code == 403
    client.force_login(User.objects.create(username="staff"))
    assert client.get(URL).status_code == 401


URL2 = "/api/data-tracker/v2/findUsage"


def test_the_second_version_tells_the_total_and_takes_a_period(resident, client, key, organisations):
    for number in range(3):
        log_reading(
            {resident.pk: ["person.born"]}, why(organisation=organisations["tax-service"], reference=str(number))
        )
    middle = Access.objects.order_by("id")[1].at
    headers = {"Authorization": f"Bearer {key}", "X-Road-UserId": "EE900101-1"}

    def ask(**query):
        return client.get(URL2, {"userCode": "EE900101-1", **query}, headers=headers)

    assert ask().json()["totalUsages"] == 3
    assert ask(offset=2).json()["totalUsages"] == 3
    assert len(ask(offset=2).json()["usages"]) == 1
    assert ask(periodStart=middle.isoformat()).json()["totalUsages"] == 2
    assert ask(periodEnd=middle.isoformat()).json()["totalUsages"] == 2
    assert ask().json()["usages"][0]["receiverName"] == "tax-service"
    for query in (
        {"userCode": ""},
        {"periodStart": "yesterday"},
        {"periodEnd": "2026-02-30T00:00:00Z"},
        {"offset": -1},
    ):
        assert ask(**query).status_code == 400


def test_a_guardian_asks_for_a_child_and_nobody_else_does(resident, person, client, key):
    child = person("200101-3", born="2020-01-01")
    Guardianship.objects.create(child=child, guardian=resident, since=dt.date(2020, 1, 1))
    stranger = person("700101-1")
    log_reading({child.pk: ["person.born"]}, why())
    headers = {"Authorization": f"Bearer {key}"}
    for asker, status in ((resident, 200), (stranger, 403)):
        number = f"EE{asker.national_number}"
        answer = client.get(URL2, {"userCode": "EE200101-3"}, headers={**headers, "X-Road-UserId": number})
        assert answer.status_code == status
    client.force_login(User.objects.create(username="u", person=resident))
    assert client.get(URL2, {"userCode": "EE200101-3"}).json()["totalUsages"] == 2  # and the portal's asking
    assert client.get(URL2, {"userCode": "EE700101-1"}).status_code == 403


def test_the_period_and_the_heartbeat_are_told(client, key, resident):
    headers = {"Authorization": f"Bearer {key}"}
    assert client.get("/api/data-tracker/v2/usagePeriod", headers=headers).json()["periodStart"]
    assert client.get("/api/data-tracker/v2/usagePeriod").status_code == 401
    assert client.get("/api/data-tracker/v2/heartbeat").json()["status"] == "OK"


DOCUMENT = Path(os.environ.get("MADANG_DUMONITOR_OPENAPI", "../shared/cases/dumonitor-openapi.yaml"))


@pytest.fixture
def document():
    if not DOCUMENT.is_file():
        pytest.skip(f"{DOCUMENT} is not there; name dumonitor-openapi.yaml of e-gov/AJ in MADANG_DUMONITOR_OPENAPI")
    return yaml.safe_load(DOCUMENT.read_text(encoding="utf-8"))


def test_the_interface_is_the_one_of_the_estonian_document(resident, client, key, document, organisations):
    """Every path of the document, of whichever version: its parameters are ours, and our answers fit its schemas."""
    from madang.core.registers.tests.urls import api

    log_reading({resident.pk: ["person.born"]}, why(organisation=organisations["tax-service"]))
    headers = {"Authorization": f"Bearer {key}", "X-Road-UserId": "EE900101-1"}
    for path, methods in document["paths"].items():
        theirs = methods["get"]
        ours = api.get_openapi_schema()["paths"][f"/api/data-tracker{path}"]["get"]
        named = {(p["name"], p["in"]) for p in theirs.get("parameters", ())}
        assert named <= {(p["name"], p["in"]) for p in ours.get("parameters", ())}
        answer = client.get(f"/api/data-tracker{path}", {"userCode": "EE900101-1"}, headers=headers)
        assert answer.status_code == 200
        schema = theirs["responses"]["200"]["content"]["application/json"]["schema"]
        jsonschema_rs.validate({**schema, "components": document["components"]}, answer.json(), validate_formats=True)
        assert str(answer.json()) != "[]"
