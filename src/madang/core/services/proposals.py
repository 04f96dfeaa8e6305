"""From an outcome of the rules to a proposal: from which month, how much, how much back pay, and by when to answer."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from dataclasses import dataclass
from typing import Any

from madang.core.rules import Benefit, Deemed, Facts, Outcome, Period
from madang.core.rules.stored import stored
from madang.core.services.clocks import last_day
from madang.core.services.models import Award

LOOK_AHEAD_MONTHS = 1


@dataclass(frozen=True)
class Proposal:
    """What the government offers to one person, before it is stored.

    amount: of one period, smallest unit. arrears: periods already past. explanation: `Explanation.to_json` of the
    first period still to come, without sentences, so that it is told in whatever language it is read.
    """

    benefit: Benefit
    subject_id: int
    payee_id: int
    from_month: dt.date
    amount: int
    arrears: int
    made_on: dt.date
    deemed: bool
    answer_by: dt.date | None
    explanation: dict[str, Any]

    @property
    def terms(self) -> tuple[int, dt.date, int]:
        """What must not change between offer and confirmation. Arrears may: they grow while the offer waits."""
        return (self.payee_id, self.from_month, self.amount)

    @property
    def digest(self) -> str:
        """SHA-256 over the terms and every figure the reasons rest on."""
        figures = [(c["name"], c["verdict"], c["figures"]) for c in self.explanation["conditions"]]
        text = json.dumps([self.benefit.name, self.subject_id, *map(str, self.terms), figures], sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True)
class Nothing:
    """There is nothing to offer; `unknown` when a missing fact keeps the rules from saying so."""

    unknown: bool
    outcome: Outcome


def propose(
    benefit: Benefit, facts: Facts, subject_id: int, on: dt.date, ended: Award | None = None
) -> Proposal | Nothing:
    """What to offer this subject on this day, as the law is known on it.

    `ended`: an earlier award that came to its end; the law may give more since (`Benefit.resumption`), from the month after.
    """
    outcomes = _outcomes(benefit, facts, subject_id, on, ended)
    if not outcomes:  # born later than the month to come
        return Nothing(False, benefit.evaluate(facts, subject_id, on, on))
    granted = [outcome for outcome in outcomes if outcome.verdict and not _incomplete(outcome)]
    current, _end = benefit.period_of(on)
    upcoming = [outcome for outcome in granted if outcome.period_start >= current]
    if not granted or not (upcoming or ended):
        return Nothing(any(_incomplete(outcome) for outcome in outcomes), outcomes[-1])
    shown = upcoming[0] if upcoming else granted[-1]
    assert shown.payee is not None and shown.amount is not None  # for the type checker: see `_incomplete`
    arrears = sum(outcome.amount or 0 for outcome in granted if outcome.period_start < current)
    if shown.amount == 0 and arrears == 0:
        return Nothing(False, shown)
    how = benefit.resumption if ended is not None and benefit.resumption is not None else benefit.offer
    explained = benefit.explain(
        facts, subject_id, max(shown.period_start, on) if shown.period_end >= on else shown.period_start, on
    )
    return Proposal(
        benefit=benefit,
        subject_id=subject_id,
        payee_id=shown.payee,
        from_month=granted[0].period_start,
        amount=shown.amount,
        arrears=arrears,
        made_on=on,
        deemed=isinstance(how, Deemed),
        answer_by=_answer_by(benefit, facts, subject_id, on)
        if not isinstance(how, Deemed)
        else last_day(how.object_within, on),
        explanation=stored(explained),
    )


def _incomplete(outcome: Outcome) -> bool:
    """Whether a missing fact keeps the rules from saying whether, how much or to whom."""
    return outcome.verdict is None or bool(outcome.verdict and (outcome.amount is None or outcome.payee is None))


def _outcomes(benefit: Benefit, facts: Facts, subject_id: int, on: dt.date, ended: Award | None) -> list[Outcome]:
    if benefit.period is not Period.MONTH:
        return [benefit.evaluate(facts, subject_id, on, on)]
    first = benefit.first_period(facts, subject_id, on)
    if ended is not None and ended.to_month is not None and benefit.resumption is not None:
        first = months_after(ended.to_month, 1)
    return benefit.months(facts, subject_id, first, months_after(on, LOOK_AHEAD_MONTHS), known_on=on)


def months_after(day: dt.date, months: int) -> dt.date:
    """First day of the month that lies so many months after the month of `day`."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return dt.date(year, month + 1, 1)


def _answer_by(benefit: Benefit, facts: Facts, subject_id: int, on: dt.date) -> dt.date | None:
    """The last day on which a confirmation still gives everything offered: the end of the claim window, or of the offer."""
    window = benefit.last_day_to_claim(facts, subject_id, on)
    if window is not None and window >= on:
        return window
    return last_day(getattr(benefit.offer, "open_for", None), on)
