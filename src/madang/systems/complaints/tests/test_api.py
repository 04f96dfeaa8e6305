"""The interface for machines."""

import uuid

import pytest
from django.urls import path
from ninja import NinjaAPI

from madang.core.people.models import Person
from madang.systems.complaints.actions.send_request import send_request
from madang.systems.complaints.api import router

api = NinjaAPI(urls_namespace="complaints-test")
api.add_router("/complaints", router)
urlpatterns = [path("api/", api.urls)]
pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]


def test_a_stranger_gets_nothing(client):
    assert client.get("/api/complaints/requests").status_code == 401


def test_a_resident_gets_own_requests_only(client, resident):
    other = Person.objects.create(national_number="000101-0000002", given_name="Other")
    send_request(other, "The secret of another.", key=uuid.uuid4())
    send_request(resident.person, "My bag is gone.", key=uuid.uuid4())
    client.force_login(resident, backend="django.contrib.auth.backends.ModelBackend")
    assert [row["words"] for row in client.get("/api/complaints/requests").json()] == ["My bag is gone."]
