"""Counts by area and age, gathered to the groups a page shows."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from madang.core.services.planning.counts import Counts, Group

SINGLE_YEARS = 20  # a wider span of ages is shown in bands
BAND = 5
UNKNOWN = ""  # area or age is not in the registers

Areas = Any  # a country's areas: iterable, `areas[code].parent`, `label(code, language)`; () where it lists none


def region_of(area: str | None, areas: Areas) -> str:
    """The largest place an area lies in; the area itself where the country lists none."""
    code = area or UNKNOWN
    if not areas or code not in areas:
        return code
    while areas[code].parent:
        code = areas[code].parent
    return code


def inside(groups: Iterable[Group], areas: Areas, region: str) -> list[Group]:
    """The groups of one region; all for an empty one."""
    return [group for group in groups if not region or region_of(group.area, areas) == region]


def regions(groups: Iterable[Group], areas: Areas) -> list[str]:
    """The regions that occur, in the order of the country's list."""
    found = {region_of(group.area, areas) for group in groups}
    return [code for code in _codes(areas) if code in found] + sorted(found.difference(_codes(areas)))


def by_place(groups: Iterable[Group], areas: Areas) -> dict[str, Counts]:
    """Counts by region; by the places inside where there is only one region."""
    groups = list(groups)
    found = regions(groups, areas)
    if len(found) > 1:
        return _gathered(found, [(region_of(group.area, areas), group.counts) for group in groups])
    lowest = {group.area or UNKNOWN for group in groups}
    order = [code for code in _codes(areas) if code in lowest] + sorted(lowest.difference(_codes(areas)))
    return _gathered(order, [(group.area or UNKNOWN, group.counts) for group in groups])


def by_age(groups: Iterable[Group]) -> dict[tuple[int, int] | None, Counts]:
    """Counts by first and last year of age; None: age not known. Single years, or bands where the ages lie far apart."""
    groups = list(groups)
    ages = sorted({group.age for group in groups if group.age is not None})
    if not ages:
        return {}
    wide = ages[-1] - ages[0] > SINGLE_YEARS

    def band(age: int | None) -> tuple[int, int] | None:
        if age is None:
            return None
        first = age // BAND * BAND if wide else age
        return (first, first + BAND - 1) if wide else (age, age)

    order: list[tuple[int, int] | None] = list(dict.fromkeys(band(age) for age in range(ages[0], ages[-1] + 1)))
    if any(group.age is None for group in groups):
        order.append(None)
    return _gathered(order, [(band(group.age), group.counts) for group in groups])


def _codes(areas: Areas) -> list[str]:
    return [area.code for area in areas]


def _gathered(order: Iterable[Any], counted: Iterable[tuple[Any, Counts]]) -> dict[Any, Counts]:
    found = {name: Counts() for name in order}
    for name, counts in counted:
        found[name] += counts
    return found
