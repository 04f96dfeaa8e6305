"""Conditions and parts of an amount: an expression, the article it comes from, and the sentence that explains it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from .dated import Parameter
from .expressions import Both, Either, Literal, Node, Not, ParameterValue, Select, all_of, any_of, as_node, money
from .kinds import NUMBERS, Kind, RuleError
from .law import Citation
from .resolve import walk
from .rows import FactOf, OptionalFact, OrElse, Row
from .text import placeholders

Cited = Citation | str | tuple[Citation | str, ...]
MOMENTS = ("on", "period_start", "period_end")


@dataclass(frozen=True, eq=False)
class Condition:
    """One thing that must hold, or a group of them.

    name: stable code, e.g. ``under_age_limit``. test: the whole condition as one expression. cite: articles; a bare
    string is an article of the benefit's law. says, otherwise: sentences for fulfilled and not fulfilled, with named
    figures. figures: what the names stand for. during: switch without which the condition does not exist.
    group: "" for a single condition, else ``all`` or ``any`` of ``children``.
    """

    name: str
    test: Node
    cite: Cited
    says: str
    otherwise: str
    figures: Mapping[str, Node]
    during: Node | None = None
    group: str = ""
    children: tuple[Condition, ...] = ()

    @property
    def active(self) -> Node:
        """The condition as part of the verdict: true while it does not exist."""
        return self.test if self.during is None else Either((Not(self.during), self.test))


@dataclass(frozen=True, eq=False)
class Part:
    """One cited part of an amount, paid where ``when`` holds (None: always)."""

    name: str
    amount: Node
    cite: Cited
    says: str
    figures: Mapping[str, Node]
    when: Node | None = None
    during: Node | None = None
    value: Node = field(init=False)

    def __post_init__(self) -> None:
        """The part's contribution: 0 where it is not due."""
        value = self.amount
        due = [node for node in (self.during, self.when) if node is not None]
        if due:
            value = Select(all_of(*due) if len(due) > 1 else due[0], value, Literal(0, value.kind))
        object.__setattr__(self, "value", value)


def must(name: str, test: Any, *, cite: Cited, says: str, otherwise: str = "", figures: Mapping[str, Any] | None = None,
         during: Parameter | None = None) -> Condition:  # fmt: skip
    """A condition: ``must("alive", person.died.is_absent, cite="3(1)", says=_("…"), otherwise=_("…"))``.

    Figures in the sentences are named: facts of the subject (``{born}``, ``{mother_born}``), parameters
    (``{age_limit}``), ``{on}``, ``{period_start}``, ``{period_end}``, and whatever ``figures`` adds.
    """
    _check_name(name)
    node = as_node(test, Kind.BOOL)
    named = _figures(name, node, (says, otherwise), figures)
    return Condition(name, node, cite, says, otherwise or says, named, _switch(during))


def all_must(
    name: str, *children: Condition, cite: Cited = "", says: str = "", during: Parameter | None = None
) -> Condition:
    """A group in which every condition must hold; each keeps its own sentence."""
    return _group("all", name, children, cite, says, during)


def any_must(
    name: str, *children: Condition, cite: Cited = "", says: str = "", during: Parameter | None = None
) -> Condition:
    """A group in which one condition is enough."""
    return _group("any", name, children, cite, says, during)


def _group(
    kind: str, name: str, children: tuple[Condition, ...], cite: Cited, says: str, during: Parameter | None
) -> Condition:
    _check_name(name)
    if not children:
        raise RuleError(f"{name}: a group needs at least one condition.")
    if kind == "all":
        test = all_of(*(child.active for child in children))
    else:  # a condition that does not exist cannot fulfil the group
        test = any_of(*(child.test if child.during is None else Both((child.during, child.test)) for child in children))
    return Condition(name, test, cite, says, says, _figures(name, test, (says,), None), _switch(during), kind, children)


def part(name: str, amount: Any, *, cite: Cited, says: str, when: Any = None, figures: Mapping[str, Any] | None = None,
         during: Parameter | None = None) -> Part:  # fmt: skip
    """A part of the amount: ``part("base", BASE, cite="4(1)", says=_("basic amount"))``."""
    _check_name(name)
    node = money(amount) if isinstance(amount, int) else as_node(amount)
    if node.kind not in NUMBERS:
        raise RuleError(f"Part {name} is {node.kind}: an amount must be money.")
    due = None if when is None else as_node(when, Kind.BOOL)
    named = _figures(name, node if due is None else Select(due, node, node), (says,), figures)
    return Part(name, node, cite, says, named, due, _switch(during))


def _check_name(name: str) -> None:
    if not name.isidentifier():
        raise RuleError(f"{name!r}: names of conditions and parts are identifiers such as under_age_limit.")


def _switch(during: Parameter | None) -> Node | None:
    if during is None:
        return None
    if during.kind is not Kind.BOOL or during.default is None:
        raise RuleError("during= takes a switch made with in_force(...).")
    return during.to_node()


def _figures(name: str, node: Node, sentences: tuple[str, ...], given: Mapping[str, Any] | None) -> dict[str, Node]:
    """The figures the sentences name, found in the expression or given."""
    from . import expressions

    found: dict[str, Node] = {moment: getattr(expressions, moment) for moment in MOMENTS}
    for one in walk(node):
        if any(variable.number < 0 for variable in one.free):
            continue  # about a row inside a list, which has no single value
        if isinstance(one, ParameterValue):
            found.setdefault(one.parameter.name, one)
        elif isinstance(one, FactOf | OrElse):
            found.setdefault("_".join([*(relation.name for relation in one.row.path_), one.fact.name]), one)
    for key, value in (given or {}).items():
        if isinstance(value, OptionalFact | Row):
            raise RuleError(f"{name}: figure {key} is not a plain value. Use .or_else(...) or a fact.")
        found[key] = as_node(value)
    wanted = dict.fromkeys(placeholder for sentence in sentences for placeholder in placeholders(sentence))
    missing = [key for key in wanted if key not in found]
    if missing:
        raise RuleError(f"{name}: the sentence names {{{missing[0]}}}. Known figures: {', '.join(found)}.")
    return {key: found[key] for key in wanted}
