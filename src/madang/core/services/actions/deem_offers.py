"""Take offers as applied for when nobody objected in time."""

from __future__ import annotations

from django.utils import timezone

from madang.core.services.actions.answer_offer import deem
from madang.core.services.models import Offer, OfferState


def deem_offers(limit: int = 1000) -> int:
    """Every open offer whose time to object has ended; each in a transaction of its own. Returns how many were taken."""
    due = Offer.objects.filter(state=OfferState.OPEN, deemed=True, answer_by__lt=timezone.localdate())
    return sum(
        deem(pk) is not None for pk in list(due.order_by("answer_by", "id").values_list("pk", flat=True)[:limit])
    )
