"""Offers as people read them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from madang.core import formats
from madang.core.cases.reasons import Told, told
from madang.core.people.models import Person
from madang.core.rules import Benefit
from madang.core.services.explain_household import PERIODS, is_voucher
from madang.core.services.models import Offer, OfferState
from madang.core.services.packs import benefit_named

ANSWERABLE = (OfferState.OPEN, OfferState.WAITING)


@dataclass(frozen=True)
class OfferCard:
    """One offer in the reader's language; everything is worked out from what is stored, nothing is read from registers."""

    offer: Offer
    benefit: Benefit | None

    @property
    def title(self) -> str:
        """What is offered."""
        return _(self.benefit.title) if self.benefit else _(self.offer.explanation.get("title", self.offer.benefit))

    @property
    def amount(self) -> int:
        """Of one period, smallest unit."""
        return self.offer.amount

    @property
    def period(self) -> str:
        """A month, a year, once."""
        return str(PERIODS.get(self.unit, ""))  # type: ignore[call-overload]

    @property
    def unit(self) -> str:
        """month, year or once."""
        return str(self.offer.explanation["period"]["unit"])

    @property
    def shown_from(self) -> dt.date:
        """First day of the period that the amount is for."""
        return dt.date.fromisoformat(self.offer.explanation["period"]["start"])

    @property
    def for_somebody_else(self) -> bool:
        """Whether it is about another person than the one who is paid."""
        return self.offer.subject_id != self.offer.payee_id

    @cached_property
    def sentence(self) -> str:
        """The proposal in one sentence."""
        figures = {
            "amount": formats.money(self.offer.amount, self.offer.currency),
            "month": formats.day(self.shown_from, "month"),
            "year": str(self.shown_from.year),
            "name": self.offer.subject.full_name,
        }
        return self._pattern() % figures

    def _pattern(self) -> str:
        other = self.for_somebody_else
        if self.unit == "month":
            if other:
                return _("From %(month)s you can receive %(amount)s a month for %(name)s.")
            return _("From %(month)s you can receive %(amount)s a month.")
        if self.unit == "year":
            if other:
                return _("For %(year)s you can receive %(amount)s for %(name)s.")
            return _("For %(year)s you can receive %(amount)s.")
        if self.benefit is not None and is_voucher(self.benefit):
            return _("You can receive a voucher of %(amount)s for %(name)s.")
        if other:
            return _("You can receive %(amount)s for %(name)s, once.")
        return _("You can receive %(amount)s, once.")

    @property
    def arrears(self) -> str:
        """What comes at once for periods already past, in one sentence; empty when there is nothing."""
        if not self.offer.arrears:
            return ""
        return _("For the time since %(month)s you get %(amount)s in addition, at once.") % {
            "month": formats.day(self.offer.from_month, "month"),
            "amount": formats.money(self.offer.arrears, self.offer.currency),
        }

    @cached_property
    def reasons(self) -> list[Told]:
        """Each condition with its article."""
        return told(self.offer.explanation.get("conditions", []), self.offer.currency)

    @cached_property
    def parts(self) -> list[Told]:
        """What the amount is made of."""
        return told(self.offer.explanation.get("parts", []), self.offer.currency)

    @property
    def is_open(self) -> bool:
        """Whether it can be answered now."""
        return self.offer.state == OfferState.OPEN

    @property
    def law(self) -> Any:
        """The law it rests on."""
        return self.benefit.law if self.benefit else None


def card(offer: Offer) -> OfferCard:
    """One offer as a card. An offer of a benefit that the pack no longer has is told by what it stored."""
    try:
        benefit = benefit_named(offer.benefit)
    except LookupError:
        benefit = None
    return OfferCard(offer, benefit)


def cards(offers: Iterable[Offer]) -> list[OfferCard]:
    """Offers as cards, in the same order."""
    return [card(offer) for offer in offers]


def offers_to(person: Person) -> QuerySet[Offer]:
    """What is offered to this person and waits for an answer or for a fact, the earliest last day first."""
    open_ones = Offer.objects.filter(payee=person, state__in=ANSWERABLE).select_related("subject")
    return open_ones.order_by("state", "answer_by", "pk")


def declined_by(person: Person) -> QuerySet[Offer]:
    """What this person declined, the latest first, unless something newer took its place: that can still be undone."""
    newer = Offer.objects.filter(benefit=OuterRef("benefit"), subject=OuterRef("subject"), pk__gt=OuterRef("pk"))
    declined = Offer.objects.filter(~Exists(newer), payee=person, state=OfferState.OBJECTED)
    return declined.select_related("subject").order_by("-answered_at", "-pk")
