"""From a confirmed offer to a case, and from its decision to an award."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from madang.core.cases.actions.appeal import appeal_limit
from madang.core.cases.actions.decide import decide_by_law
from madang.core.cases.actions.open_case import open_case
from madang.core.cases.models import Case, Decision, Outcome
from madang.core.cases.procedures import Procedure, register_procedure
from madang.core.events import publish
from madang.core.rules import Automatic, Benefit
from madang.core.services.clocks import last_day
from madang.core.services.models import Award, AwardState, Offer
from madang.core.services.packs import benefit_named
from madang.core.services.responsible import responsible_organisation


def open_benefit_case(offer: Offer, *, claimed_on: dt.date) -> Case:
    """Open the case of a confirmed offer and, where the law lets the rule decide, decide it at once. Call in a transaction."""
    benefit = benefit_named(offer.benefit)
    exception = _exception(benefit, offer)
    case = open_case(
        "benefit",
        service=benefit.name,
        title=benefit.title,
        organisation=responsible_organisation(benefit, offer.subject_id, claimed_on),
        subject=offer.subject,
        applicant=offer.payee,
        due_on=last_day(benefit.decide_within, claimed_on),
        due_basis=_basis(benefit.decide_within),
        exception=exception,
        facts=offer.explanation,
        data={
            "amount": offer.amount,
            "arrears": offer.arrears,
            "currency": offer.currency,
            "from_month": offer.from_month.isoformat(),
            "claimed_on": claimed_on.isoformat(),
            "appeal": _appeal_terms(benefit),
            "facts_read": sorted(
                f"{entity}.{c}" for entity, columns in benefit.reads.items() for c in columns if c != "id"
            ),
            "legal_basis": benefit.law.name,
        },
        reference=f"offer:{offer.pk}",
    )
    if not exception:
        return decide_by_law(
            case,
            Outcome.GRANTED,
            amount=offer.amount,
            currency=offer.currency,
            reasons=offer.explanation.get("conditions", []),
            appeal_until=appeal_limit(case, claimed_on),
        ).case
    return case


def _exception(benefit: Benefit, offer: Offer) -> str:
    if not isinstance(benefit.decision, Automatic):
        return gettext_noop("The law asks a person to decide this.")
    above = benefit.decision.four_eyes_above
    if above is not None and offer.amount + offer.arrears > above:
        return gettext_noop("The amount is so high that two people must look at it.")
    return ""


def _four_eyes(case: Case, amount: int | None) -> bool:
    above = benefit_named(case.service).decision.four_eyes_above
    return above is not None and (amount or 0) + case.data.get("arrears", 0) > above


def _appeal_terms(benefit: Benefit) -> dict[str, Any]:
    terms: dict[str, Any] = {}
    if benefit.appeal_within is not None:
        terms |= {"days": benefit.appeal_within.amount, "basis": _basis(benefit.appeal_within)}
    if benefit.appeal_review is not None:
        terms |= {"review_days": benefit.appeal_review.amount, "review_basis": _basis(benefit.appeal_review)}
    return terms


def _basis(term: Any) -> str:
    return term.cite.text() if term is not None and term.cite is not None else ""


def _decided(case: Case, decision: Decision) -> None:
    if decision.outcome == Outcome.GRANTED:
        _grant(case)
    elif decision.outcome in {Outcome.REFUSED, Outcome.REVOKED}:
        Award.objects.filter(case=case).exclude(state=AwardState.ENDED).update(state=AwardState.ENDED)


def _grant(case: Case) -> None:
    """Start the award; granting again after a successful appeal starts the same award again."""
    assert case.subject_id is not None and case.applicant_id is not None
    award = Award.objects.filter(case=case).first() or Award(case=case)
    award.benefit = case.service
    award.subject_id, award.payee_id = case.subject_id, case.applicant_id
    award.state = AwardState.RUNNING
    award.from_month, award.claimed_on, award.to_month = case.data["from_month"], case.data["claimed_on"], None
    award.currency = case.data["currency"]
    award.save()
    publish("award.made", {"award": award.pk})


BENEFIT = register_procedure(
    Procedure(
        kind="benefit",
        title=_("Benefit"),
        outcomes=(Outcome.GRANTED, Outcome.REFUSED),
        decided=_decided,
        four_eyes=_four_eyes,
    )
)
