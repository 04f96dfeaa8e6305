"""What may be shown of small counts, so that nobody can be recognised in a table.

A count of one to four people is not shown, nor the money that goes with it, nor a difference that concerns one to four
people. Since a table stands beside its total, a single hidden group could be found by subtraction: groups are hidden until
those hidden together are at least two and hold at least five people.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from madang.core.services.planning.counts import Counts

FEWEST = 5
Name = TypeVar("Name", bound=Hashable)


@dataclass(frozen=True)
class Shown:
    """What may be shown of one group; None: too few people."""

    people: int | None
    cost: int | None
    people_then: int | None
    cost_then: int | None
    gain: int | None = None
    lose: int | None = None
    more: int | None = None
    less: int | None = None


def few(count: int) -> bool:
    """Whether a count is too small to be shown. Nobody at all may be shown: it is nobody's secret."""
    return 0 < count < FEWEST


def shown_total(counts: Counts) -> Shown:
    """Everybody together, with who gains and who loses."""
    groups = {name: getattr(counts, name) for name in ("gain", "lose", "more", "less")}
    shown = {name: None if few(count) else count for name, count in groups.items()}
    # People before and after are both shown: who gains could be found from who loses.
    if shown["gain"] is None or shown["lose"] is None:
        shown["gain"] = shown["lose"] = None
    return replace(_shown(counts, few(counts.people), few(counts.people_then) or few(counts.affected)), **shown)


def shown_groups(groups: Mapping[Name, Counts]) -> dict[Name, Shown]:
    """Each group as it may stand in one table with its total."""
    names = list(groups)
    counts = [groups[name] for name in names]
    now = _hidden(counts, lambda one: (one.people,))
    then = _hidden(counts, lambda one: (one.people_then, one.affected))
    return {
        name: _shown(one, place in now, place in then)
        for place, (name, one) in enumerate(zip(names, counts, strict=True))
    }


def _hidden(counts: Sequence[Counts], measures: Callable[[Counts], tuple[int, ...]]) -> set[int]:
    """Places of the groups that are hidden: those too small, and as many of the next small as subtraction would need."""
    hidden = {place for place, one in enumerate(counts) if any(few(count) for count in measures(one))}
    if not hidden:
        return hidden
    others = sorted((measures(one)[0], place) for place, one in enumerate(counts) if place not in hidden)
    others = [(size, place) for size, place in others if any(measures(counts[place]))]
    while others and (len(hidden) < 2 or _found_by_subtraction(counts, hidden, measures)):
        hidden.add(others.pop(0)[1])
    return hidden


def _found_by_subtraction(
    counts: Sequence[Counts], hidden: set[int], measures: Callable[[Counts], tuple[int, ...]]
) -> bool:
    together = [sum(column) for column in zip(*(measures(counts[place]) for place in hidden), strict=True)]
    return any(few(count) for count in together)


def _shown(counts: Counts, hide_now: bool, hide_then: bool) -> Shown:
    return Shown(
        people=None if hide_now else counts.people,
        cost=None if hide_now else counts.cost,
        people_then=None if hide_then else counts.people_then,
        cost_then=None if hide_then else counts.cost_then,
    )
