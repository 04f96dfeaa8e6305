"""The user behind a request, typed."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from madang.core.people.models import Person, User


def signed_in_user(request: HttpRequest) -> User:
    """The user who is signed in. Raises PermissionDenied for nobody; views behind a guard never see that."""
    if isinstance(request.user, User):
        return request.user
    raise PermissionDenied


def signed_in_person(request: HttpRequest) -> Person:
    """The resident who is signed in. Raises PermissionDenied for staff without a person."""
    person = signed_in_user(request).person
    if person is None:
        raise PermissionDenied
    return person
