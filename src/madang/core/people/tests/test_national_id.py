"""Signing in with the national ID, and every way somebody might try to be somebody else."""

from __future__ import annotations

import time
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from cryptography.hazmat.primitives.asymmetric import rsa
from django.test import Client

from madang.core.people.models import Person, User

pytestmark = pytest.mark.django_db

NUMBER = "900101-2000001"


@pytest.fixture
def person() -> Person:
    return Person.objects.create(national_number=NUMBER, given_name="Ari", email="ari@example.org")


def begin(client: Client, **data) -> str:
    answer = client.post("/sign-in/national-id/", data)
    assert answer.status_code == 302, answer.content
    return answer["Location"]


def finish(client: Client, code: str, state: str):
    return client.get("/sign-in/national-id/callback/", {"code": code, "state": state})


def sign_in(client: Client, issuer, **data):
    return finish(client, *issuer.authorise(begin(client, **data)))


def signed_in_as(client: Client) -> User | None:
    user_id = client.session.get("_auth_user_id")
    return User.objects.get(pk=user_id) if user_id else None


def refused(client: Client, answer, words: bytes) -> bool:
    return answer.status_code == 403 and words in answer.content and signed_in_as(client) is None


def test_the_first_sign_in_links_a_user_to_the_person_with_the_verified_number(client, issuer, person):
    answer = sign_in(client, issuer)
    assert (answer.status_code, answer["Location"]) == (302, "/")
    user = signed_in_as(client)
    assert user is not None and user.person == person
    assert not user.has_usable_password()
    assert SocialAccount.objects.get().extra_data == {"level": "urn:madang:simulated"}


def test_a_later_sign_in_is_the_same_user(client, issuer, person):
    sign_in(client, issuer)
    sign_in(Client(), issuer)
    assert User.objects.count() == SocialAccount.objects.count() == 1


def test_the_request_carries_state_nonce_and_a_proof_key(client, issuer, person):
    query = parse_qs(urlsplit(begin(client)).query)
    assert query["code_challenge_method"] == ["S256"]
    assert len(query["nonce"][0]) >= 32 and len(query["state"][0]) >= 16
    assert set(query["scope"][0].split()) == {"openid", "profile", "national_number"}


def test_scope_purpose_and_prompt_cannot_be_changed_from_outside(client, issuer, person):
    url = "/sign-in/national-id/?scope=admin&auth_params=acr_values%3Dlow%26nonce%3Dmine&process=connect"
    query = parse_qs(urlsplit(client.post(url)["Location"]).query)
    assert set(query["scope"][0].split()) == {"openid", "profile", "national_number"}
    assert "acr_values" not in query and query["nonce"] != ["mine"]


def test_signing_in_as_another_never_joins_the_two_accounts(client, issuer, person):
    other = Person.objects.create(national_number="2", given_name="Bora")
    sign_in(client, issuer)
    issuer.bend = lambda claims: {**claims, "sub": "pseudonym-2", "national_number": "2"}
    location = client.post("/sign-in/national-id/?process=connect")["Location"]
    finish(client, *issuer.authorise(location))
    assert signed_in_as(client).person == other
    assert {a.user.person.given_name for a in SocialAccount.objects.all()} == {"Ari", "Bora"}


def test_the_session_gets_a_new_key_at_sign_in(client, issuer, person):
    location = begin(client)
    before = client.session.session_key
    finish(client, *issuer.authorise(location))
    assert client.session.session_key != before


def test_after_sign_in_one_goes_where_one_wanted_to_but_never_to_another_site(client, issuer, person):
    assert sign_in(client, issuer, next="/account/")["Location"] == "/account/"
    assert sign_in(Client(), issuer, next="https://evil.example/")["Location"] == "/"


def test_a_number_that_no_person_has_makes_no_account(client, issuer):
    answer = sign_in(client, issuer)
    assert refused(client, answer, b"do not find you in the registers")
    assert User.objects.count() == Person.objects.count() == 0


def test_the_same_e_mail_address_links_nothing(client, issuer, person):
    user = User.objects.create_user("staff", email="ari@example.org")
    EmailAddress.objects.create(user=user, email="ari@example.org", verified=True, primary=True)
    issuer.bend = lambda c: {**c, "national_number": "404", "email": "ari@example.org", "email_verified": True}
    assert refused(client, sign_in(client, issuer), b"do not find you in the registers")
    assert not SocialAccount.objects.exists()


BENT = {
    "without a number": lambda c: {k: v for k, v in c.items() if k != "national_number"},
    "with an empty number": lambda c: {**c, "national_number": " "},
    "with a number that is not text": lambda c: {**c, "national_number": [NUMBER]},
    "of a level nobody accepts": lambda c: {**c, "acr": "urn:self-asserted"},
    "without a level": lambda c: {k: v for k, v in c.items() if k != "acr"},
    "with another nonce": lambda c: {**c, "nonce": "replayed"},
    "without a nonce": lambda c: {k: v for k, v in c.items() if k != "nonce"},
    "of another issuer": lambda c: {**c, "iss": "https://evil.example"},
    "for another client": lambda c: {**c, "aud": "bank"},
    "for many clients and handed to another": lambda c: {**c, "aud": ["madang", "bank"], "azp": "bank"},
    "that has expired": lambda c: {**c, "iat": int(time.time()) - 900, "exp": int(time.time()) - 600},
    "from the future": lambda c: {**c, "iat": int(time.time()) + 900, "exp": int(time.time()) + 1200},
    "without a subject": lambda c: {k: v for k, v in c.items() if k != "sub"},
}


@pytest.mark.parametrize("bend", BENT.values(), ids=BENT.keys())
def test_a_token_is_refused(client, issuer, person, bend):
    issuer.bend = bend
    assert refused(client, sign_in(client, issuer), b"could not trust the answer")
    assert not User.objects.exists()


