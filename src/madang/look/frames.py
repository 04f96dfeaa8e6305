"""What the page frames are told by the site."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple


class NavigationEntry(NamedTuple):
    """One place a person can go to: address, name, icon of `icons.svg`, whether one is there, and how many things wait."""

    url: str
    label: Any
    icon: str = ""
    current: bool = False
    waiting: int | None = None


def navigation_entry(value: Any) -> NavigationEntry:
    """An entry from a tuple in this order, a mapping or an object with these names.

    Raises:
        TypeError: the address or the label is missing.
    """
    if isinstance(value, NavigationEntry):
        return value
    if isinstance(value, tuple | list):
        return NavigationEntry(*value)
    if isinstance(value, Mapping):
        return NavigationEntry(**{name: value[name] for name in NavigationEntry._fields if name in value})
    return NavigationEntry(**{name: getattr(value, name) for name in NavigationEntry._fields if hasattr(value, name)})
