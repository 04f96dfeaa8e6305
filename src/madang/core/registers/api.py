"""The Estonian Data Tracker (Andmejälgija) query interface: a person's portal asks who used the person's data.

Follows `dumonitor-openapi.yaml` of github.com/e-gov/AJ (MIT), version 1.0.0: `GET /findUsage` with the person in the
X-Road header `X-Road-UserId`, `offset` (the first record is 1) and `limit` (100 unless said otherwise), records latest
first, each with `logtime`, `action` and `receiver`. A machine shows its key as a bearer token; a person who is signed in
asks for themselves.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from ninja import Header, Query, Router, Schema
from ninja.security import HttpBearer
from pydantic import Field

from madang.core.people.models import Person, User
from madang.core.registers.access import Why, log_reading
from madang.core.registers.clients import client_with
from madang.core.registers.models import MachineClient
from madang.core.registers.my_data import accesses_of

ASKED = gettext_noop("A portal showed you who has read your data")
ASKED_BASIS = gettext_noop("Your right to see who has read your data")
LIMIT = 100
LARGEST_LIMIT = 1000
LARGEST_OFFSET = 2**31 - 1  # int32 in the document
COUNTRY_PREFIX = re.compile(r"[A-Z]{2}(?=.)")

router = Router(tags=["usage"])


class _ByKey(HttpBearer):
    """A machine client by its key."""

    def authenticate(self, request: HttpRequest, token: str) -> MachineClient | None:
        return client_with(token)


def _by_session(request: HttpRequest) -> User | None:
    """A person who is signed in. The interface only reads, so it needs no token against forgery."""
    user = request.user
    return user if isinstance(user, User) and user.is_active and user.person_id is not None else None


class Usage(Schema):
    """One use of a person's data."""

    logtime: dt.datetime = Field(description="when")
    action: str = Field(description="for what, in the language asked for")
    receiver: str = Field(description="code of the organisation that received the data")


class Refusal(Schema):
    """Why there is no answer: the field, the rule and the remedy in one sentence."""

    field: str
    message: str


@router.get(
    "/findUsage",
    operation_id="findUsage",
    summary="Who used a person's data",
    response={200: list[Usage], 400: Refusal, 401: Any, 403: Refusal},
    auth=[_ByKey(), _by_session],
)
def find_usage(
    request: HttpRequest,
    x_road_user_id: str = Header("", alias="X-Road-UserId", max_length=64),
    offset: str = Query("1", description="number of the first record, from 1"),
    limit: str = Query(str(LIMIT), description="at most so many records"),
) -> tuple[int, Any]:
    """Records of the access log of one person, latest first, without what a law withholds for now."""
    first = _number(offset, 1, LARGEST_OFFSET)
    most = _number(limit, 0, LARGEST_OFFSET)
    if first is None:
        return 400, {"field": "offset", "message": _("A whole number from 1. The first record is 1.")}
    if most is None:
        return 400, {"field": "limit", "message": _("A whole number from 0.")}
    asking = request.auth  # type: ignore[attr-defined]
    if isinstance(asking, MachineClient):
        if not x_road_user_id.strip():
            return 400, {"field": "X-Road-UserId", "message": _("Name the person, such as EE12345678901.")}
        person = _person(x_road_user_id.strip())
        if person is None:
            return 200, []  # whether somebody is registered is nobody's business
        log_reading(
            {person.pk: ["access_log"]},
            Why(purpose=ASKED, legal_basis=ASKED_BASIS, organisation=asking.organisation, reference="data-tracker"),
        )
    else:
        person = asking.person
        named = _person(x_road_user_id.strip()) if x_road_user_id.strip() else person
        if named != person:
            return 403, {"field": "X-Road-UserId", "message": _("You can ask for yourself only.")}
    # The asking itself stays out of the answer, or each page would move the next one by a record.
    found = accesses_of(person).exclude(purpose=ASKED)[first - 1 : first - 1 + min(most, LARGEST_LIMIT)]
    return 200, [
        {
            "logtime": access.at,
            "action": _(access.purpose),
            "receiver": access.organisation.code if access.organisation else "madang",
        }
        for access in found
    ]


def _number(text: str, smallest: int, largest: int) -> int | None:
    """A whole number in a range, else None. Digits of ASCII only, as in the document's int32."""
    if not re.fullmatch(r"[0-9]{1,10}", text):
        return None
    number = int(text)
    return number if smallest <= number <= largest else None


def _person(code: str) -> Person | None:
    """The person with this code, with or without the country in front, as X-Road writes it."""
    exact = Person.objects.filter(national_number=code).first()
    if exact is not None or not COUNTRY_PREFIX.match(code):
        return exact
    return Person.objects.filter(national_number=code[2:]).first()
