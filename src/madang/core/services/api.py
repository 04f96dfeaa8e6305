"""Offers for programs that act for the signed-in person: list, look, confirm, decline."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any, Literal

from django.db.models import QuerySet
from django.http import HttpRequest
from ninja import Field, Header, Path, Query, Router, Schema
from ninja.security import SessionAuth

from madang.core.people.models import Person, User
from madang.core.rules.stored import in_full
from madang.core.services.actions.answer_offer import confirm, decline
from madang.core.services.errors import OfferError
from madang.core.services.models import Offer, OfferState
from madang.core.services.packs import active_pack

OfferId = Annotated[int, Path(ge=1, le=2**63 - 1)]


class ResidentSession(SessionAuth):
    """The session of somebody who signed in as a person; staff without a person get 401 like everybody else."""

    def authenticate(self, request: HttpRequest, key: str | None) -> Person | None:
        user = request.user
        return user.person if isinstance(user, User) and user.is_active else None


class Problem(Schema):
    """A refusal: a stable code, and a sentence that says what to do next."""

    code: str
    detail: str


class OfferOut(Schema):
    """One offer. Amounts in the smallest unit of the currency (ISO 4217); explanation as core/rules/README.md describes it."""

    id: int
    benefit: str
    subject_id: int
    state: Literal["open", "waiting", "confirmed", "deemed", "objected", "withdrawn", "superseded"]
    deemed: bool = Field(description="true: the law takes the application as made unless declined by answer_by")
    from_month: dt.date
    amount: int
    arrears: int
    currency: str
    answer_by: dt.date | None
    explanation: dict[str, Any]

    @staticmethod
    def resolve_explanation(offer: Offer) -> dict[str, Any]:
        """As it is documented, rather than as it is kept."""
        return in_full(offer.explanation)


class ConfirmationOut(Schema):
    """What became of a confirm: the case and its state."""

    offer: int
    case: str
    state: str
    confirmed_at: dt.datetime


class DeclineIn(Schema):
    """Why, in the person's own words; may stay empty."""

    reason: str = Field("", max_length=2000)


router = Router(tags=["offers"], auth=ResidentSession())
_STATUS = {"not-yours": 404, "closed": 409, "waiting": 409, "changed": 409}


def _person(request: HttpRequest) -> Person:
    person: Person = request.auth  # type: ignore[attr-defined]
    return person


def _refused(error: OfferError) -> tuple[int, Problem]:
    return _STATUS[error.code], Problem(code=error.code, detail=str(error))


@router.get("/offers", response={200: list[OfferOut], 401: Problem}, summary="My offers")
def my_offers(
    request: HttpRequest,
    state: Annotated[OfferState | None, Query()] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> QuerySet[Offer]:
    """Offers to the signed-in person, the newest first."""
    offers = Offer.objects.filter(payee=_person(request), benefit__in=[b.name for b in active_pack().benefits])
    return (offers.filter(state=state) if state else offers).order_by("-id")[:limit]


@router.get("/offers/{offer_id}", response={200: OfferOut, 401: Problem, 404: Problem}, summary="One offer")
def one_offer(request: HttpRequest, offer_id: OfferId) -> Offer | tuple[int, Problem]:
    """An offer to the signed-in person; 404 for anybody else's."""
    offer = Offer.objects.filter(payee=_person(request), pk=offer_id).first()
    return offer or _refused(OfferError("not-yours", "There is no such offer for you."))


@router.post(
    "/offers/{offer_id}/confirm",
    response={200: ConfirmationOut, 401: Problem, 403: Problem, 404: Problem, 409: Problem},
    summary="Confirm an offer",
)
def confirm_offer(
    request: HttpRequest,
    offer_id: OfferId,
    idempotency_key: Annotated[
        str, Header(max_length=64, description="any text; repeating a confirm is one confirm")
    ] = "",
) -> ConfirmationOut | tuple[int, Problem]:
    """Confirm, exactly once however often it is repeated. 409 when it was answered, waits for a fact, or the facts changed."""
    try:
        confirmation = confirm(offer_id, by=_person(request), idempotency_key=idempotency_key, channel="api")
    except OfferError as error:
        return _refused(error)
    assert confirmation.case is not None
    return ConfirmationOut(
        offer=offer_id, case=confirmation.case.number, state=confirmation.case.state, confirmed_at=confirmation.at
    )


@router.post(
    "/offers/{offer_id}/decline",
    response={200: OfferOut, 401: Problem, 403: Problem, 404: Problem, 409: Problem},
    summary="Decline an offer, or object to one the law would take as applied for",
)
def decline_offer(request: HttpRequest, offer_id: OfferId, body: DeclineIn) -> Offer | tuple[int, Problem]:
    """Decline; it can be undone as long as no newer offer exists."""
    try:
        return decline(offer_id, by=_person(request), reason=body.reason)
    except OfferError as error:
        return _refused(error)
