"""What a question comes to: people and money by area and age, before `disclosure` decides what of it may be shown."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import astuple, dataclass, fields


@dataclass(frozen=True)
class Counts:
    """People and money of one group. Cost in the smallest unit, for one period of the benefit.

    people, cost: under the law as it is. people_then, cost_then: under the changed law. gain, lose: entitled under one
    of the two only. more, less: entitled under both, with another amount. unknown, unknown_then: a fact is missing.
    """

    people: int = 0
    cost: int = 0
    people_then: int = 0
    cost_then: int = 0
    gain: int = 0
    lose: int = 0
    more: int = 0
    less: int = 0
    unknown: int = 0
    unknown_then: int = 0

    @property
    def affected(self) -> int:
        """People for whom the change makes a difference."""
        return self.gain + self.lose + self.more + self.less

    def __add__(self, other: Counts) -> Counts:
        return Counts(*(left + right for left, right in zip(astuple(self), astuple(other), strict=True)))


MEASURES = tuple(field.name for field in fields(Counts))


@dataclass(frozen=True)
class Group:
    """Counts of one area (lowest level, None: not known) and age in whole years (None: not known)."""

    area: str | None
    age: int | None
    counts: Counts


def total(groups: Iterable[Group]) -> Counts:
    """All groups together."""
    return sum((group.counts for group in groups), Counts())
