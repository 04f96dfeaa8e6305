"""Reasons: the tree of conditions with their sentences, figures and articles, in any reader's language, and as JSON."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from .conditions import Condition, Part
from .expressions import Node, ParameterValue, ScaleValue
from .facts import Facts
from .kinds import Kind
from .law import Citation
from .python_form import Program
from .resolve import walk
from .text import Gettext, _

if TYPE_CHECKING:
    from .benefit import Benefit, Outcome
    from .tracing import MissingFact, Tracer

Date = datetime.date
NOT_KNOWN = _("not known")
UNKNOWN = _("Cannot be answered yet. Missing: {facts}.")


@dataclass(frozen=True, slots=True)
class Figure:
    """One number, date or code in a sentence."""

    value: Any
    kind: Kind

    def plain(self) -> Any:
        """The value as JSON: dates in ISO form, rates as text such as ``1/5``."""
        return str(self.value) if isinstance(self.value, datetime.date | Fraction) else self.value


FigureFormat = Callable[[Figure], str]


def plain_figure(figure: Figure) -> str:
    """A figure without any country's habits: ISO dates, digits in groups of three."""
    if isinstance(figure.value, Fraction):
        hundred = figure.value * 100
        return f"{float(hundred):g} %" if hundred.denominator != 1 else f"{int(hundred)} %"
    if figure.kind is Kind.MONEY:
        return f"{figure.value:,}"
    return str(figure.value)


def rendered(message: str, figures: dict[str, Figure], gettext: Gettext, form: FigureFormat) -> str:
    """The sentence in the reader's language with its figures filled in."""
    texts = {name: gettext(NOT_KNOWN) if figure.value is None else form(figure) for name, figure in figures.items()}
    return gettext(message).format(**texts)


@dataclass(frozen=True, slots=True)
class Reason:
    """One condition answered. verdict None: unknown. group: "", "all" or "any" of ``children``."""

    name: str
    verdict: bool | None
    message: str
    figures: dict[str, Figure]
    cites: tuple[Citation, ...]
    missing: tuple[MissingFact, ...] = ()
    group: str = ""
    children: tuple[Reason, ...] = ()

    def sentence(self, gettext: Gettext = str, form: FigureFormat = plain_figure) -> str:
        """The sentence in the reader's language."""
        return rendered(self.message, self.figures, gettext, form) if self.message else ""

    def to_json(self, gettext: Gettext = str, language: str = "", form: FigureFormat = plain_figure) -> dict[str, Any]:
        """The reason and those below it as plain JSON."""
        found: dict[str, Any] = {
            "name": self.name,
            "verdict": self.verdict,
            "sentence": self.sentence(gettext, form),
            **_wording(self.message, self.figures),
            "cites": [citation.to_json(language) for citation in self.cites],
            "missing": [_missing_json(missing) for missing in self.missing],
        }
        if self.group:
            found["group"] = self.group
            found["children"] = [child.to_json(gettext, language, form) for child in self.children]
        return found


@dataclass(frozen=True, slots=True)
class PartReason:
    """One part of the amount. amount None: unknown; 0: not due."""

    name: str
    amount: int | None
    message: str
    figures: dict[str, Figure]
    cites: tuple[Citation, ...]

    def sentence(self, gettext: Gettext = str, form: FigureFormat = plain_figure) -> str:
        """The sentence in the reader's language."""
        return rendered(self.message, self.figures, gettext, form)

    def to_json(self, gettext: Gettext = str, language: str = "", form: FigureFormat = plain_figure) -> dict[str, Any]:
        """The part as plain JSON."""
        return {
            "name": self.name,
            "amount": self.amount,
            "sentence": self.sentence(gettext, form),
            **_wording(self.message, self.figures),
            "cites": [citation.to_json(language) for citation in self.cites],
        }


