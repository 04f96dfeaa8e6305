"""Charts as SVG made on the server: no script, no inline style, readable at any width and in print.

Positions across are percentages and text is in pixels, so a chart fills its place and its words stay readable at 390 px.
Colours are classes of the stylesheet (`c1` … `c6`, `q0` … `q5`), different in lightness so that they hold in both themes
and for colour-blind readers. Every chart carries its figures for `<c-chart>`, which shows them as a table too.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import count, pairwise
from typing import Any

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from madang.core.formats import compact

SERIES = 6  # the palette tells six series apart; more belong in a table
LEFT = 12.0  # percent of the width kept for the figures of the axis
Figure = int | float
Format = Callable[[Any], str]

_ids = count(1)


@dataclass(frozen=True)
class Chart:
    """A drawn chart: its SVG, and the figures it shows as columns and rows of a table."""

    title: str
    svg: SafeString
    columns: list[Any]
    rows: list[list[Any]]
    legend: list[tuple[str, str]]


def bar(
    title: str,
    values: Sequence[tuple[str, Figure]],
    *,
    description: str = "",
    label: Any = "",
    amount: Any = "",
    say: Format = str,
    whole: Figure = 0,
) -> Chart:
    """Horizontal bars, one per name, in the order given. `say` writes a figure; `label` and `amount` head the table.

    `whole` is the figure of a full bar, such as 100 of a percentage; without it the greatest figure fills its bar.

    Raises:
        ValueError: there is nothing to draw, or a value is below zero.
    """
    _check([value for _, value in values])
    top = whole or max(value for _, value in values) or 1
    parts = []
    for index, (name, value) in enumerate(values):
        y = index * 46
        width = _percent(value, top)
        parts.append(f'<text class="strong" x="0" y="{y + 15}">{escape(name)}</text>')
        parts.append(f'<text class="strong" x="100%" y="{y + 15}" text-anchor="end">{escape(say(value))}</text>')
        parts.append(f'<rect class="track" x="0" y="{y + 22}" width="100%" height="12" rx="6"/>')
        parts.append(f'<rect class="fill c1" x="0" y="{y + 22}" width="{width}%" height="12" rx="6"/>')
    rows = [[name, say(value)] for name, value in values]
    return Chart(title, _svg(title, description, len(values) * 46 - 8, parts), [label, (amount, "number")], rows, [])


def stacked_bar(
    title: str,
    categories: Sequence[str],
    series: Mapping[str, Sequence[Figure]],
    *,
    description: str = "",
    label: Any = "",
    height: int = 260,
    say: Format = str,
    say_tick: Format = compact,
) -> Chart:
    """Columns side by side, each stacked from the series in the order given. With one series: plain columns.

    Raises:
        ValueError: a series has another length than the categories, there are more than six, or a value is below zero.
    """
    totals = _totals(categories, series)
    ticks = _ticks(max(totals))
    top, plot = ticks[-1], height - 28
    parts = _grid(ticks, plot, say_tick)
    step = (100 - LEFT) / len(categories)
    for index in range(len(categories)):
        y = float(plot)
        for number, values in enumerate(series.values(), 1):
            tall = values[index] / top * (plot - 20)
            y -= tall
            if tall:
                parts.append(
                    f'<rect class="fill c{number}" x="{LEFT + index * step + step * 0.16:.3f}%" y="{y:.2f}"'
                    f' width="{step * 0.68:.3f}%" height="{max(tall - 1.5, 0.5):.2f}"/>'
                )
    parts += _axis(categories, plot, [LEFT + index * step + step / 2 for index in range(len(categories))])
    return Chart(title, _svg(title, description, height, parts), *_figures(label, categories, series, say))


def line(
    title: str,
    categories: Sequence[str],
    series: Mapping[str, Sequence[Figure]],
    *,
    description: str = "",
    label: Any = "",
    height: int = 260,
    say: Format = str,
    say_tick: Format = compact,
) -> Chart:
    """Lines over ordered categories (months, years, ages), from zero so that a slope is not made steeper than it is.

    Raises:
        ValueError: a series has another length than the categories, there are more than six, or a value is below zero.
    """
    _totals(categories, series)
    ticks = _ticks(max(max(values) for values in series.values()))
    top, plot = ticks[-1], height - 28
    step = (94 - LEFT) / max(len(categories) - 1, 1)
    parts = _grid(ticks, plot, say_tick)
    for number, values in enumerate(series.values(), 1):
        points = [(LEFT + 3 + index * step, plot - value / top * (plot - 20)) for index, value in enumerate(values)]
        path = " ".join(f"{'L' if index else 'M'}{x:.3f} {y:.2f}" for index, (x, y) in enumerate(points))
        parts.append(
            f'<svg x="0" y="0" width="100%" height="{plot}" viewBox="0 0 100 {plot}" preserveAspectRatio="none">'
            f'<path class="series c{number}" d="{path}"/></svg>'
        )
        x, y = points[-1]
        parts.append(f'<circle class="fill c{number}" cx="{x:.3f}%" cy="{y:.2f}" r="5"/>')
    parts += _axis(categories, plot, [LEFT + 3 + index * step for index in range(len(categories))])
    return Chart(title, _svg(title, description, height, parts), *_figures(label, categories, series, say))


def choropleth(
    title: str,
    areas: Sequence[tuple[str, str, Figure | None]],
    box: tuple[float, float, float, float],
    *,
    description: str = "",
    label: Any = "",
    amount: Any = "",
    say: Format = str,
) -> Chart:
    """Areas shaded in five steps of equal count. An area is a name, its SVG path and its figure (None: not known).

    `box` is the view box of the paths: left, top, width, height.
    """
    classes = shades([figure for _, _, figure in areas])
    parts = [
        f'<path class="area {shade}" d="{escape(path)}"><title>{escape(name)}: {escape("–" if figure is None else say(figure))}</title></path>'
        for (name, path, figure), shade in zip(areas, classes, strict=True)
    ]
    rows = [[name, "–" if figure is None else say(figure)] for name, _, figure in areas]
    view = f' viewBox="{" ".join(f"{each:g}" for each in box)}"'
    return Chart(title, _svg(title, description, None, parts, view), [label, (amount, "number")], rows, [])


def shades(figures: Sequence[Figure | None]) -> list[str]:
    """The class of each figure, `q1` (least) to `q5` (most) in five groups of equal count; `q0` where it is not known.

    Equal figures always get the same shade.
    """
    known = sorted(figure for figure in figures if figure is not None)
    return ["q0" if figure is None else f"q{1 + known.index(figure) * 5 // len(known)}" for figure in figures]


def _svg(title: str, description: str, height: int | None, parts: Sequence[str], view: str = "") -> SafeString:
    number = next(_ids)
    tall = f' height="{height}"' if height is not None else ""
    described = f'<desc id="chart-{number}-desc">{escape(description)}</desc>' if description else ""
    names = f"chart-{number}-title" + (f" chart-{number}-desc" if description else "")
    return mark_safe(
        f'<svg role="img" aria-labelledby="{names}" width="100%"{tall}{view}>'
        f'<title id="chart-{number}-title">{escape(title)}</title>{described}{"".join(parts)}</svg>'
    )


def _check(values: Sequence[Figure]) -> None:
    if not values:
        raise ValueError("a chart needs at least one figure")
    if min(values) < 0:
        raise ValueError("these charts start at zero and cannot show figures below it")


def _totals(categories: Sequence[str], series: Mapping[str, Sequence[Figure]]) -> list[Figure]:
    if len(series) > SERIES:
        raise ValueError(f"{len(series)} series: only {SERIES} can be told apart; show the rest in a table")
    for name, values in series.items():
        _check(values)
        if len(values) != len(categories):
            raise ValueError(f"{name!r} has {len(values)} figures for {len(categories)} categories")
    totals = [sum(column) for column in zip(*series.values(), strict=True)]
    _check(totals)
    return totals


def _percent(value: Figure, top: Figure) -> str:
    return f"{value / top * 100:.3f}"


def _ticks(top: Figure) -> list[Figure]:
    """About four round steps from zero to at least `top`; whole numbers stay whole."""
    if top <= 0:
        return [0, 1]
    size = 1
    while size * 10 <= top / 4:
        size *= 10
    for factor in (1, 2, 2.5, 5, 10):
        step = size * factor
        if step * 4 >= top and (step == int(step) or not float(top).is_integer()):
            break
    step = int(step) if step == int(step) else step
    steps = -int(-top // step)
    return [step * index for index in range(steps + 1)]


def _grid(ticks: Sequence[Figure], plot: int, say: Format) -> list[str]:
    parts = []
    for tick in ticks:
        y = plot - tick / ticks[-1] * (plot - 20)
        parts.append(
            f'<line class="{"grid-line" if tick else "axis"}" x1="{LEFT}%" x2="100%" y1="{y:.2f}" y2="{y:.2f}"/>'
        )
        parts.append(f'<text x="{LEFT - 1.5}%" y="{y + 4:.2f}" text-anchor="end">{escape(say(tick))}</text>')
    return parts


def _axis(categories: Sequence[str], plot: int, centres: Sequence[float]) -> list[str]:
    """Names under the plot; of many, every second or third, so that none touches another on a phone (the table has all)."""
    # Half widths in percent of 300 px at 13 px letters; Hangul and ideographs are wider.
    halves = [sum(3.7 if ord(letter) < 0x1100 else 6.5 for letter in str(name)) / 3 for name in categories]
    middles = [min(centre, 100 - half) for centre, half in zip(centres, halves, strict=True)]

    def fits(stride: int) -> bool:
        shown = range(0, len(categories), stride)
        return all(middles[a] + halves[a] + 1 <= middles[b] - halves[b] for a, b in pairwise(shown))

    stride = next(stride for stride in range(1, len(categories) + 1) if fits(stride))
    return [
        f'<text x="{middles[index]:.3f}%" y="{plot + 20}" text-anchor="middle">{escape(categories[index])}</text>'
        for index in range(0, len(categories), stride)
    ]


def _figures(
    label: Any, categories: Sequence[str], series: Mapping[str, Sequence[Figure]], say: Format
) -> tuple[list[Any], list[list[Any]], list[tuple[str, str]]]:
    columns = [label, *((name, "number") for name in series)]
    rows = [[name, *(say(values[index]) for values in series.values())] for index, name in enumerate(categories)]
    legend = [(name, f"c{number}") for number, name in enumerate(series, 1)] if len(series) > 1 else []
    return columns, rows, legend
