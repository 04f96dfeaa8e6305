"""Figures of the law with two dates: from when they apply, and from when that was known.

Both matter. Korea's age limit of 9 applies from 2026-01 but was only in force, and so only known, from 2026-03-20:
January evaluated as known in February gives the old answer, evaluated as known in April the new one, and the
difference is the arrears.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from typing import Any

from .expressions import Node, Operand, ParameterValue, ScaleValue, as_node, period_start
from .kinds import NUMBERS, Kind, RuleError, as_date, checked
from .law import Citation

Value = Any  # int, bool, str, date, Fraction; or a dict of them; or the bands of a scale


@dataclass(frozen=True, eq=False)
class Line:
    """One dated value.

    value: the figure. applies: first day (or ``"2026-01"``) it applies. known: first day anybody could know it (in
    force), by default the day it applies. withdrawn: day from which a later law has taken the line back.
    source: the article it comes from.
    """

    value: Value
    applies: datetime.date | str
    known: datetime.date | str | None = None
    source: Citation | None = None
    withdrawn: datetime.date | str | None = None

    def __post_init__(self) -> None:
        """Turn texts into dates once."""
        applies = as_date(self.applies)
        object.__setattr__(self, "applies", applies)
        object.__setattr__(self, "known", as_date(self.known) if self.known else applies)
        object.__setattr__(self, "withdrawn", as_date(self.withdrawn) if self.withdrawn else None)

    def is_known(self, known_on: datetime.date | None) -> bool:
        """Whether the line stood on ``known_on``; None means: with everything known that the pack declares."""
        if known_on is None:
            return self.withdrawn is None
        return self.known <= known_on and (self.withdrawn is None or known_on < self.withdrawn)  # type: ignore[operator]


class Timeline:
    """What a parameter is worth from each day on, as known on one day. Days before the first line have no value."""

    __slots__ = ("days", "lines")

    def __init__(self, lines: Sequence[Line]) -> None:
        newest: dict[datetime.date, Line] = {}
        for line in sorted(lines, key=lambda line: (line.applies, line.known)):
            newest[line.applies] = line  # type: ignore[index]
        self.days = tuple(newest)
        self.lines = tuple(newest.values())

    def at(self, day: datetime.date) -> Line | None:
        """The line that applies on ``day``."""
        found = None
        for first_day, line in zip(self.days, self.lines, strict=True):
            if first_day > day:
                break
            found = line
        return found


class Parameter(Operand):
    """A figure of the law. Write it in a rule as if it were the number: ``age < AGE_LIMIT``.

    name: identifier, unique in the pack. kind: of the value. lines: at least one `Line`. title: message id.
    ``PARAMETER.at(date)`` takes the value that applied on another date than the period's first day.
    """

    def __init__(self, name: str, kind: Kind, lines: Sequence[Line], *, title: str = "", by: Kind | None = None,
                 default: Value = None) -> None:  # fmt: skip
        if not name.isidentifier():
            raise RuleError(f"Parameter name {name!r} must be an identifier such as age_limit.")
        if not lines:
            raise RuleError(f"Parameter {name} has no lines: give at least one Line(value, applies=…, source=…).")
        self.name, self.kind, self.lines, self.title, self.by = name, kind, tuple(lines), title or name, by
        self.default = default
        self._timelines: dict[datetime.date | None, Timeline] = {}
        self._denominator = 1
        self._check()

    def _check(self) -> None:
        if kind_is_key(self.by) and self.default is None:
            raise RuleError(f"Table {self.name} needs default=…: what the law gives for a key it does not list.")
        values = [value for line in self.lines for value in self._plain(line.value)]
        values += [self.default] if self.default is not None else []
        for value in values:
            checked(value, self.kind, f"Parameter {self.name}")
        if self.kind is Kind.RATE:
            self._denominator = lcm(*(Fraction(value).denominator for value in values))

    def _plain(self, value: Value) -> list[Value]:
        if self.by is None:
            return [value]
        if not isinstance(value, Mapping):
            raise RuleError(f"Table {self.name}: each line's value must be a dict of {self.by} to {self.kind}.")
        for key in value:
            checked(key, self.by, f"A key of table {self.name}")
        return list(value.values())

    @property
    def denominator(self) -> int:
        """Rates are computed as whole numerators over this; 1 for every other kind."""
        return self._denominator

    def timeline(self, known_on: datetime.date | None) -> Timeline:
        """The values as known on ``known_on`` (None: everything the pack declares)."""
        found = self._timelines.get(known_on)
        if found is None:
            found = Timeline([line for line in self.lines if line.is_known(known_on)])
            self._timelines[known_on] = found
        return found

    def value(self, on: datetime.date, known_on: datetime.date | None = None) -> Value:
        """The value applying on ``on`` as known on ``known_on``; None before the first line."""
        line = self.timeline(known_on).at(on)
        return self.default if line is None and self.by is None else line and line.value

    def to_node(self) -> Node:
        """The value at the beginning of the period that is evaluated."""
        if self.by is not None:
            raise RuleError(f"{self.name} is a table: write {self.name}[key].")
        return ParameterValue(self, None, None)

    def at(self, day: Any) -> Parameter | DatedParameter:
        """The same parameter as it applied on ``day``, a date or a date expression."""
        node = as_node(day, Kind.DATE)
        return self if node.uid == period_start.uid else DatedParameter(self, node)

    def __getitem__(self, key: Any) -> Node:
        """The value for ``key``: ``SUPPLEMENT[child.household.area]``."""
        return _looked_up(self, None, key)


class DatedParameter(Operand):
    """A parameter read at a date of its own. Made by `Parameter.at`."""

    def __init__(self, parameter: Parameter, day: Node) -> None:
        self.parameter, self.day = parameter, day

    def to_node(self) -> Node:
        """The value on that day."""
        if self.parameter.by is not None:
            raise RuleError(f"{self.parameter.name} is a table: write {self.parameter.name}.at(day)[key].")
        return ParameterValue(self.parameter, self.day, None)

    def __getitem__(self, key: Any) -> Node:
        """The value for ``key`` on that day."""
        return _looked_up(self.parameter, self.day, key)


def kind_is_key(kind: Kind | None) -> bool:
    """Whether a parameter with this ``by`` is a table."""
    return kind is not None


def _looked_up(parameter: Parameter, day: Node | None, key: Any) -> Node:
    if parameter.by is None:
        raise RuleError(f"{parameter.name} is a single figure, not a table: write it without [...].")
    return ParameterValue(parameter, day, as_node(key, parameter.by))


class Table(Parameter):
    """Figures by key, e.g. by area code or by number of people; ``default`` stands for every key not listed.

    ``Table("supplement", Kind.MONEY, [Line({"36": 20_000}, "2026-01")], by=Kind.CODE, default=0)``
    """

    def __init__(
        self, name: str, kind: Kind, lines: Sequence[Line], *, by: Kind, default: Value, title: str = ""
    ) -> None:
        super().__init__(name, kind, lines, title=title, by=by, default=default)


class Scale(Parameter):
    """Bands from thresholds upwards; each line's value is ``[(from, figure), …]`` in rising order.

    ``SCALE.band(x)``: the figure of the band that x falls in (below the first threshold: 0).
    ``SCALE.marginal(x)``: figures are rates, each applied to the part of x inside its band; round the result.
    """

    def _plain(self, value: Value) -> list[Value]:
        bands = [(checked(start, Kind.INT, f"A threshold of {self.name}"), figure) for start, figure in value]
        if [start for start, _ in bands] != sorted({start for start, _ in bands}):
            raise RuleError(f"Scale {self.name}: thresholds must rise.")
        return [figure for _, figure in bands]

    def to_node(self) -> Node:
        """A scale is not a number."""
        raise RuleError(f"{self.name} is a scale: write {self.name}.band(x) or {self.name}.marginal(x).")

    def band(self, x: Any) -> Node:
        """The figure of the band ``x`` lies in; 0 below the first threshold."""
        if self.kind not in NUMBERS:
            raise RuleError(f"Scale {self.name} holds {self.kind}: band() needs int or money.")
        return ScaleValue(self, as_node(x), marginal=False)

    def marginal(self, x: Any) -> Any:
        """The sum of each rate times the part of ``x`` in its band: exact, to be rounded."""
        from .exact import Exact  # exact builds on expressions, as this module does

        if self.kind is not Kind.RATE:
            raise RuleError(f"Scale {self.name} holds {self.kind}: marginal() needs rates, e.g. percent(15).")
        return Exact(ScaleValue(self, as_node(x), marginal=True), self.denominator)


def in_force(applies: datetime.date | str, until: datetime.date | str | None = None, *, name: str = "in_force",
             known: datetime.date | str | None = None, until_known: datetime.date | str | None = None,
             source: Citation | None = None) -> Parameter:  # fmt: skip
    """A switch: true from ``applies`` until the day before ``until``; for rules that exist only between two dates.

    known, until_known: the days from which the beginning and the end were known, where they differ.
    """
    lines = [Line(True, applies, known, source)]
    if until:
        lines.append(Line(False, until, until_known, source))
    return Parameter(name, Kind.BOOL, lines, default=False)
