"""The screens."""

import uuid

import pytest
from django.urls import reverse

from madang.systems.complaints.models import Report

pytestmark = pytest.mark.django_db


def test_a_stranger_reports_and_follows_without_signing_in(client):
    form = {"words": "The lamp is dark.", "key": str(uuid.uuid4())}
    answer = client.post(reverse("complaints:send"), form)
    assert answer.status_code == 302
    assert client.post(reverse("complaints:send"), form)["Location"] == answer["Location"]
    report = Report.objects.get()
    assert report.number in client.get(answer["Location"]).content.decode()
    assert "The lamp is dark." in client.get(reverse("complaints:report", args=[report.tracking])).content.decode()


def test_an_empty_form_says_what_to_do(client):
    response = client.post(reverse("complaints:send"), {"words": " "})
    assert response.status_code == 422
    assert "Write what is wrong." in response.content.decode()
