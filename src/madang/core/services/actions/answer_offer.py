"""A person answers an offer: confirms it, declines it, or takes a decline back."""

from __future__ import annotations

import uuid

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from madang.core.archive import append
from madang.core.people.models import Person
from madang.core.services.actions.grant import open_benefit_case
from madang.core.services.errors import OfferError
from madang.core.services.models import Confirmation, Offer, OfferState
from madang.core.services.offers import still_holds

ANSWERABLE = (OfferState.OPEN, OfferState.WAITING)


def confirm(offer_id: int, *, by: Person, idempotency_key: str = "", channel: str = "web") -> Confirmation:
    """Confirm an offer, exactly once however often it is repeated; the case is opened in the same transaction.

    The facts are read anew first: if they changed, the offer is replaced and the person is asked again.
    Raises OfferError: not-yours, closed, waiting, changed (with the new offer, if there is one).
    """
    with transaction.atomic():
        offer = _locked(offer_id, by)
        if offer.state != OfferState.OPEN:
            known = Confirmation.objects.filter(offer=offer).select_related("case").first()
            if known is not None:
                return known
        _must_be_open(offer)
        changed = still_holds(offer)
        if changed is None:
            return _accept(offer, OfferState.CONFIRMED, idempotency_key or uuid.uuid4().hex, channel)
    # Outside the transaction, so that the replacement stays although the confirmation is refused.
    raise OfferError(
        "changed",
        _("The facts behind this offer have changed since it was made. Please look at the new one."),
        changed.replacement,
    )


def deem(offer_id: int) -> Confirmation | None:
    """Take an offer as applied for because nobody objected in time. None when it was answered or replaced meanwhile."""
    with transaction.atomic():
        offer = Offer.objects.select_for_update(of=("self",)).select_related("payee").get(pk=offer_id)
        due = offer.deemed and offer.answer_by is not None and offer.answer_by < timezone.localdate()
        if offer.state != OfferState.OPEN or not due or still_holds(offer) is not None:
            return None
        return _accept(offer, OfferState.DEEMED, f"deemed-{offer.pk}", "law")


def decline(offer_id: int, *, by: Person, reason: str = "") -> Offer:
    """Decline an offer, or object to one that the law would take as applied for. Declining again changes nothing.

    Raises OfferError: not-yours, closed.
    """
    with transaction.atomic():
        offer = _locked(offer_id, by)
        if offer.state == OfferState.OBJECTED:
            return offer
        if offer.state not in ANSWERABLE:
            raise OfferError("closed", _("This offer has already been answered. You find it under your cases."), offer)
        _close(offer, OfferState.OBJECTED, reason.strip())
        append(
            "offer.declined",
            {"offer": offer.pk, "reason": offer.reason},
            reference=f"offer:{offer.pk}",
            subject_ids=[offer.subject_id],
        )
    return offer


def reconsider(offer_id: int, *, by: Person) -> Offer:
    """Undo a decline: the offer is open again. Raises OfferError: not-yours, closed (a newer offer or an award exists)."""
    with transaction.atomic():
        offer = _locked(offer_id, by)
        if offer.state in ANSWERABLE:
            return offer
        newer = Offer.objects.filter(benefit=offer.benefit, subject=offer.subject, pk__gt=offer.pk).exists()
        if offer.state != OfferState.OBJECTED or newer:
            raise OfferError(
                "closed", _("This offer can no longer be opened again. Look under “For you” for a newer one."), offer
            )
        offer.state = OfferState.OPEN
        offer.answered_at = None
        offer.reason = ""
        offer.save(update_fields=["state", "answered_at", "reason"])
    return offer


def _locked(offer_id: int, by: Person) -> Offer:
    offer = Offer.objects.select_for_update(of=("self",)).select_related("payee", "subject").filter(pk=offer_id).first()
    if offer is None or offer.payee_id != by.pk:
        raise OfferError("not-yours", _("There is no such offer for you."))
    return offer


def _must_be_open(offer: Offer) -> None:
    if offer.state == OfferState.WAITING:
        raise OfferError(
            "waiting", _("A fact behind this offer is being checked. We will tell you as soon as that is done."), offer
        )
    if offer.state != OfferState.OPEN:
        raise OfferError(
            "closed",
            _("This offer has already been answered or replaced. Look under “For you” for a newer one."),
            offer,
        )


def _accept(offer: Offer, state: OfferState, key: str, channel: str) -> Confirmation:
    _close(offer, state, "")
    append(
        "offer.confirmed",
        {"offer": offer.pk, "channel": channel, "explanation": offer.explanation},
        reference=f"offer:{offer.pk}",
        subject_ids=[offer.subject_id],
    )
    case = open_benefit_case(offer, claimed_on=timezone.localdate())
    return Confirmation.objects.create(offer=offer, idempotency_key=key, channel=channel, case=case)


def _close(offer: Offer, state: OfferState, reason: str) -> None:
    offer.state = state
    offer.reason = reason
    offer.answered_at = timezone.now()
    offer.save(update_fields=["state", "reason", "answered_at"])
