"""Fixtures of this system's tests."""

import pytest

from madang.core.people.models import Organisation
from madang.systems.complaints.services import OWNER


@pytest.fixture(autouse=True)
def owner(db):
    organisation, _ = Organisation.objects.get_or_create(code=OWNER, defaults={"titles": {"en": "Complaints"}})
    return organisation
