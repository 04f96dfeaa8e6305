"""Dated parameters resolved for one period and one day of knowledge, the same way for every compiled form."""

from __future__ import annotations

import datetime
from bisect import bisect_right
from collections.abc import Mapping
from typing import Any

from .dated import Parameter, Scale
from .expressions import Node, ParameterValue, ScaleValue
from .kinds import Kind

Date = datetime.date


class Steps:
    """A parameter's values from day to day, for ``parameter.at(date)``."""

    __slots__ = ("days", "default", "values")

    def __init__(self, parameter: Parameter, known_on: Date | None) -> None:
        timeline = parameter.timeline(known_on)
        self.days = timeline.days
        self.values = tuple(plain(parameter, line.value) for line in timeline.lines)
        self.default = plain(parameter, {} if parameter.by is not None else parameter.default)

    def at(self, day: Date) -> Any:
        """The value applying on ``day``; the default (or None) before the first line."""
        place = bisect_right(self.days, day)
        return self.values[place - 1] if place else self.default


def plain(parameter: Parameter, value: Any) -> Any:
    """The value as rules compute with it: rates as whole numerators over the parameter's denominator."""
    if value is None:
        return None
    if isinstance(value, Mapping):
        return {key: plain(parameter, one) for key, one in value.items()}
    if isinstance(parameter, Scale):
        return tuple((start, plain_number(parameter, figure)) for start, figure in value)
    return plain_number(parameter, value)


def plain_number(parameter: Parameter, value: Any) -> Any:
    """One figure; a rate becomes a whole number."""
    return int(value * parameter.denominator) if parameter.kind is Kind.RATE else value


def resolved(node: ParameterValue | ScaleValue, start: Date, known_on: Date | None) -> Any:
    """What the compiled forms need of a parameter: a figure, a dict, bands, or `Steps` if read at a date of its own."""
    parameter = node.parameter
    if isinstance(node, ParameterValue) and node.day is not None:
        return Steps(parameter, known_on)
    line = parameter.timeline(known_on).at(start)
    if line is not None:
        return plain(parameter, line.value)
    if parameter.by is not None:
        return {}
    return () if isinstance(parameter, Scale) else plain(parameter, parameter.default)


def slot(node: ParameterValue | ScaleValue) -> tuple[int, bool]:
    """Two nodes with the same slot share one resolved value."""
    return (id(node.parameter), isinstance(node, ParameterValue) and node.day is not None)


def band(bands: tuple[tuple[int, int], ...], x: int) -> int:
    """The figure of the band ``x`` lies in; 0 below the first."""
    found = 0
    for start, figure in bands:
        if x < start:
            break
        found = figure
    return found


def marginal(bands: tuple[tuple[int, int], ...], x: int) -> int:
    """The sum of figure times the part of ``x`` inside each band (numerator of rates)."""
    total = 0
    for place, (start, figure) in enumerate(bands):
        if x <= start:
            break
        end = bands[place + 1][0] if place + 1 < len(bands) else x
        total += (min(x, end) - start) * figure
    return total


def walk(node: Node) -> list[Node]:
    """The node and everything below it, parts first, each once."""
    seen: dict[int, Node] = {}

    def visit(one: Node) -> None:
        if one.uid in seen:
            return
        for part in one.parts:
            visit(part)
        seen[one.uid] = one

    visit(node)
    return list(seen.values())
