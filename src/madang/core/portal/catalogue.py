"""The catalogue: every benefit of the law pack in use, with its law, conditions, figures and how it is decided."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from madang.core import formats
from madang.core.cases.reasons import article
from madang.core.portal.held import area_label
from madang.core.portal.life_events import LifeEvent, life_event
from madang.core.rules import Automatic, Benefit, Deemed
from madang.core.rules.conditions import Condition, Part
from madang.core.rules.dated import Line, Parameter, Scale
from madang.core.rules.expressions import ParameterValue
from madang.core.rules.kinds import Kind
from madang.core.rules.law import Citation
from madang.core.rules.service_terms import Term, Unit
from madang.core.services.explain_household import PERIODS
from madang.core.services.packs import active_pack

FIGURES_SHOWN = 12


@dataclass(frozen=True)
class Cited:
    """An article as a reader sees it. mark: how the source was read."""

    law: str
    article: str
    url: str
    mark: str


@dataclass(frozen=True)
class Rule:
    """One condition: what must hold, and by which articles. depth: inside which group of alternatives."""

    sentence: str
    cites: list[Cited]
    depth: int


@dataclass(frozen=True)
class FigureLine:
    """One dated value of a figure of the law."""

    since: dt.date
    known: dt.date | None
    value: str
    cite: Cited | None
    now: bool


@dataclass(frozen=True)
class LawFigure:
    """A figure of the law through time, the latest first."""

    title: str
    lines: list[FigureLine]


def marks() -> dict[str, tuple[str, str]]:
    """How a source was read, in words, with the tone of its badge."""
    return {
        "statute text read": (_("Statute text read"), "success"),
        "official page": (_("Official page"), "info"),
        "secondary": (_("Secondary source"), "warning"),
    }


def language() -> str:
    """The reader's language without its country."""
    return (get_language() or "en").split("-")[0]


def law_title(titles: Mapping[str, str]) -> str:
    """A law's title in the reader's language, else in English, else in its own."""
    return titles.get(language()) or titles.get("en") or next(iter(titles.values()))


def cited(citation: Citation) -> Cited:
    """A citation as a reader sees it."""
    told = citation.to_json(language())
    return Cited(law_title(citation.law.title), article(told), citation.url, str(citation.mark))


def life_events() -> list[LifeEvent]:
    """Those that some benefit of the pack belongs to, in the pack's order."""
    codes = dict.fromkeys(code for benefit in active_pack().benefits for code in benefit.life_events)
    return [life_event(code) for code in codes]


def rules_of(benefit: Benefit) -> list[Rule]:
    """Every condition that stands today with its articles, alternatives one level deeper."""
    found: list[Rule] = []
    _collect(benefit, benefit.conditions, 0, found)
    return found


def _stands(one: Condition | Part) -> bool:
    """Whether a condition or part that existed only between two dates stands today."""
    during = one.during
    return not isinstance(during, ParameterValue) or bool(during.parameter.value(timezone.localdate()))


def _collect(benefit: Benefit, conditions: Sequence[Condition], depth: int, found: list[Rule]) -> None:
    for condition in filter(_stands, conditions):
        cites = [cited(one) for one in benefit.cites(condition.cite).citations]
        if condition.children:
            sentence = _("one of these:") if condition.group == "any" else _("all of these:")
            found.append(Rule(sentence, cites, depth))
            _collect(benefit, condition.children, depth + 1, found)
        else:
            found.append(Rule(_plain(condition.says), cites, depth))


def _plain(message: str) -> str:
    """A condition's sentence before it speaks of anybody: figures of the law filled in, a person's own left open."""
    return _(message).format_map(_Open()) if message else ""


class _Open(dict[str, str]):
    """Figures of the law by name; anything about a person is an ellipsis."""

    def __missing__(self, name: str) -> str:
        today = timezone.localdate()
        for parameter in active_pack().parameters:
            if parameter.name == name and parameter.by is None and not isinstance(parameter, Scale):
                line = parameter.timeline(today).at(today)
                return value_in_words(parameter, line.value) if line is not None else "…"
        return "…"


def figures_of(benefit: Benefit, on: dt.date) -> list[LawFigure]:
    """The dated figures that the benefit uses, each with its lines, sources and marks."""
    figures = []
    for parameter in benefit.parameters:
        if parameter.name == "in_force":
            continue
        now = parameter.timeline(None).at(on)
        lines = [_line(parameter, line, line is now) for line in parameter.lines]
        lines.sort(key=lambda line: line.since, reverse=True)
        figures.append(LawFigure(_title(parameter), lines[:FIGURES_SHOWN]))
    return figures


def _title(parameter: Parameter) -> str:
    title = _(parameter.title)
    title = title.replace("_", " ")
    return title[:1].upper() + title[1:]


def _line(parameter: Parameter, line: Line, now: bool) -> FigureLine:
    assert isinstance(line.applies, dt.date) and isinstance(line.known, dt.date)
    return FigureLine(
        since=line.applies,
        known=line.known if line.known != line.applies else None,
        value=value_in_words(parameter, line.value),
        cite=cited(line.source) if line.source else None,
        now=now,
    )


