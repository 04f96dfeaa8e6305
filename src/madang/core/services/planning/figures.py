"""The figures of a benefit that a planner may change: each dated parameter, one field for each value it holds.

A table over many places has a field for each distinct value ("5,000 in 120 places"), because its law speaks of classes.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from madang.core.rules import Benefit
from madang.core.rules.dated import Line, Parameter, Scale
from madang.core.rules.kinds import Kind, RuleError
from madang.core.rules.law import Citation

MANY = 12  # keys of a table beyond which it is shown by its distinct values


@dataclass(frozen=True)
class Figure:
    """One value that can be changed.

    name: unique in the benefit, `age_limit`, `area_supplement.5000`, `allowance_by_age.0.from`. title: message id.
    value: as the law has it on the day asked. key: table key it belongs to. keys: how many keys share the value.
    band: place in a scale, whose `value` is the threshold if `threshold`, else the figure from there on.
    """

    name: str
    parameter: Parameter
    title: str
    kind: Kind
    value: Any
    source: Citation | None
    applies: dt.date
    key: Any = None
    keys: int = 0
    band: int | None = None
    band_from: int = 0
    threshold: bool = False


def figures(benefit: Benefit, on: dt.date) -> list[Figure]:
    """Every figure of the benefit as it stands on a day; parameters without a value on that day are left out."""
    start, _end = benefit.period_of(on)
    found: list[Figure] = []
    # The switch of the benefit as a whole comes last: few planners mean to abolish it.
    others = [parameter for parameter in benefit.parameters if parameter is not benefit.in_force]
    for parameter in [*others, benefit.in_force]:
        line = parameter.timeline(None).at(start)
        if line is not None:
            found += _of_line(parameter, line)
    return found


def _of_line(parameter: Parameter, line: Line) -> Iterator[Figure]:
    common: dict[str, Any] = {
        "parameter": parameter,
        "title": parameter.title,
        "source": line.source,
        "applies": line.applies,
    }
    name, kind = parameter.name, parameter.kind
    if isinstance(parameter, Scale):
        for place, (start, figure) in enumerate(line.value):
            band = {"band": place, "band_from": start}
            yield Figure(f"{name}.{place}.from", kind=Kind.INT, value=start, threshold=True, **band, **common)
            yield Figure(f"{name}.{place}.figure", kind=kind, value=figure, **band, **common)
    elif parameter.by is None:
        yield Figure(name, kind=kind, value=line.value, **common)
    elif len(line.value) <= MANY:
        for key, value in line.value.items():
            yield Figure(f"{name}.{key}", kind=kind, value=value, key=key, keys=1, **common)
    else:
        values = list(line.value.values())
        for value in sorted(set(values)):
            yield Figure(f"{name}.{value}", kind=kind, value=value, keys=values.count(value), **common)


def changed_parameters(changes: Mapping[Figure, Any], since: dt.date) -> dict[Parameter, Parameter]:
    """Each parameter that changes, with the one that takes its place from `since` on; what it was before stays.

    Lines of the law that apply later are taken back: the planner's figure holds from `since` for good.
    Raises ChangeRefused, naming the figure.
    """
    by_parameter: dict[Parameter, dict[Figure, Any]] = {}
    for figure, value in changes.items():
        by_parameter.setdefault(figure.parameter, {})[figure] = value
    return {parameter: _changed(parameter, values, since) for parameter, values in by_parameter.items()}


class ChangeRefused(Exception):  # noqa: N818 (a refusal with its field and remedy, as everywhere)
    """A value that the parameter cannot take. `rule`: order (thresholds must rise), step (rates) or value."""

    def __init__(self, figure: Figure, rule: str) -> None:
        super().__init__(f"{figure.name}: {rule}")
        self.figure, self.rule = figure, rule


def _changed(parameter: Parameter, values: Mapping[Figure, Any], since: dt.date) -> Parameter:
    first = next(iter(values))
    kept = [
        line
        if as_day(line.applies) < since
        else Line(line.value, line.applies, line.known, line.source, withdrawn=line.known)
        for line in parameter.lines
    ]
    now = next(line.value for line in parameter.lines if line.applies == first.applies and line.is_known(None))
    lines = [*kept, Line(_value(now, values), since, source=first.source)]
    terms: dict[str, Any] = {"title": parameter.title}
    if parameter.by is not None:
        terms |= {"by": parameter.by}
    if parameter.default is not None:
        terms |= {"default": parameter.default}
    try:
        changed = type(parameter)(parameter.name, parameter.kind, lines, **terms)
    except RuleError:
        raise ChangeRefused(first, "order" if isinstance(parameter, Scale) else "value") from None
    if changed.denominator != parameter.denominator:  # rules hold the old denominator in their exact fractions
        raise ChangeRefused(first, "step")
    return changed


def _value(now: Any, values: Mapping[Figure, Any]) -> Any:
    """The present value of a parameter with the changed figures put in."""
    if isinstance(now, Mapping):
        by_value = {figure.value: new for figure, new in values.items() if figure.key is None}
        by_key = {figure.key: new for figure, new in values.items() if figure.key is not None}
        return {key: by_key.get(key, by_value.get(value, value)) for key, value in now.items()}
    if isinstance(now, list | tuple):
        bands = [list(band) for band in now]
        for figure, new in values.items():
            bands[figure.band or 0][0 if figure.threshold else 1] = new
        return [tuple(band) for band in bands]
    return next(iter(values.values()))


def as_day(value: dt.date | str) -> dt.date:
    """A line's date; declarations may still hold text for the type checker, never when read."""
    return value if isinstance(value, dt.date) else dt.date.fromisoformat(value)


def as_percent(rate: Fraction) -> str:
    """A rate as people write it in a form: 1/5 is "20", 9/200 is "4.5"."""
    percent = rate * 100
    return str(percent.numerator) if percent.denominator == 1 else f"{float(percent):.6g}"
