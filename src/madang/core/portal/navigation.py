"""Where people can go: entries of the page frames as tuples (address, label, icon, is one there, how many things wait)."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from madang.core.notices.models import Message
from madang.core.people.models import Person, Role, User
from madang.core.people.permissions import AnyUser, holds_somewhere, is_resident
from madang.core.services.models import Offer, OfferState
from madang.core.systems import all_systems

# A place for officers is one for their supervisors too; every other audience is the role itself.
DOES_THE_WORK_OF = {"officer": (Role.OFFICER, Role.SUPERVISOR)}

Entry = tuple[str, str, str, bool, int | None]


def address(name: str) -> str:
    """The address of a page by its name; empty where it does not run."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def _entry(path: str, name: str, label: str, icon: str, waiting: int | None = None) -> list[Entry]:
    url = address(name)
    here = bool(url) and (path == url or (url != "/" and path.startswith(url)))
    return [(url, label, icon, here, waiting)] if url else []


def public_entries(path: str) -> list[Entry]:
    """For everybody, before sign-in."""
    return [
        *_entry(path, "portal:services", _("Services"), "grid"),
        *_entry(path, "portal:what-would-i-get", _("What would I get?"), "coins"),
        *_entry(path, "documents:verify", _("Check a letter"), "shield"),
    ]


def entries(user: AnyUser, path: str = "") -> list[Entry]:
    """The five places of a resident; the public ones for anybody else. One query."""
    if not is_resident(user):
        return public_entries(path)
    assert isinstance(user, User) and user.person_id is not None
    offers, unread = _waiting(user.person_id)
    return [
        *_entry(path, "portal:for-you", _("For you"), "heart", offers or None),
        *_entry(path, "portal:cases", _("My cases"), "folder"),
        *_entry(path, "portal:letters", _("Letters"), "letter"),
        *_entry(path, "portal:my-data", _("My data"), "eye"),
        *_entry(path, "portal:messages", _("Messages"), "message", unread or None),
    ]


def _waiting(person_id: int) -> tuple[int, int]:
    """How many open offers and unread messages the person has."""
    offers = Offer.objects.filter(payee_id=OuterRef("pk"), state=OfferState.OPEN)
    unread = Message.objects.filter(person_id=OuterRef("pk"), read_at=None)
    counts: tuple[int, int] = Person.objects.values_list(_count(offers, "payee"), _count(unread, "person")).get(
        pk=person_id
    )
    return counts


def _count(rows: QuerySet[Any], by: str) -> Coalesce:
    grouped = rows.order_by().values(by).annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(grouped), 0)


def desk_entries(user: AnyUser, path: str = "") -> list[Entry]:
    """Places of the desk, each for those whose role needs it."""
    places = [
        ("cases:desk", _("Work list"), "list", (Role.OFFICER, Role.SUPERVISOR, Role.REGISTRAR)),
        ("registers:desk", _("Registers"), "book", (Role.REGISTRAR, Role.AUDITOR)),
        ("payments:desk", _("Payments"), "bank", (Role.OFFICER, Role.SUPERVISOR, Role.AUDITOR)),
        ("planner:home", pgettext("page", "Planner"), "chart", (Role.PLANNER,)),
        ("operations:overview", _("Operations"), "settings", (Role.OPERATOR,)),
        ("archive:log", _("Record"), "lock", (Role.AUDITOR, Role.OPERATOR)),
    ]
    found: list[Entry] = []
    for name, label, icon, roles in places:
        if holds_somewhere(user, *roles):
            found += _entry(path, name, label, icon)
    for system in all_systems():
        for place in system.navigation:
            if place.audience != "resident" and holds_somewhere(
                user, *DOES_THE_WORK_OF.get(place.audience, (place.audience,))
            ):
                found += _entry(path, place.url_name, str(place.label), place.icon)
    return found


def account_entries(user: AnyUser, path: str = "") -> list[Entry]:
    """Menu of whoever is signed in: the account, one's own pages, the desk."""
    found = desk_entries(user, path)
    if is_resident(user):
        found += _entry(path, "portal:reads", _("Who read my data"), "eye")
        found += _entry(path, "portal:services", _("Services"), "grid")
    return [*found, *_entry(path, "account", _("Account and passkeys"), "key")]


def footer_entries(path: str = "") -> list[Entry]:
    """Links at the foot of every page."""
    return [
        *public_entries(path),
        *_entry(path, "portal:reads", _("Who read my data"), "eye"),
    ]


def person_name(user: AnyUser) -> str:
    """How the person is addressed; staff without a person by their user name."""
    if is_resident(user) and isinstance(user, User) and user.person is not None:
        return user.person.full_name
    return user.get_username() if isinstance(user, User) else ""


def context(user: AnyUser, path: str) -> dict[str, Any]:
    """Everything the page frames ask for."""
    return {
        "navigation": entries(user, path),
        "account_navigation": account_entries(user, path) if isinstance(user, User) else [],
        "desk_navigation": desk_entries(user, path) if isinstance(user, User) else [],
        "footer_navigation": footer_entries(path),
        "person_name": person_name(user),
        "sign_in_url": address("account_login"),
        "sign_out_url": address("account_logout"),
    }
