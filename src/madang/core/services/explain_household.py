"""What one household would get: the same answer for the command line, the interface and the anonymous page. Stores nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language, gettext, gettext_noop
from django.utils.translation import gettext_lazy as _

from madang.core.cases.reasons import sentence
from madang.core.rules import Benefit, Facts, Period
from madang.core.rules.explanation import Explanation
from madang.core.rules.facts_json import FactError, FactsError
from madang.core.rules.service_terms import Voucher
from madang.core.services.packs import active_pack
from madang.core.services.proposals import LOOK_AHEAD_MONTHS, Proposal, months_after, propose

MOST_PERSONS = 50
EARLIEST, LATEST = dt.date(2000, 1, 1), dt.date(2100, 12, 31)

PERIODS = {Period.MONTH: _("a month"), Period.YEAR: _("a year"), Period.ONCE: _("once")}


@dataclass(frozen=True)
class Entitlement:
    """One benefit for one person of the household.

    arrears: what a claim made on the day would bring for periods already past, smallest unit; from_month: first period
    paid for; answer_by: last day on which a claim brings all of this.
    """

    benefit: Benefit
    subject_id: int
    explanation: Explanation
    arrears: int = 0
    from_month: dt.date | None = None
    answer_by: dt.date | None = None

    @property
    def verdict(self) -> bool | None:
        """True, False, or None while a fact is missing, be it only for the amount."""
        if self.explanation.verdict and self.explanation.amount is None:
            return None
        return self.explanation.verdict

    @property
    def amount(self) -> int:
        """Of one period, smallest unit; 0 when there is none or it is not known."""
        return self.explanation.amount or 0


def facts_of_household(data: Any) -> tuple[Facts, dt.date | None]:
    """Facts from JSON (text or parsed) and the day it asks about, if any. Raises FactsError with every mistake."""
    facts = Facts.from_json(data, active_pack().schema)
    persons = len(facts.tables["person"])
    mistakes = []
    if not persons:
        rule, remedy = (
            gettext_noop("There is nobody in this household."),
            gettext_noop('Write at least one person, such as {{"id": 1, "born": "1990-05-01"}}.'),
        )
        mistakes.append(FactError("persons", rule, remedy, {}))
    if persons > MOST_PERSONS:
        rule, remedy = (
            gettext_noop("At most {most} persons can be explained at once."),
            gettext_noop("Send one household at a time."),
        )
        mistakes.append(FactError("persons", rule, remedy, {"most": MOST_PERSONS}))
    if facts.on is not None and not EARLIEST <= facts.on <= LATEST:
        rule, remedy = (
            gettext_noop("The rules do not reach this day."),
            gettext_noop("Use a day from {first} to {last}."),
        )
        mistakes.append(FactError("on", rule, remedy, {"first": EARLIEST, "last": LATEST}))
    if mistakes:
        raise FactsError(mistakes)
    return facts, facts.on


def explain_household(facts: Facts, on: dt.date, *, benefits: Sequence[Benefit] | None = None) -> list[Entitlement]:
    """Every benefit for every person, as the law is known on that day: what they get first, then what is not known yet."""
    found = [
        _entitlement(benefit, facts, subject_id, on)
        for benefit in (active_pack().benefits if benefits is None else benefits)
        for subject_id in sorted(facts.tables[benefit.of.entity_.name])
    ]
    order = {True: 0, None: 1, False: 2}
    return sorted(found, key=lambda one: order[one.verdict])  # stable: within each, as the pack lists them


def _entitlement(benefit: Benefit, facts: Facts, subject_id: int, on: dt.date) -> Entitlement:
    found = propose(benefit, facts, subject_id, on) if _has_begun(benefit, facts, subject_id, on) else None
    if isinstance(found, Proposal):
        shown = dt.date.fromisoformat(found.explanation["period"]["start"])
        explanation = benefit.explain(facts, subject_id, max(shown, on), on)
        if explanation.verdict is not True:  # the period on offer is a later one
            explanation = benefit.explain(facts, subject_id, shown, on)
        return Entitlement(benefit, subject_id, explanation, found.arrears, found.from_month, found.answer_by)
    return Entitlement(benefit, subject_id, benefit.explain(facts, subject_id, on, on))


def _has_begun(benefit: Benefit, facts: Facts, subject_id: int, on: dt.date) -> bool:
    """Whether there is a period to propose: none for a child whose birth is expected later than next month."""
    if benefit.period is not Period.MONTH:
        return True
    return benefit.first_period(facts, subject_id, on) <= months_after(on, LOOK_AHEAD_MONTHS)


def household_json(entitlements: Iterable[Entitlement], on: dt.date) -> dict[str, Any]:
    """The documented JSON: `docs` of the interface and `madang explain --json` give the same. In the active language."""
    pack = active_pack()
    answers = [_answer(one, pack.currency.code) for one in entitlements]
    entitled = [one for one in answers if one["verdict"] and one["amount"] is not None]
    return {
        "on": on.isoformat(),
        "country": pack.country,
        "currency": pack.currency.code,
        "language": _language(),
        "totals": {
            "month": sum(one["amount"] for one in entitled if one["period"]["unit"] == "month"),
            "year": sum(one["amount"] for one in entitled if one["period"]["unit"] == "year"),
            "once": sum(one["amount"] for one in entitled if one["period"]["unit"] == "once"),
            "arrears": sum(one["arrears"] for one in entitled),
        },
        "answers": answers,
        "missing": _missing(answers),
    }


def _answer(one: Entitlement, currency: str) -> dict[str, Any]:
    told = one.explanation.to_json(gettext, _language())
    for part in ("conditions", "parts"):
        told[part] = [_in_words(item, currency) for item in told[part]]
    return told | {
        "arrears": one.arrears,
        "from_month": one.from_month.isoformat() if one.from_month else None,
        "answer_by": one.answer_by.isoformat() if one.answer_by else None,
    }


def _in_words(item: dict[str, Any], currency: str) -> dict[str, Any]:
    words = sentence(item["message"], item["figures"], currency) if item["message"] else ""
    told = item | {"sentence": words}
    if "children" in item:
        told["children"] = [_in_words(child, currency) for child in item["children"]]
    return told


def _missing(answers: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Each missing fact once, with its title and the benefits that wait for it."""
    schema = active_pack().schema
    found: dict[tuple[str, int | None, str], dict[str, Any]] = {}
    for answer in answers:
        for one in answer["missing"]:
            entry = found.setdefault(
                (one["entity"], one["id"], one["fact"]),
                one | {"title": missing_title(schema, one["entity"], one["fact"]), "benefits": []},
            )
            entry["benefits"].append(answer["benefit"])
    for entry in found.values():
        entry["benefits"] = sorted(set(entry["benefits"]))
    return list(found.values())


def missing_title(schema: Any, entity: str, fact: str) -> str:
    """A missing fact in words, in the active language."""
    if entity not in schema.entities:
        return fact
    title = schema[entity].title if fact == "*" else schema[entity].columns[fact].title
    return gettext(title)


def _language() -> str:
    return (get_language() or "en").split("-")[0]


def is_voucher(benefit: Benefit) -> bool:
    """Whether it comes as a voucher instead of money."""
    return isinstance(benefit.delivered, Voucher)
