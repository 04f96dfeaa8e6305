"""Charts drawn from a template, for blocks that may not import the look: give figures, get what `<c-chart>` shows.

`currency` says that the figures are money in its smallest unit; without it they are counts.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import template

from madang.core import formats
from madang.look import charts

register = template.Library()


@register.simple_tag
def bar_chart(
    title: str,
    values: Sequence[tuple[str, int]],
    label: Any = "",
    amount: Any = "",
    description: str = "",
    currency: str = "",
) -> charts.Chart | None:
    """`{% bar_chart title values label=… amount=… as chart %}`: see `charts.bar`. Nothing where there is nothing to draw."""
    if not values:
        return None
    return charts.bar(title, values, description=description, label=label, amount=amount, say=_say(currency))


@register.simple_tag
def stacked_chart(
    title: str,
    categories: Sequence[str],
    series: Mapping[str, Sequence[int]],
    label: Any = "",
    description: str = "",
    currency: str = "",
) -> charts.Chart | None:
    """`{% stacked_chart title categories series label=… as chart %}`: see `charts.stacked_bar`. Nothing where there is nothing to draw."""
    if not categories:
        return None
    whole = 10 ** formats.exponent(currency) if currency else 1
    return charts.stacked_bar(
        title,
        categories,
        series,
        description=description,
        label=label,
        say=_say(currency),
        say_tick=lambda value: formats.compact(value / whole),
    )


def _say(currency: str) -> charts.Format:
    return (lambda minor: formats.money(minor, currency)) if currency else formats.number
