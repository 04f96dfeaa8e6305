"""Variables: named figures that follow from facts for each month or year, such as a tax or a household's income.

A benefit asks "who gets what"; a variable asks "how much is it". Variables are written as functions of a row and a
period, so that one can use another, for another row or another period, and both compiled forms stay the same.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from .dated import in_force
from .dates import first_of_month, first_of_year, last_of_month, last_of_year
from .entities import Schema
from .expressions import Literal, Node, as_node, if_, on, period_end, period_start
from .facts import Facts
from .kinds import RuleError
from .law import Citation
from .python_form import Program
from .resolve import walk
from .rows import subject
from .schema import STANDARD
from .service_terms import Period, period_around
from .tracing import MissingFact, Tracer

RowFormula = Callable[[Any, "When"], Any]


@dataclass(frozen=True, eq=False)
class When:
    """The period a formula is computed for: date expressions of its first and last day."""

    start: Node
    end: Node

    @property
    def month(self) -> When:
        """The month the period begins in."""
        return When(first_of_month(self.start), last_of_month(self.start))

    @property
    def year(self) -> When:
        """The year the period begins in."""
        return When(first_of_year(self.start), last_of_year(self.start))


NOW = When(period_start, period_end)


@dataclass(frozen=True, eq=False)
class Formula:
    """How a variable is computed for periods beginning from ``applies`` until the day before ``until``."""

    compute: RowFormula
    applies: datetime.date | str = "0001-01-01"
    until: datetime.date | str | None = None
    known: datetime.date | str | None = None
    cite: Citation | None = None


class Variable:
    """A named figure of ``entity`` for each ``period``.

    formulas: one function of (row, when), or several `Formula` with their dates; the latest that applies is used and
    ``default`` stands where none does. Use it in a rule or another formula by calling it: ``income_tax(member, when)``.
    """

    def __init__(self, name: str, *, entity: str, formulas: RowFormula | Sequence[Formula], period: Period = Period.MONTH,
                 default: Any = 0, title: str = "", schema: Schema = STANDARD) -> None:  # fmt: skip
        if not name.isidentifier():
            raise RuleError(f"Variable name {name!r} must be an identifier such as income_tax.")
        self.name, self.entity, self.period, self.title, self.schema = (
            name,
            entity,
            Period(period),
            title or name,
            schema,
        )
        several = [Formula(formulas)] if callable(formulas) else list(formulas)
        starting = [
            in_force(one.applies, one.until, known=one.known, source=one.cite, name=f"{name}_formula")
            for one in several
        ]
        self.formulas = tuple(zip(several, starting, strict=True))
        self.default = default
        self._subject = subject(entity, schema)
        self._node: Node | None = None
        self._program: Program | None = None

    def __repr__(self) -> str:
        return f"<Variable {self.name}>"

    def __call__(self, row: Any, when: When = NOW) -> Node:
        """The figure for another row or period, to be used in an expression."""
        if row.entity_.name != self.entity:
            raise RuleError(f"{self.name} belongs to a {self.entity}, not to a {row.entity_.name}.")
        result: Node | None = None
        for formula, switch in self.formulas:
            found = as_node(formula.compute(row, when))
            if result is None:
                result = Literal(self.default, found.kind)
            always = formula.applies == "0001-01-01" and formula.until is None
            result = found if always else if_(switch.at(when.start), found, result)
        assert result is not None
        return result

    @property
    def node(self) -> Node:
        """The figure for the variable's own subject and the period evaluated."""
        if self._node is None:
            self._node = self(self._subject)
            if self.period is not Period.ONCE and any(one.uid == on.uid for one in walk(self._node)):
                raise RuleError(f"{self.name} is a figure of a {self.period}: use when.start or when.end, not on.")
        return self._node

    def value(self, facts: Facts, row_id: int, day: datetime.date, known_on: datetime.date | None = None) -> Any:
        """The figure for one row and the period ``day`` lies in; None if unknown."""
        if self._program is None:
            self._program = Program(self._subject, [self.node])
        start, end = period_around(day, self.period)
        return self._program(facts, facts.row(self.entity, row_id), day, start, end, known_on)[0]

    def missing(
        self, facts: Facts, row_id: int, day: datetime.date, known_on: datetime.date | None = None
    ) -> tuple[MissingFact, ...]:
        """The facts for which the figure is unknown."""
        start, end = period_around(day, self.period)
        moments = {"on": day, "period_start": start, "period_end": end}
        return tuple(
            sorted(Tracer(facts, self._subject, facts.row(self.entity, row_id), moments, known_on).trace(self.node)[1])
        )
