"""A benefit: who gets it, how much, by which article, and how it is offered, decided and paid."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from .conditions import Cited, Condition, Part
from .dated import Parameter
from .explainer import Explainer
from .explanation import Explanation
from .expressions import Both, Literal, Moment, Node, ParameterValue, ScaleValue, as_node
from .facts import Facts
from .kinds import Kind, RuleError
from .law import Cites, Law
from .python_form import Program
from .reads import columns_read
from .resolve import walk
from .rows import Row
from .service_terms import (
    Automatic,
    ByOfficer,
    Cash,
    ClaimWindow,
    Deemed,
    PayDay,
    Period,
    Recovery,
    Term,
    ToConfirm,
    Voucher,
    period_around,
)
from .tracing import MissingFact, Tracer

Date = datetime.date


@dataclass(slots=True, unsafe_hash=True)  # made millions of times, so not frozen, which costs a microsecond each
class Outcome:
    """One answer. verdict: True, False, or None for unknown.

    amount: smallest unit; 0 if the verdict is false, None if unknown. parts: name and amount of each part.
    payee: id of who is paid, None if unknown or nobody. failing, unknown: names of conditions.
    missing: the facts that could still change verdict, amount or payee.
    """

    benefit: str
    subject_id: int
    period_start: Date
    period_end: Date
    verdict: bool | None
    amount: int | None
    payee: int | None
    parts: tuple[tuple[str, int | None], ...] = ()
    failing: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    missing: tuple[MissingFact, ...] = ()


@dataclass(frozen=True, slots=True)
class Arrear:
    """What one past period is worth as known now (``due``) and what it was worth or was paid then (``was``)."""

    period_start: Date
    due: int | None
    was: int

    @property
    def difference(self) -> int | None:
        """To pay (positive) or to recover (negative); None while ``due`` is unknown."""
        return None if self.due is None else self.due - self.was


class Benefit:
    """A benefit declared once, evaluated one by one (`evaluate`, `explain`) or for a population (`population`).

    name: stable code with dashes. of: the subject variable. conditions: all must hold. amount: parts that add up.
    in_force: switch for the benefit as a whole. payee: a row or a REF expression; the subject if left out.
    The remaining arguments are terms for the services layer, see `service_terms`: ``decide_within`` and ``appeal_review``
    are the office's own clocks; ``resumption`` says that somebody whose earlier award had ended is deemed to have applied
    again when the law gives more; ``suspended_by`` names the conditions whose failure only suspends payment.
    """

    def __init__(self, name: str, *, title: str, law: Law, of: Row, conditions: Sequence[Condition],
                 amount: Part | Sequence[Part] = (), in_force: Parameter, period: Period = Period.MONTH,
                 payee: Any = None, summary: str = "", pay_day: PayDay | None = None,
                 offer: ToConfirm | Deemed | None = None, decision: Automatic | ByOfficer | None = None,
                 claim: ClaimWindow | None = None, decide_within: Term | None = None,
                 appeal_within: Term | None = None, appeal_review: Term | None = None,
                 resumption: Deemed | None = None, suspended_by: Sequence[str] = (), recovery: Recovery | None = None,
                 agency: str = "", life_events: Sequence[str] = (), delivered: Cash | Voucher | None = None,
                 needs_account: bool = True) -> None:  # fmt: skip
        self.name, self.title, self.summary, self.law, self.of = name, title, summary, law, of
        self.conditions = tuple(conditions)
        self.parts = (amount,) if isinstance(amount, Part) else tuple(amount)
        self.in_force, self.period = in_force, Period(period)
        self.payee = as_node(of if payee is None else payee)
        self.pay_day, self.claim = pay_day, claim
        self.offer = offer or ToConfirm()
        self.decision = decision or ByOfficer()
        self.decide_within, self.appeal_within, self.appeal_review = decide_within, appeal_within, appeal_review
        self.resumption, self.suspended_by, self.recovery = resumption, frozenset(suspended_by), recovery or Recovery()
        self.agency, self.life_events = agency, tuple(life_events)
        self.delivered, self.needs_account = delivered or Cash(), needs_account
        self.verdict_node = self._verdict()
        self.amount_node = self._amount()
        self._check()
        self.part_names = tuple(part.name for part in self.parts)
        self.condition_names = tuple(condition.name for condition in self.conditions)
        self.program = Program(
            of,
            [self.verdict_node, *(condition.active for condition in self.conditions)],
            [self.amount_node, self.payee, *(part.value for part in self.parts)],
        )
        self._explainer: Explainer | None = None
        self._periods: dict[Date, tuple[Date, Date]] = {}
        self._standing: dict[tuple[Date, Date | None], bool] = {}

    def __repr__(self) -> str:
        return f"<Benefit {self.name}>"

    # Declaration

    def _verdict(self) -> Node:
        if not self.conditions:
            raise RuleError(f"{self.name} has no conditions: everybody would get it. Add at least one must(...).")
        active = tuple(condition.active for condition in self.conditions)
        return active[0] if len(active) == 1 else Both(active)

    def _amount(self) -> Node:
        total: Any = Literal(0, Kind.MONEY)
        for place, one in enumerate(self.parts):
            total = one.value if place == 0 else total + one.value
        node: Node = total
        return node

    def _check(self) -> None:
        names = [condition.name for condition in self.conditions] + [one.name for one in self.parts]
        doubled = {name for name in names if names.count(name) > 1}
        if doubled:
            raise RuleError(f"{self.name}: the name {sorted(doubled)[0]!r} is used twice.")
        if stray := self.suspended_by - {condition.name for condition in self.conditions}:
            raise RuleError(f"{self.name}: suspended_by names {sorted(stray)[0]!r}, which is no condition of it.")
        if self.in_force.kind is not Kind.BOOL or self.in_force.default is None:
            raise RuleError(f"{self.name}: in_force= takes a switch made with in_force(...).")
        for node in self.nodes():
            if isinstance(node, Moment) and node.name == "on" and self.period is not Period.ONCE:
                raise RuleError(f"{self.name} is paid by the {self.period}: use period_start or period_end, not on.")
            if strangers := [one for one in node.free if one.number > 0 and one != self.of.variable_]:
                raise RuleError(f"{self.name} speaks about {strangers[0]}, which is not its subject (of=...).")

    def nodes(self) -> list[Node]:
        """Every node of conditions, amounts, payee and figures, each once."""
        tops = [self.verdict_node, self.amount_node, self.payee]
        for condition in self.all_conditions():
            tops += condition.figures.values()
        for one in self.parts:
            tops += one.figures.values()
        return list({node.uid: node for top in tops for node in walk(top)}.values())

    def all_conditions(self) -> list[Condition]:
        """The conditions and those inside groups."""
        found: list[Condition] = []
        waiting = list(self.conditions)
        while waiting:
            condition = waiting.pop(0)
            found.append(condition)
            waiting[:0] = condition.children
        return found

    @property
    def parameters(self) -> tuple[Parameter, ...]:
        """Every dated parameter the benefit uses, in order of first use."""
        used = [node.parameter for node in self.nodes() if isinstance(node, ParameterValue | ScaleValue)]
        return tuple({id(parameter): parameter for parameter in used}.values())

    @property
    def reads(self) -> Mapping[str, tuple[str, ...]]:
        """Columns it reads, by entity: what a purposeful read of registers has to ask for, no more."""
        return columns_read(self.nodes(), self.of)

    def cites(self, given: Cited) -> Cites:
        """Citations with bare articles completed by the benefit's law."""
        return Cites.of(given, self.law)

    # Evaluation

    def period_of(self, on: Date) -> tuple[Date, Date]:
        """First and last day of the period that ``on`` lies in."""
        found = self._periods.get(on)
        if found is None:
            found = period_around(on, self.period)
            self._periods[on] = found
        return found

    def stands(self, start: Date, known_on: Date | None) -> bool:
        """Whether the benefit as a whole is in force for the period beginning on ``start``, as known then."""
        found = self._standing.get((start, known_on))
        if found is None:
            found = self._standing[start, known_on] = bool(self.in_force.value(start, known_on))
        return found

    def evaluate(self, facts: Facts, subject_id: int, on: Date, known_on: Date | None = None) -> Outcome:
        """The answer for one subject and the period ``on`` lies in, as the law was known on ``known_on``.

        known_on None: with every line of the pack known. Raises `RuleError` if the facts have no such subject.
        """
        start, end = self.period_of(on)
        row = facts.row(self.of.entity_.name, subject_id)
        if not self.stands(start, known_on):
            return Outcome(self.name, subject_id, start, end, False, 0, None, failing=("in_force",))
        values = self.program(facts, row, on, start, end, known_on)
        verdict, places = values[0], 1 + len(self.conditions)
        names = self.condition_names
        if verdict is False:
            failing = tuple([name for name, value in zip(names, values[1:places], strict=True) if value is False])
            return Outcome(self.name, subject_id, start, end, False, 0, None, failing=failing)
        amount, payee = values[places], values[places + 1]
        parts = tuple(zip(self.part_names, values[places + 2 :], strict=True))
        if verdict and amount is not None and payee is not None:
            return Outcome(self.name, subject_id, start, end, True, amount, payee, parts)
        unknown = tuple([name for name, value in zip(names, values[1:places], strict=True) if value is None])
        missing = self.missing(facts, subject_id, on, known_on)
        return Outcome(
            self.name, subject_id, start, end, verdict, amount if verdict else None, payee, parts, (), unknown, missing
        )

    def missing(self, facts: Facts, subject_id: int, on: Date, known_on: Date | None = None) -> tuple[MissingFact, ...]:
        """The facts that could still change verdict, amount or payee, sorted; none if the verdict is false."""
        tracer = self.tracer(facts, subject_id, on, known_on)
        verdict, missing = tracer.trace(self.verdict_node)
        if verdict is False:
            return ()
        return tuple(sorted(missing | tracer.trace(self.amount_node)[1] | tracer.trace(self.payee)[1], key=_order))

    def tracer(self, facts: Facts, subject_id: int, on: Date, known_on: Date | None) -> Tracer:
        """An interpreter set up for one subject, for whoever needs the missing facts of a single step."""
        start, end = self.period_of(on)
        moments = {"on": on, "period_start": start, "period_end": end}
        return Tracer(facts, self.of, facts.row(self.of.entity_.name, subject_id), moments, known_on)

    def months(self, facts: Facts, subject_id: int, from_month: Date, to_month: Date, known_on: Date | None = None, *,
               claimed_on: Date | None = None) -> list[Outcome]:  # fmt: skip
        """One outcome for each period from ``from_month`` to ``to_month``, both included.

        claimed_on: day of the claim; periods before the one it reaches back to fail with ``claim``. None: claimed in
        time, or no claim needed.
        """
        first = self.first_period(facts, subject_id, claimed_on) if claimed_on else None
        outcomes = []
        start, _ = self.period_of(from_month)
        while start <= to_month:
            outcome = self.evaluate(facts, subject_id, start, known_on)
            if first and start < first and outcome.verdict is not False:
                outcome = Outcome(self.name, subject_id, start, outcome.period_end, False, 0, None, failing=("claim",))
            outcomes.append(outcome)
            start = outcome.period_end + datetime.timedelta(1)
        return outcomes

    def first_period(self, facts: Facts, subject_id: int, claimed_on: Date) -> Date:
        """First day of the first period that a claim of ``claimed_on`` can be paid for."""
        claimed, _ = self.period_of(claimed_on)
        last_day = self.last_day_to_claim(facts, subject_id, claimed_on)
        if self.claim is None or last_day is None or claimed_on > last_day:
            return claimed
        start = self.tracer(facts, subject_id, claimed_on, None).trace(self.claim.counted_from)[0]
        return self.period_of(start)[0]

    def last_day_to_claim(self, facts: Facts, subject_id: int, on: Date) -> Date | None:
        """Last day on which a claim still reaches back to the beginning; None without a window or while its start is unknown."""
        if self.claim is None:
            return None
        start = self.tracer(facts, subject_id, on, None).trace(self.claim.counted_from)[0]
        if start is None:
            return None
        last_day: Date = start + datetime.timedelta(self.claim.within.amount - self.claim.inclusive)
        return last_day

    def arrears(self, facts: Facts, subject_id: int, from_month: Date, to_month: Date, *, known_on: Date | None = None,
                known_before: Date | None = None, paid: Mapping[Date, int] | None = None,
                claimed_on: Date | None = None) -> list[Arrear]:  # fmt: skip
        """Periods worth something else as known on ``known_on`` than before.

        Compared with what was ``paid`` (by first day of the period), or else with the law as known on ``known_before``.
        """
        if paid is None and known_before is None:
            raise RuleError("arrears() compares: give paid={month: amount} or known_before=<date>.")
        now = self.months(facts, subject_id, from_month, to_month, known_on, claimed_on=claimed_on)
        if paid is None:
            then = self.months(facts, subject_id, from_month, to_month, known_before, claimed_on=claimed_on)
            paid = {outcome.period_start: outcome.amount or 0 for outcome in then}
        found = [Arrear(one.period_start, one.amount, paid.get(one.period_start, 0)) for one in now]
        return [arrear for arrear in found if arrear.difference != 0]

    def explain(self, facts: Facts, subject_id: int, on: Date, known_on: Date | None = None) -> Explanation:
        """The same answer with every reason."""
        if self._explainer is None:
            self._explainer = Explainer(self)
        return self._explainer.explain(facts, self.evaluate(facts, subject_id, on, known_on), on, known_on)


def _order(missing: MissingFact) -> tuple[str, int, str]:
    return (missing.entity, missing.id or 0, missing.fact)
