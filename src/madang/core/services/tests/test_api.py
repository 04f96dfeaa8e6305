"""The offers API acts only for the person who is signed in, and a repeated confirm is one confirm."""

from __future__ import annotations

import pytest
from django.test import Client

from madang.core.people.models import User
from madang.core.services.models import Confirmation, Offer
from madang.core.services.offers import refresh_subjects
from madang.core.services.packs import benefit_named

pytestmark = pytest.mark.django_db


@pytest.fixture
def offer(family):
    refresh_subjects([family.child.pk], benefits=[benefit_named("child-allowance")])
    return Offer.objects.get(subject=family.child)


def signed_in(person) -> Client:
    client = Client()
    client.force_login(User.objects.create(username=f"u{person.pk}", person=person))
    return client


def test_the_payee_lists_and_confirms_and_repeating_gives_the_same_case(offer, family):
    client = signed_in(family.mother)
    assert [one["id"] for one in client.get("/api/offers").json()] == [offer.pk]
    first = client.post(f"/api/offers/{offer.pk}/confirm", headers={"Idempotency-Key": "k1"})
    again = client.post(f"/api/offers/{offer.pk}/confirm", headers={"Idempotency-Key": "k2"})
    assert first.status_code == again.status_code == 200
    assert first.json() == again.json()
    assert Confirmation.objects.count() == 1
    late = client.post(f"/api/offers/{offer.pk}/decline", {"reason": ""}, content_type="application/json")
    assert (late.status_code, late.json()["code"]) == (409, "closed")


def test_others_do_not_learn_that_the_offer_exists(offer, family, person):
    client = signed_in(person("남", "1980-01-01"))
    assert client.get("/api/offers").json() == []
    for answer in (
        client.get(f"/api/offers/{offer.pk}"),
        client.post(f"/api/offers/{offer.pk}/confirm"),
        client.post(f"/api/offers/{offer.pk}/decline", {}, content_type="application/json"),
    ):
        assert (answer.status_code, answer.json()["code"]) == (404, "not-yours")
    assert Client().get("/api/offers").status_code == 401


def test_a_session_alone_cannot_be_abused_by_another_site(offer, family):
    client = Client(enforce_csrf_checks=True)
    client.force_login(User.objects.create(username="m", person=family.mother))
    assert client.post(f"/api/offers/{offer.pk}/confirm").status_code == 403
    assert not Confirmation.objects.exists()