def test_a_token_signed_with_another_key_is_refused(client, issuer, person):
    issuer.key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    assert refused(client, sign_in(client, issuer), b"could not trust the answer")


@pytest.mark.parametrize("algorithm", ["none", "HS256"])
def test_a_token_without_a_public_key_signature_is_refused(client, issuer, person, algorithm):
    issuer.algorithm = algorithm
    assert refused(client, sign_in(client, issuer), b"could not trust the answer")


def test_an_issuer_that_changed_its_keys_is_believed_after_a_fresh_look(client, issuer, person):
    sign_in(Client(), issuer)
    issuer.key = issuer.published = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    assert refused(client, sign_in(client, issuer), b"could not trust")  # same key id, other key: not believed
    from django.core.cache import cache

    cache.clear()  # five minutes later
    assert sign_in(client, issuer).status_code == 302


def test_an_answer_cannot_be_used_twice(client, issuer, person):
    code, state = issuer.authorise(begin(client))
    finish(client, code, state)
    thief = Client()
    assert refused(thief, finish(thief, code, state), b"no longer valid")
    client.post("/sign-out/")
    assert refused(client, finish(client, code, state), b"no longer valid")


def test_an_answer_to_a_request_of_another_browser_is_refused(client, issuer, person):
    code, state = issuer.authorise(begin(client))
    victim = Client()
    begin(victim)
    assert refused(victim, finish(victim, code, state), b"no longer valid")


def test_an_answer_with_an_invented_state_is_refused(client, issuer, person):
    begin(client)
    assert refused(client, finish(client, "code", "invented"), b"no longer valid")


def test_a_stale_request_is_refused(client, issuer, person, monkeypatch):
    code, state = issuer.authorise(begin(client))
    later = time.time() + 601
    monkeypatch.setattr("allauth.socialaccount.internal.statekit.time.time", lambda: later)
    assert refused(client, finish(client, code, state), b"no longer valid")


def test_a_wrong_code_signs_nobody_in(client, issuer, person):
    _code, state = issuer.authorise(begin(client))
    assert refused(client, finish(client, "invented", state), b"could not trust the answer")


def test_a_pseudonym_that_turns_up_with_another_number_is_refused(client, issuer, person):
    sign_in(client, issuer)
    Person.objects.create(national_number="2", given_name="Bora")
    issuer.bend = lambda claims: {**claims, "national_number": "2"}
    other = Client()
    assert refused(other, sign_in(other, issuer), b"national number has changed")


def test_a_new_pseudonym_with_the_same_number_is_the_same_person(client, issuer, person):
    sign_in(client, issuer)
    issuer.bend = lambda claims: {**claims, "sub": "pseudonym-of-the-new-card"}
    sign_in(client, issuer)
    assert User.objects.count() == 1 and SocialAccount.objects.count() == 2


def test_whoever_stops_at_the_national_id_is_back_at_the_sign_in(client, issuer, person):
    _code, state = issuer.authorise(begin(client))
    answer = client.get("/sign-in/national-id/callback/", {"error": "access_denied", "state": state})
    assert answer["Location"] == "/sign-in/"
    assert b"You stopped the sign-in" in client.get("/sign-in/").content


def test_a_closed_account_stays_out(client, issuer, person):
    User.objects.create_user("closed", person=person, is_active=False)
    answer = sign_in(client, issuer)
    assert answer["Location"] == "/sign-in/closed/" and signed_in_as(client) is None
    assert client.get("/sign-in/closed/").status_code == 403


def test_a_silent_national_id_is_told_in_plain_words(client, issuer, person):
    issuer.stop()
    answer = client.post("/sign-in/national-id/")
    assert answer.status_code == 503 and b"does not answer" in answer.content


def test_an_issuer_that_calls_itself_something_else_is_not_used(client, issuer, person, monkeypatch):
    honest = issuer.configuration()
    monkeypatch.setattr(issuer, "configuration", lambda: {**honest, "issuer": "https://evil.example"})
    assert client.post("/sign-in/national-id/").status_code == 503


def test_without_an_issuer_the_page_says_what_the_operator_must_do(client, settings):
    settings.IDENTITY_URL = ""
    assert b"No national ID is connected yet" in client.get("/sign-in/").content
    assert client.post("/sign-in/national-id/").status_code == 503


def test_too_many_attempts_from_one_address_are_slowed_down(client, issuer, person):
    codes = {client.post("/sign-in/national-id/").status_code for _ in range(31)}
    assert codes == {302, 429}
    assert client.post("/sign-in/national-id/").status_code == 429


def test_sign_in_needs_the_form_of_this_site(issuer, person):
    stranger = Client(enforce_csrf_checks=True)
    assert stranger.post("/sign-in/national-id/").status_code == 403
    assert stranger.get("/sign-in/national-id/").status_code == 405


def test_signing_out_ends_the_session_and_needs_a_press_of_the_button(client, issuer, person):
    sign_in(client, issuer)
    old = client.session.session_key
    assert client.get("/sign-out/").status_code == 200 and signed_in_as(client)
    assert client.post("/sign-out/").status_code == 302
    assert signed_in_as(client) is None and client.session.session_key != old


@pytest.mark.parametrize(
    "path", ["/signup/", "/accounts/signup/", "/password/reset/", "/accounts/login/", "/email/", "/accounts/email/"]
)
def test_there_is_no_other_way_to_an_account(client, path):
    assert client.get(path).status_code == 404


def test_a_password_opens_nothing(client, person):
    User.objects.create_user("ari", password="correct horse battery", person=person)
    answer = client.post("/sign-in/", {"login": "ari", "password": "correct horse battery"})
    assert answer.status_code == 405 and signed_in_as(client) is None
