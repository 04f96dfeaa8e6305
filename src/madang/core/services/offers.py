"""Making, replacing and re-checking offers."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop

from madang.core.notices.send import Notice, send
from madang.core.registers.disputes import disputed_facts
from madang.core.registers.facts import facts_for
from madang.core.rules import Benefit, Facts
from madang.core.services.models import Award, AwardState, Offer, OfferState
from madang.core.services.packs import active_pack, benefit_named
from madang.core.services.proposals import Nothing, Proposal, propose

LIVE = (OfferState.OPEN, OfferState.WAITING)
PURPOSE = gettext_noop("Working out what you are entitled to")


@dataclass
class Tally:
    """What became of the subjects looked at."""

    entitled: int = 0
    unknown: int = 0
    made: int = 0
    replaced: int = 0
    kept: int = 0
    offers: list[int] = field(default_factory=list)

    def add(self, other: Tally) -> None:
        """Add another tally's counts to this one."""
        self.entitled += other.entitled
        self.unknown += other.unknown
        self.made += other.made
        self.replaced += other.replaced
        self.kept += other.kept


@dataclass(frozen=True)
class Changed:
    """An offer no longer holds; `replacement` is the new one, if the person is still entitled."""

    replacement: Offer | None


def refresh(benefit: Benefit, facts: Facts, subject_ids: Sequence[int], on: dt.date) -> Tally:
    """Bring the offers of these subjects in line with the facts, in one transaction; doing it again changes nothing.

    A new entitlement makes an offer, a changed one replaces it, a lost one takes it back. Nobody is asked again for what
    they declined on the same terms, nor for what they already receive.
    """
    tally = Tally()
    with transaction.atomic():
        standing = _standing(benefit, subject_ids)
        disputed = disputed_facts(subject_ids)
        made: list[Proposal] = []
        replaced: list[Offer] = []
        for subject_id in subject_ids:
            known = standing[subject_id]
            if known.running:
                continue
            found = propose(benefit, facts, subject_id, on, known.ended)
            if isinstance(found, Nothing):
                tally.unknown += found.unknown
                if known.offer is not None:
                    replaced.append(known.offer)
                continue
            tally.entitled += 1
            if known.offer is not None:
                if terms(known.offer) == found.terms:
                    tally.kept += 1
                    _keep_arrears(known.offer, found)
                    continue
                replaced.append(known.offer)
            elif any(declined.amount == found.amount for declined in known.declined):
                continue
            made.append(found)
        _take_back(replaced, {proposal.subject_id for proposal in made})
        waiting = {person for person, _fact in disputed}
        tally.offers = _store(made, waiting)
        tally.made, tally.replaced = len(made), len(replaced)
    return tally


def refresh_subjects(
    subject_ids: Iterable[int], on: dt.date | None = None, benefits: Iterable[Benefit] | None = None
) -> Tally:
    """Look anew at a few people after something changed: seconds, not a scan. The reads are logged for each person."""
    day = on or timezone.localdate()
    wanted = sorted(set(subject_ids))
    tally = Tally()
    if not wanted:
        return tally
    for benefit in benefits or active_pack().benefits:
        facts = facts_for(
            wanted,
            benefit=benefit,
            purpose=PURPOSE,
            legal_basis=benefit.law.name,
            reference=f"benefit:{benefit.name}",
        )
        tally.add(refresh(benefit, facts, wanted, day))
    return tally


