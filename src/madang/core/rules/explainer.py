"""Building explanations: every value a benefit's sentences need comes from one compiled function."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from .conditions import Condition, Part
from .explanation import UNKNOWN, Explanation, Figure, PartReason, Reason
from .expressions import Node, ParameterValue, ScaleValue
from .facts import Facts
from .kinds import Kind
from .law import Citation
from .python_form import Program
from .resolve import walk
from .text import _

if TYPE_CHECKING:
    from .benefit import Benefit, Outcome
    from .tracing import MissingFact, Tracer

Date = datetime.date
Sources = tuple[tuple[Citation, ...], ...]
NOT_IN_FORCE = _("This benefit is not in force for this period.")


@dataclass(slots=True)
class Step:
    """A condition or part and where its values stand among the compiled ones. during -1: always exists."""

    one: Any  # Condition or Part
    node: Node
    number: int
    place: int
    during: int
    figures: tuple[tuple[str, int, Kind, int], ...]  # name, place, kind, denominator of a rate (0: no rate)
    children: tuple[Step, ...]


class Explainer:
    """Everything an explanation of one benefit needs, compiled once into one function."""

    def __init__(self, benefit: Benefit) -> None:
        self.benefit = benefit
        self._nodes: dict[int, tuple[int, Node]] = {}
        self._steps: list[Step] = []
        self._conditions = tuple(self._step(condition, condition.test) for condition in benefit.conditions)
        self._parts = tuple(self._step(part, part.value) for part in benefit.parts)
        self.program = Program(benefit.of, [node for _, node in self._nodes.values()])
        self._sources: dict[tuple[Date, Date | None], Sources] = {}

    def _place(self, node: Node) -> int:
        return self._nodes.setdefault(node.uid, (len(self._nodes), node))[0]

    def _step(self, one: Condition | Part, node: Node) -> Step:
        figures = []
        for name, figure in one.figures.items():
            rate = figure.kind is Kind.RATE and isinstance(figure, ParameterValue)
            figures.append((name, self._place(figure), figure.kind, figure.parameter.denominator if rate else 0))  # type: ignore[attr-defined]
        children = tuple(self._step(child, child.test) for child in getattr(one, "children", ()))
        during = -1 if one.during is None else self._place(one.during)
        step = Step(one, node, len(self._steps), self._place(node), during, tuple(figures), children)
        self._steps.append(step)
        return step

    def explain(self, facts: Facts, outcome: Outcome, on: Date, known_on: Date | None) -> Explanation:
        """The explanation that belongs to ``outcome``."""
        benefit, start, end = self.benefit, outcome.period_start, outcome.period_end
        if outcome.failing == ("in_force",):
            law = (benefit.law.art(""),)
            return Explanation(benefit, outcome, known_on, (Reason("in_force", False, NOT_IN_FORCE, {}, law),), ())
        row = facts.row(benefit.of.entity_.name, outcome.subject_id)
        values = self.program(facts, row, on, start, end, known_on)
        sources = self._sources.get((start, known_on)) or self._sourced(start, known_on)
        tracer = benefit.tracer(facts, outcome.subject_id, on, known_on) if None in values else None
        steps = [step for step in self._conditions if step.during < 0 or values[step.during]]
        reasons = tuple([self._reason(step, values, sources, tracer) for step in steps])
        parts: tuple[PartReason, ...] = ()
        if outcome.verdict is not False:
            due = [step for step in self._parts if step.during < 0 or values[step.during]]
            parts = tuple([self._part(step, values, sources) for step in due])
        return Explanation(benefit, outcome, known_on, reasons, parts)

    def _reason(self, step: Step, values: tuple[Any, ...], sources: Sources, tracer: Tracer | None) -> Reason:
        condition, verdict = step.one, values[step.place]
        children: tuple[Reason, ...] = ()
        if step.children:
            standing = [child for child in step.children if child.during < 0 or values[child.during]]
            children = tuple([self._reason(child, values, sources, tracer) for child in standing])
        missing: tuple[MissingFact, ...] = ()
        if verdict is None and tracer is not None:
            missing = tuple(sorted(tracer.trace(step.node)[1], key=lambda one: (one.entity, one.id or 0, one.fact)))
        if missing and not children:
            message, figures = UNKNOWN, {"facts": Figure(self._titles(missing), Kind.CODE)}
        else:
            message = condition.says if verdict else condition.otherwise
            figures = _figures(step, values)
        return Reason(
            condition.name, verdict, message, figures, sources[step.number], missing, condition.group, children
        )

    def _part(self, step: Step, values: tuple[Any, ...], sources: Sources) -> PartReason:
        part = step.one
        return PartReason(part.name, values[step.place], part.says, _figures(step, values), sources[step.number])

    def _titles(self, missing: Iterable[MissingFact]) -> tuple[str, ...]:
        schema = self.benefit.of.schema_
        titles = []
        for one in missing:
            if one.entity == "parameter":
                titles.append(one.fact)
            else:
                entity = schema[one.entity]
                titles.append(entity.title if one.fact == "*" else entity.columns[one.fact].title)
        return tuple(dict.fromkeys(titles))

    def _sourced(self, start: Date, known_on: Date | None) -> Sources:
        """For each step the declared articles, then those its figures come from, each once."""
        found: list[tuple[Citation, ...]] = []
        for step in self._steps:
            sources = list(self.benefit.cites(step.one.cite).citations)
            for one in [] if step.children else walk(step.node):
                if isinstance(one, ParameterValue | ScaleValue) and not (
                    isinstance(one, ParameterValue) and one.day is not None
                ):
                    line = one.parameter.timeline(known_on).at(start)
                    if line is not None and line.source is not None:
                        sources.append(line.source)
            found.append(tuple(dict.fromkeys(sources)))
        self._sources[start, known_on] = tuple(found)
        return self._sources[start, known_on]


def _figures(step: Step, values: tuple[Any, ...]) -> dict[str, Figure]:
    figures = {}
    for name, place, kind, denominator in step.figures:
        value = values[place]
        figures[name] = Figure(Fraction(value, denominator) if denominator and value is not None else value, kind)
    return figures
