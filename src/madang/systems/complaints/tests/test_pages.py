"""The screens."""

import uuid

import pytest
from django.urls import reverse

from madang.core.people.models import Person, User
from madang.systems.complaints.actions.send_request import send_request
from madang.systems.complaints.models import Request

pytestmark = pytest.mark.django_db


@pytest.fixture
def address():
    return reverse("complaints:home")


def test_a_stranger_is_sent_to_sign_in(client, address):
    response = client.get(address)
    assert response.status_code == 302
    assert "sign-in" in response["Location"]


def test_a_resident_sees_own_requests_and_nobody_elses(client, address, resident):
    other = Person.objects.create(national_number="000101-0000002", given_name="Other")
    User.objects.create_user("other", person=other)
    send_request(other, "The secret of another.", key=uuid.uuid4())
    send_request(resident.person, "My bag is gone.", key=uuid.uuid4())
    client.force_login(resident, backend="django.contrib.auth.backends.ModelBackend")
    page = client.get(address).content.decode()
    assert "My bag is gone." in page
    assert "The secret of another." not in page


def test_sending_the_form_twice_is_one_request(client, address, resident):
    client.force_login(resident, backend="django.contrib.auth.backends.ModelBackend")
    form = {"words": "My bag is gone.", "key": str(uuid.uuid4())}
    assert client.post(address, form).status_code == 302
    assert client.post(address, form).status_code == 302
    assert Request.objects.count() == 1


def test_an_empty_form_says_what_to_do(client, address, resident):
    client.force_login(resident, backend="django.contrib.auth.backends.ModelBackend")
    response = client.post(address, {"words": " "})
    assert response.status_code == 422
    assert "Write what you need." in response.content.decode()


def test_korean_is_complete(client, address, resident):
    client.force_login(resident, backend="django.contrib.auth.backends.ModelBackend")
    page = client.get(address, headers={"accept-language": "ko"}).content.decode()
    assert "Send the request" not in page
    assert 'lang="ko"' in page
