"""Why an offer cannot be answered; each says what to do next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.functional import Promise

if TYPE_CHECKING:
    from madang.core.services.models import Offer


class OfferError(Exception):
    """A refusal that a person reads. `code` is stable for programs: not-yours, closed, waiting, changed."""

    def __init__(self, code: str, text: str | Promise, offer: Offer | None = None) -> None:
        super().__init__(text)
        self.code = code
        self.text = text
        self.offer = offer

    def __str__(self) -> str:
        return str(self.text)
