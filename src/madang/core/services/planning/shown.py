"""The answer as a page, a sheet of paper or a file shows it: words, tables and charts, small counts left out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language, gettext

from madang.core import formats
from madang.core.rules.service_terms import Period
from madang.core.services.packs import active_pack
from madang.core.services.planning import breakdown
from madang.core.services.planning.answers import Answer
from madang.core.services.planning.counts import total
from madang.core.services.planning.disclosure import Shown, shown_groups, shown_total
from madang.core.services.planning.forms import figure_label, figure_value
from madang.core.services.planning.scenario import Scenario

Row = tuple[str, Shown]


@dataclass(frozen=True)
class Result:
    """What a planner sees. The charts themselves are drawn by the page, which stands above the look."""

    scenario: Scenario
    answer: Answer
    region: str
    total: Shown
    unknown: int | None
    places: list[Row]
    ages: list[Row]
    regions: list[tuple[str, str]]

    @property
    def compares(self) -> bool:
        """Whether two laws or days are compared, or the law as it is only counted."""
        return self.scenario.changes_anything


def result_of(scenario: Scenario, answer: Answer, region: str = "") -> Result:
    """The answer for a region (empty: everywhere). An unknown region counts as none."""
    areas = active_pack().areas
    everywhere = breakdown.regions(answer.groups, areas)
    region = region if region in everywhere else ""
    groups = breakdown.inside(answer.groups, areas, region)
    counts = total(groups)
    unknown = max(counts.unknown, counts.unknown_then)
    return Result(
        scenario,
        answer,
        region,
        shown_total(counts),
        unknown if unknown == 0 or unknown >= 5 else None,
        [(place_name(code), shown) for code, shown in shown_groups(breakdown.by_place(groups, areas)).items()],
        [(age_name(band), shown) for band, shown in shown_groups(breakdown.by_age(groups)).items()],
        [(code, place_name(code)) for code in everywhere],
    )


def place_name(code: str) -> str:
    """A place in the reader's language."""
    if not code:
        return gettext("not known")
    areas = active_pack().areas
    return str(areas.label(code, (get_language() or "en").split("-")[0])) if areas else code


def age_name(band: tuple[int, int] | None) -> str:
    """An age or a band of ages."""
    if band is None:
        return gettext("not known")
    first, last = band
    return formats.number(first) if first == last else f"{formats.number(first)}–{formats.number(last)}"


def money(amount: int) -> str:
    """An amount in the country's money."""
    return formats.money(amount, active_pack().currency.code)


def figure(value: int | None, say: Callable[[int], str] = formats.number) -> str:
    """A figure, or the words for one that is not shown."""
    return gettext("fewer than 5") if value is None else say(value)


def hidden(value: int | None, say: Callable[[int], str] = formats.number) -> str:
    """A figure in a table; a sign where it is not shown, which the table's note explains."""
    return "∗" if value is None else say(value)


def difference(before: int | None, after: int | None, say: Callable[[int], str] = formats.number) -> int | str:
    """After less before with its sign; a sign of its own where one is not shown."""
    if before is None or after is None:
        return "∗"
    change = after - before
    if change == 0:
        return say(0)
    return ("+" if change > 0 else "−") + say(abs(change))


def period_words(scenario: Scenario) -> str:
    """What the cost stands for."""
    return {
        Period.MONTH: gettext("a month"),
        Period.YEAR: gettext("a year"),
        Period.ONCE: gettext("once for each person"),
    }[scenario.benefit.period]


def year_cost(result: Result) -> str:
    """What twelve periods of a monthly benefit cost, before and after; nothing for other benefits."""
    costs = [result.total.cost, result.total.cost_then] if result.compares else [result.total.cost]
    if result.scenario.benefit.period is not Period.MONTH or None in costs:
        return ""
    return " → ".join(money(12 * cost) for cost in costs if cost is not None)


def change_words(scenario: Scenario) -> list[tuple[str, str, str]]:
    """What is changed: figure, present value, new value."""
    return [
        (figure_label(changed), figure_value(changed), figure_value(changed, value))
        for changed, value in scenario.changes.items()
    ]


def table(result: Result, rows: list[Row], label: str, *, narrow: bool = False) -> dict[str, Any]:
    """Columns and rows for `<c-table>`. narrow: without the differences, for a sheet of paper."""
    heads = columns(result, label)
    body = [cells(result, name, shown) for name, shown in rows]
    if narrow and result.compares:
        heads, body = _without_differences(heads), [_without_differences(row) for row in body]
    return {"columns": heads, "rows": body}


def _without_differences(row: list[Any]) -> list[Any]:
    return [*row[:3], *row[4:6]]


def columns(result: Result, label: str) -> list[Any]:
    """Headings of a table of groups."""
    if not result.compares:
        return [label, (gettext("People"), "number"), (gettext("Cost"), "number")]
    names = (
        gettext("People now"),
        gettext("People then"),
        gettext("Difference"),
        gettext("Cost now"),
        gettext("Cost then"),
        gettext("Difference in cost"),
    )
    return [label, *((name, "number") for name in names)]


def cells(result: Result, name: str, one: Shown) -> list[Any]:
    """A row of a table of groups."""
    if not result.compares:
        return [name, hidden(one.people), hidden(one.cost, money)]
    return [
        name,
        hidden(one.people),
        hidden(one.people_then),
        difference(one.people, one.people_then),
        hidden(one.cost, money),
        hidden(one.cost_then, money),
        difference(one.cost, one.cost_then, money),
    ]


def plain_rows(result: Result) -> list[list[Any]]:
    """Every table as lines of a file: kind of group, group, whole numbers in the smallest unit, empty where not shown."""
    groups: Mapping[str, list[Row]] = {"total": [("", result.total)], "place": result.places, "age": result.ages}
    return [
        [kind, name, one.people, one.people_then, one.cost, one.cost_then]
        for kind, rows in groups.items()
        for name, one in rows
    ]


def place_bars(result: Result) -> list[tuple[str, int]]:
    """Cost by place under the law that is asked about, for a chart; places that are not shown are left out."""
    return [(name, one.cost_then) for name, one in result.places if one.cost_then is not None]


def age_columns(result: Result) -> tuple[list[str], dict[str, list[int]]]:
    """People by age for a chart: who is entitled under both laws, who is added, who falls away."""
    names = [name for name, _one in result.ages]
    both = [(one.people, one.people_then) for _name, one in result.ages]
    if not result.compares:
        return names, {gettext("People"): [now or 0 for now, _then in both]}
    known = [(now, then) if now is not None and then is not None else (0, 0) for now, then in both]
    return names, {
        gettext("Now and then"): [min(pair) for pair in known],
        gettext("Added"): [max(then - now, 0) for now, then in known],
        gettext("Falls away"): [max(now - then, 0) for now, then in known],
    }


def has_hidden(result: Result) -> bool:
    """Whether any group is too small to be shown, so that the page must explain the sign."""
    return any(one.people is None or one.people_then is None for _name, one in [*result.places, *result.ages])