@dataclass(frozen=True, slots=True)
class Explanation:
    """An outcome with all its reasons. ``to_json`` is the documented format of the API and the command line."""

    benefit: Benefit
    outcome: Outcome
    known_on: Date | None
    reasons: tuple[Reason, ...]
    parts: tuple[PartReason, ...]

    @property
    def verdict(self) -> bool | None:
        """True, False or None for unknown."""
        return self.outcome.verdict

    @property
    def amount(self) -> int | None:
        """In the smallest unit; None if unknown."""
        return self.outcome.amount

    def sentences(self, gettext: Gettext = str, form: FigureFormat = plain_figure) -> list[str]:
        """Every sentence with its articles, conditions first, groups before their members."""
        lines: list[str] = []
        waiting: list[Reason | PartReason] = [*self.reasons, *(part for part in self.parts if part.amount != 0)]
        while waiting:
            reason = waiting.pop(0)
            if reason.message:
                cites = "; ".join(citation.text() for citation in reason.cites)
                lines.append(f"{reason.sentence(gettext, form)} [{cites}]" if cites else reason.sentence(gettext, form))
            if isinstance(reason, Reason):
                waiting[:0] = reason.children
        return lines

    def to_json(self, gettext: Gettext = str, language: str = "", form: FigureFormat = plain_figure) -> dict[str, Any]:
        """The whole explanation as plain JSON; see README of this package for the format."""
        outcome = self.outcome
        return {
            "benefit": self.benefit.name,
            "title": gettext(self.benefit.title),
            "law": {
                "name": self.benefit.law.name,
                "title": self.benefit.law.titled(language),
                "number": self.benefit.law.number,
                "url": self.benefit.law.url,
            },
            "subject": outcome.subject_id,
            "period": {
                "unit": str(self.benefit.period),
                "start": outcome.period_start.isoformat(),
                "end": outcome.period_end.isoformat(),
            },
            "known_on": self.known_on.isoformat() if self.known_on else None,
            "verdict": outcome.verdict,
            "amount": outcome.amount,
            "payee": outcome.payee,
            "conditions": [reason.to_json(gettext, language, form) for reason in self.reasons],
            "parts": [part.to_json(gettext, language, form) for part in self.parts],
            "missing": [_missing_json(missing) for missing in outcome.missing],
        }


def _wording(message: str, figures: dict[str, Figure]) -> dict[str, Any]:
    plain = {name: {"value": figure.plain(), "kind": str(figure.kind)} for name, figure in figures.items()}
    return {"message": message, "figures": plain}


def _missing_json(missing: MissingFact) -> dict[str, Any]:
    return {"entity": missing.entity, "id": missing.id, "fact": missing.fact}


NOT_IN_FORCE = _("This benefit is not in force for this period.")


