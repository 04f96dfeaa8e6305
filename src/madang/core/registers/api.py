"""The Estonian Data Tracker (Andmejälgija) query interface: a person's portal asks who used the person's data.

Follows `dumonitor-openapi.yaml` of github.com/e-gov/AJ (MIT) in both versions that portals speak:
1.0.0  `GET /findUsage`: the person in the X-Road header `X-Road-UserId`, `offset` from 1, a plain list;
2.1.0  `GET /v2/findUsage`: who asks in the header, about whom in `userCode`, a period, `offset` from 0, a list with its
       total; `GET /v2/usagePeriod` and `GET /v2/heartbeat`.
Records come latest first. A machine shows its key as a bearer token; a person who is signed in asks for themselves and
for the children in their care.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from django.db.models import Min, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from ninja import Header, Query, Router, Schema, Status
from ninja.security import HttpBearer
from pydantic import Field

from madang.core.people.models import Person, User
from madang.core.people.permissions import may_act_for
from madang.core.registers.access import Why, log_reading
from madang.core.registers.clients import client_with
from madang.core.registers.guardians import children_in_care
from madang.core.registers.models import Access, MachineClient
from madang.core.registers.my_data import accesses_of

ASKED = gettext_noop("A portal showed you who has read your data")
ASKED_BASIS = gettext_noop("Your right to see who has read your data")
OURSELVES = "madang"
LARGEST = 2**31 - 1  # int32 in the document
LARGEST_PAGE = 1_000
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


AUTH = [_ByKey(), _by_session]


class Usage(Schema):
    """One use of a person's data (1.0.0)."""

    logtime: dt.datetime = Field(description="when")
    action: str = Field(description="for what, in the language asked for")
    receiver: str = Field(description="code of the organisation that received the data")


class UsageRecord(Schema):
    """One use of a person's data (2.1.0)."""

    logtime: dt.datetime = Field(description="when")
    action: str = Field(description="for what, in the language asked for")
    receiverCode: str = Field(description="code of the organisation that received the data")  # noqa: N815 - the document's name
    receiverName: str = Field(description="its name")  # noqa: N815
    receiverSystem: str = Field(description="the information system")  # noqa: N815


class FoundUsages(Schema):
    """A page of uses with the number of all."""

    totalUsages: int  # noqa: N815
    usages: list[UsageRecord]


class UsagePeriod(Schema):
    """Since when uses are on record; they can be asked for up to now."""

    periodStart: dt.datetime  # noqa: N815


class Heartbeat(Schema):
    """Whether the interface can answer."""

    status: str
    message: str


class Refusal(Schema):
    """Why there is no answer: the field, the rule and the remedy in one sentence."""

    field: str
    message: str


class RefusedError(Exception):
    """A question that is refused: `answer` is status and body."""

    def __init__(self, status: int, field: str, message: str) -> None:
        super().__init__(message)
        self.answer = (status, {"field": field, "message": message})


REFUSALS: dict[Any, Any] = {400: Refusal, 401: Any, 403: Refusal}


@router.get(
    "/findUsage",
    operation_id="findUsage",
    summary="Who used a person's data (1.0.0)",
    response={200: list[Usage], **REFUSALS},
    auth=AUTH,
)
def find_usage(
    request: HttpRequest,
    user_id: str = Header("", alias="X-Road-UserId", max_length=64),
    offset: str = Query("1", description="number of the first record, from 1"),
    limit: str = Query("100", description="at most so many records"),
) -> Status:
    """Records of the access log of one person, latest first, without what a law withholds for now."""
    try:
        first, most = _number("offset", offset, 1), _number("limit", limit, 0)
        found = _records(request, user_id, user_id)
    except RefusedError as refused:
        return Status(*refused.answer)
    page = found[first - 1 : first - 1 + min(most, LARGEST_PAGE)]
    return Status(
        200,
        [{"logtime": access.at, "action": _(access.purpose), "receiver": _code(access)} for access in page],
    )


@router.get(
    "/v2/findUsage",
    operation_id="findUsageV2",
    summary="Who used a person's data (2.1.0)",
    response={200: FoundUsages, **REFUSALS},
    auth=AUTH,
)
def find_usage_2(
    request: HttpRequest,
    user_id: str = Header("", alias="X-Road-UserId", max_length=64, description="who asks"),
    user_code: str = Query("", alias="userCode", max_length=64, description="about whom"),
    period_start: str = Query("", alias="periodStart", description="from this moment"),
    period_end: str = Query("", alias="periodEnd", description="up to this moment"),
    offset: str = Query("0", description="records to pass over"),
    limit: str = Query("1000", description="at most so many records"),
) -> Status:
    """Records of the access log of one person in a period, latest first, without what a law withholds for now."""
    try:
        first, most = _number("offset", offset, 0), _number("limit", limit, 0)
        start, end = _moment("periodStart", period_start), _moment("periodEnd", period_end)
        if not user_code.strip():
            raise RefusedError(400, "userCode", _("Name the person, such as EE12345678901."))
        found = _records(request, user_id, user_code)
    except RefusedError as refused:
        return Status(*refused.answer)
    if start:
        found = found.filter(at__gte=start)
    if end:
        found = found.filter(at__lte=end)
    page = found[first : first + min(most, LARGEST_PAGE)]
    return Status(200, {"totalUsages": found.count(), "usages": [_record(access) for access in page]})


