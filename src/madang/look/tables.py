"""Columns and cells of `<c-table>`, and the page numbers of `<c-pagination>`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from django.core.paginator import Page


class Column(NamedTuple):
    """A column's heading, and whether it holds numbers, which stand at the end of the cell."""

    label: Any
    number: bool = False


def column(value: Any) -> Column:
    """A column from a `Column`, a heading, or a pair of heading and `"number"` (or True)."""
    if isinstance(value, Column):
        return value
    if isinstance(value, tuple | list):
        return Column(value[0], bool(value[1]))
    return Column(value)


def cells(row: Iterable[Any], columns: Sequence[Any]) -> list[tuple[Column, Any]]:
    """A row's cells each with its column, so that a narrow screen can name every cell.

    Raises:
        ValueError: the row has more or fewer cells than there are columns.
    """
    return list(zip(map(column, columns), row, strict=True))


def page_numbers(page: Page[Any]) -> list[int | None]:
    """First, last and the neighbours of the current page; None stands for the pages left out."""
    last = page.paginator.num_pages
    shown = sorted({1, last, *(n for n in range(page.number - 1, page.number + 2) if 1 <= n <= last)})
    numbers: list[int | None] = []
    for number in shown:
        if numbers and numbers[-1] is not None and number > numbers[-1] + 1:
            # A gap of one page is that page itself: three dots would take the same room.
            numbers.append(number - 1 if number == numbers[-1] + 2 else None)
        numbers.append(number)
    return numbers
