"""Sending a request."""

import uuid

import pytest
from django.core.exceptions import ValidationError

from madang.core.archive.models import LogEntry
from madang.core.notices.models import Message
from madang.systems.complaints.actions.send_request import LONGEST, send_request
from madang.systems.complaints.demo import load
from madang.systems.complaints.models import Request

pytestmark = pytest.mark.django_db


def test_a_request_becomes_a_case_with_a_clock_a_record_and_a_message(resident, owner):
    request = send_request(resident.person, "My bag is gone.", key=uuid.uuid4())
    assert request.case.organisation == owner
    assert request.case.due_on is not None
    assert LogEntry.objects.filter(kind="complaints").count() == 1
    assert Message.objects.filter(person=resident.person).count() == 1


def test_a_repeated_request_is_one_request(resident):
    key = uuid.uuid4()
    first = send_request(resident.person, "My bag is gone.", key=key)
    assert send_request(resident.person, "My bag is gone.", key=key) == first
    assert Request.objects.count() == 1


@pytest.mark.parametrize("words", ["", "   ", "x" * (LONGEST + 1)])
def test_a_request_that_cannot_be_read_is_refused_whole(resident, words):
    with pytest.raises(ValidationError):
        send_request(resident.person, words, key=uuid.uuid4())
    assert not Request.objects.exists()
    assert not LogEntry.objects.filter(kind="complaints").exists()


def test_loading_the_demo_again_changes_nothing(resident):
    load()
    before = Request.objects.count()
    load()
    assert Request.objects.count() == before > 0