class Explainer:
    """Everything an explanation of one benefit needs, compiled once into one function."""

    def __init__(self, benefit: Benefit) -> None:
        self.benefit = benefit
        self._places: dict[int, int] = {}
        nodes: list[Node] = []
        for node in self._wanted():
            if node.uid not in self._places:
                self._places[node.uid] = len(nodes)
                nodes.append(node)
        self.program = Program(benefit.of, nodes)
        self._cites: dict[tuple[Any, Date, Date | None], tuple[Citation, ...]] = {}

    def _wanted(self) -> Iterable[Node]:
        for condition in self.benefit.all_conditions():
            yield condition.test
            yield from condition.figures.values()
            if condition.during is not None:
                yield condition.during
        for part in self.benefit.parts:
            yield part.value
            yield from part.figures.values()
            if part.during is not None:
                yield part.during

    def explain(self, facts: Facts, outcome: Outcome, on: Date, known_on: Date | None) -> Explanation:
        """The explanation that belongs to ``outcome``."""
        benefit, start, end = self.benefit, outcome.period_start, outcome.period_end
        if outcome.failing == ("in_force",):
            law = (benefit.law.art(""),)
            return Explanation(benefit, outcome, known_on, (Reason("in_force", False, NOT_IN_FORCE, {}, law),), ())
        row = facts.row(benefit.of.entity_.name, outcome.subject_id)
        reading = _Reading(self, self.program(facts, row, on, start, end, known_on), start, known_on)
        tracer = benefit.tracer(facts, outcome.subject_id, on, known_on) if None in reading.values else None
        reasons = tuple(self._reason(one, reading, tracer) for one in benefit.conditions if reading.exists(one))
        parts: tuple[PartReason, ...] = ()
        if outcome.verdict is not False:
            parts = tuple(self._part(one, reading) for one in benefit.parts if reading.exists(one))
        return Explanation(benefit, outcome, known_on, reasons, parts)

    def _reason(self, condition: Condition, reading: _Reading, tracer: Tracer | None) -> Reason:
        verdict = reading.of(condition.test)
        children = tuple(self._reason(child, reading, tracer) for child in condition.children if reading.exists(child))
        cites = self.cites(condition, condition.test, reading)
        message, figures = (condition.says if verdict else condition.otherwise), reading.figures(condition)
        missing: tuple[MissingFact, ...] = ()
        if verdict is None and tracer is not None:
            missing = tuple(
                sorted(tracer.trace(condition.test)[1], key=lambda one: (one.entity, one.id or 0, one.fact))
            )
            if not children:
                message, figures = UNKNOWN, {"facts": Figure(self._titles(missing), Kind.CODE)}
        return Reason(condition.name, verdict, message, figures, cites, missing, condition.group, children)

    def _part(self, part: Part, reading: _Reading) -> PartReason:
        return PartReason(
            part.name, reading.of(part.value), part.says, reading.figures(part), self.cites(part, part.value, reading)
        )

    def _titles(self, missing: Iterable[MissingFact]) -> str:
        schema = self.benefit.of.schema_
        titles = []
        for one in missing:
            if one.entity == "parameter":
                titles.append(one.fact)
            else:
                entity = schema[one.entity]
                titles.append(entity.title if one.fact == "*" else entity.columns[one.fact].title)
        return ", ".join(dict.fromkeys(titles))

    def place(self, node: Node) -> int:
        """Where the value of ``node`` stands among the compiled values."""
        return self._places[node.uid]

    def cites(self, cited: Condition | Part, node: Node, reading: _Reading) -> tuple[Citation, ...]:
        """The declared articles and those the figures used come from, each once."""
        key = (cited, reading.start, reading.known_on)
        found = self._cites.get(key)
        if found is None:
            sources = list(self.benefit.cites(cited.cite).citations)
            nodes = [] if isinstance(cited, Condition) and cited.group else walk(node)
            for one in nodes:
                if isinstance(one, ParameterValue | ScaleValue) and not (
                    isinstance(one, ParameterValue) and one.day is not None
                ):
                    line = one.parameter.timeline(reading.known_on).at(reading.start)
                    if line is not None and line.source is not None:
                        sources.append(line.source)
            found = self._cites[key] = tuple(dict.fromkeys(sources))
        return found


class _Reading:
    """The compiled values of one call, by node."""

    __slots__ = ("explainer", "known_on", "start", "values")

    def __init__(self, explainer: Explainer, values: tuple[Any, ...], start: Date, known_on: Date | None) -> None:
        self.explainer, self.values, self.start, self.known_on = explainer, values, start, known_on

    def of(self, node: Node) -> Any:
        return self.values[self.explainer.place(node)]

    def exists(self, one: Condition | Part) -> bool:
        return one.during is None or bool(self.of(one.during))

    def figures(self, one: Condition | Part) -> dict[str, Figure]:
        return {name: Figure(self._shown(node), node.kind) for name, node in one.figures.items()}

    def _shown(self, node: Node) -> Any:
        value = self.of(node)
        if node.kind is Kind.RATE and isinstance(node, ParameterValue) and value is not None:
            return Fraction(value, node.parameter.denominator)
        return value
