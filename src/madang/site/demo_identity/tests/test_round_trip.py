"""The whole sign-in between two real processes, as a browser without scripts does it."""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
import requests
from django.core.cache import cache

from madang.core.people.models import Person, User

pytestmark = pytest.mark.django_db(transaction=True)

ARI = "900101-2000001"


@pytest.fixture(autouse=True)
def _fresh():
    cache.clear()


@pytest.fixture
def agent() -> requests.Session:
    return requests.Session()


def fields(page: str, mark: str) -> dict[str, str]:
    """The hidden fields of the form whose opening tag contains `mark`."""
    form = next(f for f in re.findall(r"<form.*?</form>", page, re.S) if mark in f.partition(">")[0])
    names = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form)
    return {name: unescape(value) for name, value in names}


def to_the_national_id(agent: requests.Session, site: str, **more: str) -> requests.Response:
    page = agent.get(f"{site}/sign-in/", params=more).text
    return agent.post(f"{site}/sign-in/national-id/", fields(page, "national-id"))


def tap(agent: requests.Session, page: requests.Response, number: str) -> requests.Response:
    return agent.post(page.url, {**fields(page.text, 'id="persons"'), "national_number": number})


def agree(agent: requests.Session, page: requests.Response, action: str = "grant") -> requests.Response:
    form = fields(page.text, 'id="consent"')
    scopes = re.findall(r'name="scopes" value="([^"]+)"', page.text)
    target = f"{page.url.partition('?')[0]}"
    return agent.post(target, {**form, "scopes": scopes, "action": action})


def test_a_person_taps_their_name_agrees_and_is_signed_in(site, agent):
    person = Person.objects.create(national_number=ARI, family_name="김", given_name="아리")
    choice = to_the_national_id(agent, site, next="/account/")
    assert "This is a simulation" in choice.text and "김아리" in choice.text
    consent = tap(agent, choice, ARI)
    assert "your national number" in consent.text
    account = agree(agent, consent)
    assert account.url == f"{site}/account/" and "김아리" in account.text
    assert User.objects.get().person == person


def test_the_next_sign_in_asks_again_who_one_is(site, agent):
    Person.objects.create(national_number=ARI, given_name="아리")
    Person.objects.create(national_number="700101-1000003", given_name="찬")
    agree(agent, tap(agent, to_the_national_id(agent, site), ARI))
    agent.post(f"{site}/sign-out/", fields(agent.get(f"{site}/sign-out/").text, "sign-out"))
    again = to_the_national_id(agent, site)
    assert "Who do you want to be?" in again.text
    agree(agent, tap(agent, again, "700101-1000003"))
    assert {u.person.given_name for u in User.objects.all()} == {"아리", "찬"}


def test_whoever_cancels_is_back_at_the_sign_in_and_not_signed_in(site, agent):
    consent = tap(agent, to_the_national_id(agent, site), ARI)
    back = agree(agent, consent, action="cancel")
    assert back.url == f"{site}/sign-in/" and "You stopped the sign-in" in back.text
    assert not User.objects.exists()


def test_anybody_of_the_town_is_found_by_name_in_either_script(site, agent):
    choice = to_the_national_id(agent, site)
    assert "박찬" not in choice.text
    for words in ("찬", "park", "700101"):
        assert "박찬" in agent.get(f"{choice.url}&{urlencode({'q': words})}").text


def test_a_number_that_is_not_listed_signs_nobody_in(site, agent):
    choice = to_the_national_id(agent, site)
    assert "Who do you want to be?" in tap(agent, choice, "000000-0000000").text


def test_a_holder_whom_the_registers_do_not_know_gets_no_account(site, agent):
    answer = agree(agent, tap(agent, to_the_national_id(agent, site), ARI))
    assert answer.status_code == 403 and "do not find you in the registers" in answer.text
    assert not User.objects.exists()


def test_the_issuer_gives_no_code_without_a_proof_key_and_to_no_other_address(site, agent, settings):
    choice = to_the_national_id(agent, site)
    request = parse_qs(urlsplit(parse_qs(urlsplit(choice.url).query)["next"][0]).query)
    plain = {name: values[0] for name, values in request.items()}
    authorize = f"{settings.IDENTITY_URL}/identity/o/authorize"
    without = {name: value for name, value in plain.items() if not name.startswith("code_challenge")}
    assert agent.get(authorize, params=without).status_code == 400
    tap(agent, choice, ARI)
    elsewhere = agent.get(authorize, params={**plain, "redirect_uri": "https://evil.example/"})
    assert "cannot be answered" in elsewhere.text


def test_the_national_id_sends_people_nowhere_but_to_the_waiting_request(site, agent, settings):
    page = agent.get(f"{settings.IDENTITY_URL}/", params={"next": "https://evil.example/"})
    assert "Nobody waits for a sign-in here" in page.text and 'id="persons"' not in page.text


def test_what_the_issuer_publishes_is_what_a_client_needs(site, settings):
    document = requests.get(f"{settings.IDENTITY_URL}/.well-known/openid-configuration", timeout=10).json()
    assert document["issuer"] == settings.IDENTITY_URL
    assert document["code_challenge_methods_supported"] == ["S256"]
    keys = requests.get(document["jwks_uri"], timeout=10).json()["keys"]
    assert keys and all("d" not in key for key in keys)


def test_no_page_of_the_national_id_allows_inline_scripts_or_frames(site, settings):
    headers = requests.get(settings.IDENTITY_URL, timeout=10).headers
    assert "script-src 'self'" in headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert "no-store" in headers["Cache-Control"]


@pytest.mark.browser
def test_a_real_browser_signs_in_under_the_strict_content_policy(site, browser):
    from axe_playwright_python.sync_playwright import Axe

    Person.objects.create(national_number=ARI, family_name="김", given_name="아리")
    page = browser.new_page(viewport={"width": 390, "height": 844})
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)

    def has_no_violations() -> bool:
        return Axe().run(page).response["violations"] == []

    page.goto(f"{site}/sign-in/?next=/account/")
    assert has_no_violations()
    page.get_by_role("button", name="Sign in with the national ID").click()
    page.get_by_role("button", name="김아리").wait_for()
    assert has_no_violations()
    page.get_by_role("button", name="김아리").click()
    page.get_by_role("button", name="Agree and sign in").wait_for()
    assert has_no_violations()
    page.get_by_role("button", name="Agree and sign in").click()
    page.get_by_role("heading", name="My account").wait_for()
    assert has_no_violations()
    assert complaints == []
    page.close()
