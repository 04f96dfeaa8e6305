"""Reasons: the tree of conditions with their sentences, figures and articles, in any reader's language, and as JSON."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any, NamedTuple

from .kinds import Kind
from .law import Citation
from .text import Gettext, _

if TYPE_CHECKING:
    from .benefit import Benefit, Outcome
    from .tracing import MissingFact

Date = datetime.date
NOT_KNOWN = _("not known")
UNKNOWN = _("Cannot be answered yet. Missing: {facts}.")


class Figure(NamedTuple):
    """One number, date or code in a sentence; or a tuple of message ids, each translated and then joined."""

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
    texts = {name: _figure_text(figure, gettext, form) for name, figure in figures.items()}
    return gettext(message).format(**texts)


def _figure_text(figure: Figure, gettext: Gettext, form: FigureFormat) -> str:
    if figure.value is None:
        return gettext(NOT_KNOWN)
    if isinstance(figure.value, tuple):
        return ", ".join(gettext(message) for message in figure.value)
    return form(figure)


@dataclass(slots=True)
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
            **wording_json(self.message, self.figures),
            "cites": [citation.to_json(language) for citation in self.cites],
            "missing": [missing_json(missing) for missing in self.missing],
        }
        if self.group:
            found["group"] = self.group
            found["children"] = [child.to_json(gettext, language, form) for child in self.children]
        return found


@dataclass(slots=True)
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
            **wording_json(self.message, self.figures),
            "cites": [citation.to_json(language) for citation in self.cites],
        }


@dataclass(slots=True)
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
        return {
            **self.heading_json(gettext, language),
            "conditions": [reason.to_json(gettext, language, form) for reason in self.reasons],
            "parts": [part.to_json(gettext, language, form) for part in self.parts],
            "missing": [missing_json(missing) for missing in self.outcome.missing],
        }

    def heading_json(self, gettext: Gettext = str, language: str = "") -> dict[str, Any]:
        """What is explained, and what it comes to."""
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
        }


def wording_json(message: str, figures: dict[str, Figure]) -> dict[str, Any]:
    """A sentence as message id and figures, to be told again in any language."""
    plain = {name: {"value": figure.plain(), "kind": str(figure.kind)} for name, figure in figures.items()}
    return {"message": message, "figures": plain}


def missing_json(missing: MissingFact) -> dict[str, Any]:
    """Where the fact that is missing would stand."""
    return {"entity": missing.entity, "id": missing.id, "fact": missing.fact}
