"""`POST /api/explain`: what one household would get, for other programs. Anonymous; nothing is stored."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext
from ninja import Router, Schema
from pydantic import Field

from madang.core.operations.limits import Limit, address_of, take
from madang.core.rules.facts_json import FactsError
from madang.core.services.explain_household import explain_household, facts_of_household, household_json

router = Router(tags=["explain"])
EXPLAINING = Limit("portal.explain", times=120, seconds=60)


class Mistake(Schema):
    """One mistake of the household."""

    path: str = Field(description="where, such as persons[0].born")
    rule: str = Field(description="what must hold there")
    remedy: str = Field(description="what to write instead")


class Mistakes(Schema):
    """Everything that must be put right before the household can be explained."""

    detail: list[Mistake]


class TooMany(Schema):
    """Too many in a short time; the header Retry-After says when to try again."""

    code: str
    detail: str


class MissingFact(Schema):
    """A fact that could still change an answer."""

    entity: str
    id: int | None
    fact: str
    title: str
    benefits: list[str]


class Totals(Schema):
    """Sums of what the household is entitled to, smallest unit of the currency."""

    month: int
    year: int
    once: int
    arrears: int


class Explained(Schema):
    """Every benefit for every person; `answers` are explanations as documented in core/rules/README.md, plus the
    arrears of a claim made on the day, its first period and the last day to claim all of it.
    """

    on: dt.date
    country: str
    currency: str
    language: str
    totals: Totals
    answers: list[dict[str, Any]]
    missing: list[MissingFact]


HOUSEHOLD = {
    "type": "object",
    "description": "Lists by the plural of the entity; a list left out is unknown, an empty one means none.",
    "properties": {
        "on": {"type": "string", "format": "date"},
        "complete": {"type": "boolean", "description": "lists left out are empty"},
        "persons": {
            "type": "array",
            "minItems": 1,
            "maxItems": 50,
            "items": {
                "type": "object",
                "properties": {"id": {"type": "integer", "minimum": 1}, "born": {"type": "string", "format": "date"}},
                "required": ["id"],
            },
        },
    },
    "required": ["persons"],
    "example": {"on": "2026-05-01", "complete": True, "persons": [{"id": 1, "born": "2019-03-02"}]},
}


@router.post(
    "/explain",
    response={200: Explained, 422: Mistakes, 429: TooMany},
    summary="What a household would get, with every reason and article",
    openapi_extra={"requestBody": {"required": True, "content": {"application/json": {"schema": HOUSEHOLD}}}},
)
def explain(request: HttpRequest) -> tuple[int, dict[str, Any]]:
    """Explain the household in the body. The language is that of Accept-Language. An address may ask 120 times a minute."""
    take(EXPLAINING, address_of(request))
    try:
        facts, asked = facts_of_household(request.body)
    except FactsError as error:
        return 422, {"detail": [mistake.to_json(gettext) for mistake in error.errors]}
    on = asked or timezone.localdate()
    return 200, household_json(explain_household(facts, on), on)