def still_holds(offer: Offer) -> Changed | None:
    """Read the facts anew; None when the offer still stands on them, else it is replaced (call in a transaction)."""
    benefit = benefit_named(offer.benefit)
    on = timezone.localdate()
    facts = facts_for(
        [offer.subject_id],
        benefit=benefit,
        purpose=PURPOSE,
        legal_basis=benefit.law.name,
        reference=f"offer:{offer.pk}",
    )
    awards = Award.objects.filter(benefit=offer.benefit, subject_id=offer.subject_id, state=AwardState.ENDED)
    ended = awards.order_by("-id").first()
    found = propose(benefit, facts, offer.subject_id, on, ended)
    if isinstance(found, Proposal) and found.terms == terms(offer):
        _keep_arrears(offer, found)
        return None
    _take_back([offer], {offer.subject_id} if isinstance(found, Proposal) else set())
    if isinstance(found, Nothing):
        return Changed(None)
    (made,) = _store([found], set())
    return Changed(Offer.objects.get(pk=made))


def terms(offer: Offer) -> tuple[int, dt.date, int]:
    """Payee, first month and amount of a stored offer, comparable with `Proposal.terms`."""
    return (offer.payee_id, offer.from_month, offer.amount)


def _keep_arrears(offer: Offer, found: Proposal) -> None:
    if offer.arrears != found.arrears:
        offer.arrears = found.arrears
        offer.save(update_fields=["arrears"])


@dataclass
class _Standing:
    offer: Offer | None = None
    declined: list[Offer] = field(default_factory=list)
    running: bool = False
    ended: Award | None = None


def _standing(benefit: Benefit, subject_ids: Sequence[int]) -> dict[int, _Standing]:
    """What each subject already has of this benefit. Two queries."""
    standing: dict[int, _Standing] = defaultdict(_Standing)
    states = [*LIVE, OfferState.OBJECTED, OfferState.WITHDRAWN]
    for offer in Offer.objects.filter(benefit=benefit.name, subject_id__in=subject_ids, state__in=states):
        if offer.state in LIVE:
            standing[offer.subject_id].offer = offer
        else:
            standing[offer.subject_id].declined.append(offer)
    for award in Award.objects.filter(benefit=benefit.name, subject_id__in=subject_ids).order_by("id"):
        if award.state == AwardState.ENDED:
            standing[award.subject_id].ended = award
        else:
            standing[award.subject_id].running = True
    return standing


def _take_back(offers: list[Offer], again: set[int]) -> None:
    now = timezone.now()
    for offer in offers:
        offer.state = OfferState.SUPERSEDED
        offer.answered_at = now
        offer.reason = (
            gettext_noop("The facts changed; there is a newer offer.")
            if offer.subject_id in again
            else gettext_noop("By the facts known now the law does not grant this.")
        )
    Offer.objects.bulk_update(offers, ["state", "answered_at", "reason"], batch_size=2000)


def _store(proposals: Sequence[Proposal], waiting: set[int]) -> list[int]:
    """Store proposals as offers and tell the payees."""
    currency = active_pack().currency.code
    offers = Offer.objects.bulk_create(
        (
            Offer(
                benefit=p.benefit.name,
                subject_id=p.subject_id,
                payee_id=p.payee_id,
                key=f"{p.from_month:%Y-%m}",
                state=OfferState.WAITING if p.subject_id in waiting else OfferState.OPEN,
                deemed=p.deemed,
                from_month=p.from_month,
                amount=p.amount,
                arrears=p.arrears,
                currency=currency,
                explanation=p.explanation,
                facts_digest=p.digest,
                made_on=p.made_on,
                answer_by=p.answer_by,
            )
            for p in proposals
        ),
        batch_size=1000,
    )
    send(
        Notice(
            person_id=offer.payee_id,
            subject=gettext_noop("There is something for you: {title}"),
            body=gettext_noop(
                "By the facts in the registers you are entitled to this. Look at the reasons and confirm."
            )
            if not offer.deemed
            else gettext_noop(
                "By law this counts as applied for. You need not do anything; you can object until {answer_by}."
            ),
            values={
                "title": proposal.benefit.title,
                "answer_by": offer.answer_by.isoformat() if offer.answer_by else "",
            },
            link="/for-you/",
        )
        for offer, proposal in zip(offers, proposals, strict=True)
    )
    return [offer.pk for offer in offers]
