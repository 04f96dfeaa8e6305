"""Passkeys in a real browser with a virtual authenticator, and what guards them."""

from __future__ import annotations

import time

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from playwright.sync_api import expect

from madang.core.people.models import Person, User


@pytest.fixture
def user(db) -> User:
    person = Person.objects.create(national_number="1", family_name="Kim", given_name="Ari")
    return User.objects.create_user("person-1", person=person)


def signed_in(user: User, *, seconds_ago: float = 0) -> Client:

    client = Client()
    client.force_login(user)
    session = client.session
    session["account_authentication_methods"] = [{"method": "socialaccount", "at": time.time() - seconds_ago}]
    session["account_authentication_methods_user"] = str(user.pk)
    session.save()
    return client


@pytest.mark.parametrize("path", ["/account/passkeys/add/", "/account/"])
def test_only_somebody_signed_in_sees_passkeys(client, db, path):
    assert client.get(path)["Location"].startswith("/sign-in/?next=")


def test_an_old_sign_in_must_be_repeated_before_a_passkey_is_added(user):
    client = signed_in(user, seconds_ago=601)
    assert client.get("/account/passkeys/add/")["Location"] == "/sign-in/?next=%2Faccount%2Fpasskeys%2Fadd%2F&again=1"
    assert b"sign in once more" in client.get("/sign-in/?next=/account/passkeys/add/&again=1").content
    assert signed_in(user, seconds_ago=500).get("/account/passkeys/add/").status_code == 200


def test_a_stranger_can_neither_rename_nor_remove_my_passkey(user):
    mine = Authenticator.objects.create(user=user, type=Authenticator.Type.WEBAUTHN, data={"name": "Phone"})
    other = User.objects.create_user("person-2", person=Person.objects.create(national_number="2", given_name="Bora"))
    for verb in ("rename", "remove"):
        assert signed_in(other).post(f"/account/passkeys/{mine.pk}/{verb}/", {"name": "stolen"}).status_code == 404
    mine.refresh_from_db()
    assert mine.data == {"name": "Phone"}


def test_an_invented_credential_signs_nobody_in_and_tells_nothing(client, user):
    client.get("/sign-in/passkey/", headers={"Accept": "application/json"})
    known = {"id": "AA", "rawId": "AA", "type": "public-key", "response": {"userHandle": "MQ"}}
    for credential in ("{}", "not json", "[]", str(known).replace("'", '"')):
        answer = client.post("/sign-in/passkey/", {"credential": credential})
        assert answer["Location"] == "/sign-in/" and "_auth_user_id" not in client.session


def test_a_challenge_names_no_user(client, user):
    answer = client.get("/sign-in/passkey/", headers={"Accept": "application/json"}).json()
    assert answer["request_options"]["publicKey"].get("allowCredentials", []) == []


def test_an_address_that_is_a_number_explains_why_there_are_no_passkeys(client, user):
    page = client.get("/sign-in/", headers={"Host": "127.0.0.1:8000"}).content
    assert b"passkey_button" not in page
    assert b"passkey_button" in client.get("/sign-in/", headers={"Host": "localhost:8000"}).content


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_a_passkey_is_added_used_renamed_and_removed(live_server, browser):
    person = Person.objects.create(national_number="1", family_name="Kim", given_name="Ari")
    user = User.objects.create_user("person-1", person=person)
    context = browser.new_context(base_url=live_server.url)
    page = context.new_page()
    refused: list[str] = []
    page.on("console", lambda message: refused.append(message.text) if "Content Security" in message.text else None)
    protocol = context.new_cdp_session(page)
    protocol.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    protocol.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    session = signed_in(user).cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])

    page.goto("/account/")
    page.get_by_role("link", name="Add a passkey").click()
    page.get_by_label("What do you call this device?").fill("My phone")
    page.get_by_role("button", name="Make the passkey").click()
    page.get_by_text("The passkey was added").wait_for()
    assert Authenticator.objects.get().data["credential"]["clientExtensionResults"]["credProps"]["rk"] is True

    page.goto("/sign-out/")
    page.locator("main").get_by_role("button", name="Sign out").click()
    page.goto("/sign-in/?next=/account/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url(f"{live_server.url}/account/")
    expect(page.get_by_text("Ari Kim").first).to_be_visible()

    page.get_by_role("link", name="Rename My phone").click()
    page.get_by_label("What do you call this device?").fill("Old phone")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("link", name="Remove Old phone").click()
    page.locator("main").get_by_role("button", name="Remove").click()
    page.get_by_text("The passkey was removed").wait_for()
    assert not Authenticator.objects.exists()

    page.goto("/sign-out/")
    page.locator("main").get_by_role("button", name="Sign out").click()
    page.goto("/sign-in/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.get_by_text("This passkey was not accepted").wait_for()
    assert refused == []
    context.close()
