"""What services do when something happens elsewhere. Registered in the app's `ready()`."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_noop

from madang.core.events import listens_to
from madang.core.notices.send import Notice, send
from madang.core.services.actions.revise_award import revise_awards
from madang.core.services.affected import affected_subjects
from madang.core.services.models import Offer, OfferState
from madang.core.services.offers import refresh_subjects


@listens_to(
    "birth.registered",
    "death.registered",
    "residence.changed",
    "departure.recorded",
    "return.recorded",
    "fact.changed",
    "fact.upheld",
)
def look_anew(payload: dict[str, Any]) -> None:
    """A fact changed: the offers and awards it touches are worked out again, within seconds."""
    subjects = affected_subjects([payload["person"]])
    _release(subjects)
    refresh_subjects(subjects)
    revise_awards(subjects)


@listens_to("facts.loaded")
def look_anew_at_a_batch(payload: dict[str, Any]) -> None:
    """A register file was loaded: the same for all persons of one batch at once."""
    subjects = affected_subjects(payload["persons"])
    refresh_subjects(subjects)
    revise_awards(subjects)


@listens_to("fact.disputed")
def wait_for_the_fact(payload: dict[str, Any]) -> None:
    """Somebody says that a fact is wrong: open offers that read it wait until the owner agency has looked."""
    fact = payload["fact"]
    waiting = [
        offer
        for offer in Offer.objects.filter(subject_id__in=affected_subjects([payload["person"]]), state=OfferState.OPEN)
        if reads(offer, fact)
    ]
    for offer in waiting:
        offer.state = OfferState.WAITING
    Offer.objects.bulk_update(waiting, ["state"])
    send(
        Notice(
            person_id=offer.payee_id,
            subject=gettext_noop("An offer waits while a fact is being checked"),
            body=gettext_noop("The agency that keeps the fact looks at it. You need not do anything."),
            link="/for-you/",
        )
        for offer in waiting
    )


def reads(offer: Offer, fact: str) -> bool:
    """Whether the benefit of an offer reads this fact, such as person.born."""
    from madang.core.services.packs import benefit_named

    entity, _dot, column = fact.partition(".")
    return column in benefit_named(offer.benefit).reads.get(entity, ())


def _release(subjects: set[int]) -> None:
    """Offers that waited for a fact are open again before they are worked out anew, unless another fact is still disputed."""
    from madang.core.registers.disputes import disputed_facts

    still = {person for person, _fact in disputed_facts(subjects)}
    Offer.objects.filter(subject_id__in=subjects - still, state=OfferState.WAITING).update(state=OfferState.OPEN)
