"""What the anonymous page asks, found in the rules themselves: kinds of income, statuses and nationality they compare."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from madang.core.rules import Pack
from madang.core.rules.expressions import Among, Compare, Literal, Node
from madang.core.rules.resolve import walk
from madang.core.rules.rows import Aggregate, FactOf

#: Statuses that people know of themselves. What only an office knows is taken as not being so, and the page says it.
STATUSES: dict[str, str | Promise] = {
    "disability": _("has a recognised disability"),
    "full-time-student": _("is a full-time student"),
    "pregnant": _("is pregnant"),
    "refugee": _("is recognised as a refugee"),
    "public-service-pension": _("draws a public-service pension"),
    "pension": _("draws a pension"),
    "state-pension": _("draws a state pension"),
    "poor-household": _("is certified as a poor household"),
    "near-poor-household": _("is certified as a near-poor household"),
    "state-welfare-card": _("holds a state welfare card"),
    "indigent-senior": _("is certified as an older person in need"),
    "listahanan-poor": _("is listed as a poor household"),
    "in-institution": _("lives in an institution"),
}
MONTHLY = "recognised"


@dataclass(frozen=True)
class Questions:
    """What the pack's rules want to know. nationality: the code they ask for; income_kind: MONTHLY, "" or None (no income)."""

    nationality: str
    income_kind: str | None
    statuses: tuple[str, ...]


_known: dict[int, Questions] = {}


def questions_of(pack: Pack) -> Questions:
    """What to ask for this pack; worked out once."""
    if id(pack) not in _known:
        _known.clear()
        _known[id(pack)] = _questions(pack)
    return _known[id(pack)]


def _questions(pack: Pack) -> Questions:
    compared: dict[str, dict[str, None]] = {"nationality": {}, "kind": {}, "code": {}}
    income = False
    for benefit in pack.benefits:
        income = income or "income" in benefit.reads
        for node in _all(benefit.nodes()):
            for fact, value in _compared(node):
                if fact in compared and isinstance(value, str):
                    compared[fact][value] = None
    statuses = tuple(code for code in STATUSES if code in compared["code"])
    kind = (MONTHLY if MONTHLY in compared["kind"] else "") if income else None
    return Questions(next(iter(compared["nationality"]), ""), kind, statuses)


def _all(nodes: list[Node]) -> list[Node]:
    found: dict[int, Node] = {}
    waiting = list(nodes)
    while waiting:
        for node in walk(waiting.pop()):
            if node.uid in found:
                continue
            found[node.uid] = node
            if isinstance(node, Aggregate):
                waiting += [part for part in vars_of(node) if part.uid not in found]
    return list(found.values())


def vars_of(node: Node) -> list[Node]:
    """Every node that an aggregate holds besides its parts."""
    held = []
    for name in getattr(type(node), "__slots__", ()):
        value = getattr(node, name, None)
        if isinstance(value, Node):
            held.append(value)
    return held


def _compared(node: Node) -> list[tuple[str, object]]:
    if isinstance(node, Compare) and len(node.parts) == 2:
        fact = next((part for part in node.parts if isinstance(part, FactOf)), None)
        literal = next((part for part in node.parts if isinstance(part, Literal)), None)
        return [(fact.fact.name, literal.value)] if fact is not None and literal is not None else []
    if isinstance(node, Among) and isinstance(node.parts[0], FactOf):
        return [(node.parts[0].fact.name, value) for value in node.values]
    return []
