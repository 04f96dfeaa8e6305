"""Services and requests as the standard describes them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from madang.systems.complaints.api.open311.formats import w3, w3_end_of
from madang.systems.complaints.engine.places import Body, Point, responsible_for, shape
from madang.systems.complaints.models import Area, Category, Move, Photo, Report, State

UNSORTED = "unsorted"  # the code of what nobody has put into a category yet


def service(category: Category) -> dict[str, Any]:
    """One service of the list. Always realtime: whoever posts gets the ID at once, never a token."""
    return {
        "service_code": category.code,
        "service_name": category.name,
        "description": category.description or category.name,
        "metadata": bool(category.attributes),
        "type": "realtime",
        "keywords": ", ".join(category.keywords),
        "group": category.group,
    }


def definition(category: Category) -> dict[str, Any]:
    """The questions of one service, in their order."""
    asked = [_attribute(number, one) for number, one in enumerate(category.attributes, 1)]
    return {"service_code": category.code, "attributes": sorted(asked, key=lambda one: one["order"])}


def _attribute(number: int, given: dict[str, Any]) -> dict[str, Any]:
    described: dict[str, Any] = {
        "variable": bool(given.get("variable", True)),
        "code": str(given["code"]),
        "datatype": given["datatype"],
        "required": bool(given.get("required", False)),
        "datatype_description": given.get("datatype_description"),
        "order": int(given.get("order", number)),
        "description": given.get("description"),
    }
    if values := given.get("values"):
        described["values"] = [{"key": str(one["key"]), "name": str(one["name"])} for one in values]
    return described


def services(point: Point | None) -> list[Category]:
    """What can be reported; with a point (an addition to the standard) only what somebody answers for there.

    A group of categories for which no organisation has drawn an area is answered everywhere.
    """
    offered = list(Category.objects.filter(active=True))
    if point is None:
        return offered
    bodies = [
        Body(organisation, shape(geometry), frozenset(groups))
        for organisation, geometry, groups in Area.objects.values_list("organisation_id", "geometry", "groups")
    ]
    groups = {category.group for category in offered}
    bound = {group for group in groups if any(body.answers_for(group) for body in bodies)}
    here = {group for group in bound if responsible_for(point, bodies, group).responsible is not None}
    return [category for category in offered if category.group not in bound or category.group in here]


def requests(reports: QuerySet[Report]) -> list[dict[str, Any]]:
    """The reports of a query, each with what was last said about it and its first photo; four statements, however many."""
    # First the keys, in the order of the index: with joined tables a database may prefer to sort every report there is.
    keys = list(reports.values_list("pk", flat=True))
    found = list(
        Report.objects.filter(pk__in=keys)
        .select_related("category", "organisation", "joined_to")
        .order_by("-reported_at", "-pk")
    )
    numbers = [report.pk for report in found]
    moves = Move.objects.filter(report_id__in=numbers, public=True).exclude(words="").order_by("report_id", "position")
    said = dict(moves.values_list("report_id", "words"))  # of several the last stays
    photos = dict(
        Photo.objects.filter(report_id__in=numbers).order_by("report_id", "-pk").values_list("report_id", "pk")
    )
    return [request(report, said.get(report.pk), photos.get(report.pk)) for report in found]


def request(report: Report, said: str | None, photo: int | None) -> dict[str, Any]:
    """One report. Words, place and photo are told once they are published; where it stands is told to whoever has the ID."""
    shown = report.published
    followed = report.joined_to if report.state == State.JOINED and report.joined_to else report
    return {
        "service_request_id": report.tracking,
        "status": "closed" if followed.state == State.CLOSED else "open",
        "status_notes": _("Joined with report %(number)s.") % {"number": followed.number}
        if followed is not report
        else said,
        "service_name": report.category.name if report.category else _("Not sorted yet"),
        "service_code": report.category.code if report.category else UNSORTED,
        "description": report.shown_words if shown else None,
        "agency_responsible": report.organisation.title,
        "service_notice": None,
        "requested_datetime": w3(report.reported_at),
        "updated_datetime": w3(report.updated_at),
        "expected_datetime": w3_end_of(report.due_on),
        "address": (report.address or None) if shown else None,
        "address_id": None,
        "zipcode": None,
        "lat": report.lat if shown else None,
        "long": report.lon if shown else None,
        "media_url": settings.PUBLIC_URL + reverse("complaints:photo", args=[photo]) if shown and photo else None,
    }


def nothing_known(number: str) -> str:
    """What is said of an ID that nobody has, or that is secret: the same."""
    return _("service_request_id “%(asked)s” was not found. Check it: the last sign is a check sign.") % {
        "asked": number[:40]
    }


def without(codes: Iterable[str]) -> str:
    """Which service codes there are, for whoever sent another."""
    return ", ".join(list(codes)[:50])