@router.get(
    "/v2/usagePeriod",
    operation_id="usagePeriod",
    summary="Since when uses are on record",
    response={200: UsagePeriod, 401: Any},
    auth=AUTH,
)
def usage_period(request: HttpRequest) -> dict[str, Any]:
    """Nothing is ever removed, so the period has no end."""
    return {"periodStart": Access.objects.aggregate(first=Min("at"))["first"] or timezone.now()}


@router.get(
    "/v2/heartbeat",
    operation_id="heartbeat",
    summary="Whether the interface can answer",
    response={200: Heartbeat},
    auth=None,
)
def heartbeat(request: HttpRequest) -> dict[str, str]:
    """Asks the database for nothing about anybody."""
    MachineClient.objects.exists()
    return {"status": "OK", "message": _("The interface is ready.")}


def _records(request: HttpRequest, asker_code: str, subject_code: str) -> QuerySet[Access]:
    """The log of the person asked about, for one who may see it."""
    asking = request.auth  # type: ignore[attr-defined]
    asker_code, subject_code = asker_code.strip(), subject_code.strip()
    if isinstance(asking, MachineClient):
        return _for_machine(asking, asker_code, subject_code)
    subject = _person(subject_code) if subject_code else asking.person
    if subject is None or not may_act_for(asking, subject) or (asker_code and _person(asker_code) is None):
        raise RefusedError(403, "userCode", _("You can ask for yourself and for the children in your care."))
    return accesses_of(subject)


def _for_machine(client: MachineClient, asker_code: str, subject_code: str) -> QuerySet[Access]:
    """A portal vouches for who asks; that they may ask about another person is checked here. The asking is logged."""
    if not asker_code:
        raise RefusedError(400, "X-Road-UserId", _("Name the person who asks, such as EE12345678901."))
    asker, subject = _person(asker_code), _person(subject_code)
    if asker_code != subject_code and asker != subject:
        allowed = asker is not None and subject is not None and subject.pk in children_in_care(asker)
        if not allowed:
            raise RefusedError(403, "userCode", _("You can ask for yourself and for the children in your care."))
    if subject is None:
        return Access.objects.none()  # whether somebody is registered is nobody's business
    log_reading(
        {subject.pk: ["access_log"]},
        Why(purpose=ASKED, legal_basis=ASKED_BASIS, organisation=client.organisation, reference="data-tracker"),
    )
    # The asking itself stays out of the answer, or each page would move the next one by a record.
    return accesses_of(subject).exclude(purpose=ASKED)


def _code(access: Access) -> str:
    return access.organisation.code if access.organisation else OURSELVES


def _record(access: Access) -> dict[str, Any]:
    return {
        "logtime": access.at,
        "action": _(access.purpose),
        "receiverCode": _code(access),
        "receiverName": access.organisation.title if access.organisation else "Madang",
        "receiverSystem": "Madang",
    }


def _number(field: str, text: str, smallest: int) -> int:
    """A whole number of ASCII digits that fits the document's int32."""
    if not re.fullmatch(r"[0-9]{1,10}", text) or not smallest <= int(text) <= LARGEST:
        raise RefusedError(400, field, _("A whole number from %(smallest)d.") % {"smallest": smallest})
    return int(text)


def _moment(field: str, text: str) -> dt.datetime | None:
    """A moment as RFC 3339 writes it; without a zone it is local time."""
    if not text:
        return None
    try:
        moment = parse_datetime(text.replace(" ", "+"))  # a plus sign that was not escaped in the address
    except ValueError:
        moment = None
    if moment is None or not 1900 <= moment.year <= 9000:
        raise RefusedError(400, field, _("A moment is written like 2026-01-31T10:20:30Z."))
    return moment if moment.tzinfo else timezone.make_aware(moment)


def _person(code: str) -> Person | None:
    """The person with this code, with or without the country in front, as X-Road writes it."""
    exact = Person.objects.filter(national_number=code).first()
    if exact is not None or not COUNTRY_PREFIX.match(code):
        return exact
    return Person.objects.filter(national_number=code[2:]).first()
