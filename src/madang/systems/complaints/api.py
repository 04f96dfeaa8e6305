"""The interface for machines: the signed-in person's own requests."""

from __future__ import annotations

import datetime as dt

from django.http import HttpRequest
from ninja import Router, Schema
from ninja.security import django_auth

from madang.core.people.permissions import persons_of
from madang.systems.complaints.models import Request

router = Router(tags=["complaints"], auth=django_auth)


class RequestOut(Schema):
    """One request and where it stands."""

    id: int
    words: str
    received_at: dt.datetime
    state: str


@router.get("/requests", response=list[RequestOut], summary="One's own requests, the newest first")
def own_requests(request: HttpRequest) -> list[RequestOut]:
    """At most 100 requests of the persons whom the signed-in user may act for."""
    rows = (
        Request.objects.filter(person_id__in=persons_of(request.user)).select_related("case").order_by("-received_at")
    )
    return [
        RequestOut(id=row.pk, words=row.words, received_at=row.received_at, state=row.case.state) for row in rows[:100]
    ]
