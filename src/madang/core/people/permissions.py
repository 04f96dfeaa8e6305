"""Who may do what. Every view and every action asks here.

A *resident* is a user with a person. *Staff* hold roles in organisations, and thereby in all units below them.
What is not yours does not exist: `accessible_person` and `covered` raise Http404, so an answer never tells whether an
object exists. A page for a role you do not hold says so plainly (403), because that a page exists is no secret.

    @resident_required
    def my_cases(request): ...

    @staff_required(Role.OFFICER, Role.SUPERVISOR)
    def work_list(request):
        cases = Case.objects.filter(organisation_id__in=organisations_of(request.user, Role.OFFICER, Role.SUPERVISOR))
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any, TypeGuard
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import resolve_url
from django.utils.translation import gettext as _

from madang.core.people.models import Organisation, Person, User

View = Callable[..., HttpResponseBase]
AnyUser = User | AnonymousUser
Representation = Callable[[Person], Iterable[int]]

_representations: list[Representation] = []


def register_representation(persons_represented: Representation) -> Representation:
    """Tell this block who may act for whom.

    `persons_represented` takes the person who acts and returns the ids of those they may act for today, such as the
    children in their legal care. The facts lie in registers above this block, which therefore registers its function
    in its app's `ready()`. Registering the same function again changes nothing.
    """
    if persons_represented not in _representations:
        _representations.append(persons_represented)
    return persons_represented


def is_resident(user: AnyUser) -> TypeGuard[User]:
    """True for an active user who is a person the state knows."""
    return isinstance(user, User) and user.is_active and user.person_id is not None


def persons_of(user: AnyUser) -> frozenset[int]:
    """Ids of the persons this user may act for: themselves and whom they represent. Read once per request."""
    if not is_resident(user) or user.person is None:
        return frozenset()
    cached: frozenset[int] | None = user.__dict__.get("_persons")
    if cached is None:
        represented = (pk for source in _representations for pk in source(user.person))
        cached = user.__dict__["_persons"] = frozenset({user.person.pk, *represented})
    return cached


def may_act_for(user: AnyUser, person: Person | int) -> bool:
    """Whether this user may see and do in the name of `person` (or of the person with this id)."""
    person_id = person if isinstance(person, int) else person.pk
    return person_id in persons_of(user)


def accessible_person(user: AnyUser, person_id: int) -> Person:
    """The person with this id if `user` may act for them. Raises Http404 otherwise, whether or not they exist."""
    if not may_act_for(user, person_id):
        raise Http404
    return Person.objects.get(pk=person_id)


def organisations_of(user: AnyUser, *roles: str) -> frozenset[int]:
    """Ids of the organisations in which `user` holds one of `roles` (any role when none is named), units included.

    Two queries at most for a request, however many roles and units there are.
    """
    if not isinstance(user, User) or not user.is_active:
        return frozenset()
    held = {a.organisation_id for a in user.current_assignments() if not roles or a.role in roles}
    if not held:
        return frozenset()
    units: dict[int, list[int]] | None = user.__dict__.get("_units")
    if units is None:
        units = defaultdict(list)
        for pk, parent in Organisation.objects.order_by().values_list("pk", "parent_id"):
            if parent is not None:
                units[parent].append(pk)
        user.__dict__["_units"] = units
    covered: set[int] = set()
    waiting = list(held)
    while waiting:
        pk = waiting.pop()
        if pk not in covered:
            covered.add(pk)
            waiting.extend(units.get(pk, ()))
    return frozenset(covered)


def holds_somewhere(user: AnyUser, *roles: str) -> bool:
    """Whether `user` holds one of `roles` (any role when none is named) in any organisation today."""
    if not isinstance(user, User) or not user.is_active:
        return False
    return any(not roles or a.role in roles for a in user.current_assignments())


def covered(user: AnyUser, organisation_id: int, *roles: str) -> None:
    """Return quietly when `user` holds one of `roles` over the organisation; raise Http404 otherwise."""
    if organisation_id not in organisations_of(user, *roles):
        raise Http404


def resident_required(view: View) -> View:
    """Only for a signed-in user with a person. Others are sent to sign-in, staff without a person are told so."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return to_sign_in(request)
        if not is_resident(request.user):
            raise PermissionDenied(_("This page is for residents. Sign in with your national ID to use it."))
        return view(request, *args, **kwargs)

    guarded.__dict__["audience"] = "resident"
    return guarded


def staff_required(*roles: str) -> Callable[[View], View]:
    """Only for staff with one of `roles` (any role when none is named) in some organisation.

    The view still filters its objects by `organisations_of(request.user, *roles)`.
    """
    if any(callable(role) for role in roles):
        raise TypeError("write @staff_required() or @staff_required(Role.OFFICER), with the brackets")

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return to_sign_in(request)
            if not holds_somewhere(request.user, *roles):
                raise PermissionDenied(
                    _("Your account does not have the role for this page. Ask your supervisor to assign it.")
                )
            return view(request, *args, **kwargs)

        guarded.__dict__["audience"] = "staff"
        guarded.__dict__["roles"] = roles
        return guarded

    return decorate


def to_sign_in(request: HttpRequest) -> HttpResponse:
    """Send the browser to sign-in, and back to this page afterwards when it was only looked at."""
    target = resolve_url(settings.LOGIN_URL)
    if request.method in {"GET", "HEAD"}:
        target = f"{target}?{urlencode({'next': request.get_full_path()})}"
    if request.headers.get("HX-Request") == "true":  # a fragment cannot hold the sign-in page: move the whole window
        return HttpResponse(status=200, headers={"HX-Redirect": target})
    return HttpResponse(status=302, headers={"Location": target})