def value_in_words(parameter: Parameter, value: Any) -> str:
    """A figure of the law as people write it; tables and scales as a short list."""
    if isinstance(parameter, Scale):
        return "; ".join(
            _("from %(start)s: %(value)s") % {"start": formats.number(start), "value": _one(parameter.kind, figure)}
            for start, figure in value
        )
    if isinstance(value, Mapping):
        return _table(parameter, value)
    return _one(parameter.kind, value)


def _table(parameter: Parameter, value: Mapping[Any, Any]) -> str:
    """A table by its values: which keys give them, in so many words when there are few."""
    by_value: dict[Any, list[Any]] = {}
    for key, figure in value.items():
        by_value.setdefault(figure, []).append(key)
    told = []
    for figure, keys in sorted(by_value.items(), key=lambda item: str(item[0])):
        names = ", ".join(area_label(str(key)) for key in keys[:4])
        more = len(keys) - 4
        if more > 0:
            names = _("%(names)s and %(n)s more") % {"names": names, "n": formats.number(more)}
        told.append(f"{_one(parameter.kind, figure)} ({names})")
    return "; ".join(told)


def _one(kind: Kind, value: Any) -> str:
    if value is None:
        return "–"
    if kind is Kind.MONEY:
        return formats.money(value, active_pack().currency.code)
    if kind is Kind.BOOL:
        return _("yes") if value else _("no")
    if kind is Kind.DATE:
        return formats.day(value)
    if isinstance(value, Fraction):
        return f"{float(value * 100):g} %"
    return formats.number(value) if isinstance(value, int) else str(value)


def parts_of(benefit: Benefit) -> list[Rule]:
    """What the amount is made of, by which articles."""
    return [
        Rule(_plain(part.says), [cited(one) for one in benefit.cites(part.cite).citations], 0) for part in benefit.parts
    ]


def period_of(benefit: Benefit) -> str:
    """A month, a year, once."""
    return str(PERIODS[benefit.period])


def term_in_words(term: Term | None) -> str:
    """A term of law in words; empty without one."""
    if term is None:
        return ""
    words = {
        Unit.DAYS: _("%(n)s days"),
        Unit.WORKING_DAYS: _("%(n)s working days"),
        Unit.MONTHS: _("%(n)s months"),
        Unit.YEARS: _("%(n)s years"),
    }
    return words[term.unit] % {"n": formats.number(term.amount)}


def how_decided(benefit: Benefit) -> list[tuple[str, str, str]]:
    """How it is offered, decided, paid and appealed against: label, words, source in law."""
    said: list[tuple[str, str, str]] = []
    offer, decision = benefit.offer, benefit.decision
    if isinstance(offer, Deemed):
        said.append(
            (
                _("How you get it"),
                _("It counts as applied for unless you object within %(term)s.")
                % {"term": term_in_words(offer.object_within)},
                _source(offer.cite),
            )
        )
    else:
        said.append((_("How you get it"), _("We offer it; you confirm with one tap."), _source(offer.cite)))
    if benefit.claim is not None:
        said.append(
            (
                _("In good time"),
                _("Confirm within %(term)s and you are paid from the beginning, later from the month you confirm in.")
                % {"term": term_in_words(benefit.claim.within)},
                _source(benefit.claim.cite),
            )
        )
    if isinstance(decision, Automatic):
        words = _("The law sets the answer, so it is made at once, without an office looking at it.")
    else:
        words = _("An officer looks at it and decides.")
    if decision.four_eyes_above is not None:
        words += " " + _("Above %(amount)s two people must agree.") % {
            "amount": formats.money(decision.four_eyes_above, active_pack().currency.code)
        }
    said.append((_("Who decides"), words, _source(decision.cite)))
    if benefit.decide_within is not None:
        said.append((_("By when"), term_in_words(benefit.decide_within), _source(benefit.decide_within.cite)))
    if benefit.pay_day is not None:
        said.append((_("Paid on"), _pay_day(benefit), _source(benefit.pay_day.cite)))
    if benefit.appeal_within is not None:
        words = _("Within %(term)s of the decision: open the case under “My cases” and write why.") % {
            "term": term_in_words(benefit.appeal_within)
        }
        if benefit.appeal_review is not None:
            words += " " + _("You get an answer within %(term)s.") % {"term": term_in_words(benefit.appeal_review)}
        said.append((_("If you disagree"), words, _source(benefit.appeal_within.cite)))
    return said


def _pay_day(benefit: Benefit) -> str:
    terms = benefit.pay_day
    assert terms is not None
    moved = {
        "before": _("day %(day)s of the month, or the working day before it"),
        "after": _("day %(day)s of the month, or the working day after it"),
        "same": _("day %(day)s of the month"),
    }
    return moved[terms.if_not_working_day] % {"day": terms.day}


def _source(citation: Citation | None) -> str:
    if citation is None:
        return ""
    one = cited(citation)
    return f"{one.law} {one.article}".strip()
