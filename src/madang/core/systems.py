"""The plan of a system: one manifest each, and the list of those that run here.

A system declares itself once, in `systems/<name>/system.py`, as a module constant called `system`:

    system = System(
        name="passports",
        title=_("Passports"),
        summary=_("Apply for a passport and cross the border with it."),
        owner="mofa",
        standard=("ICAO Doc 9303",),
        hears={"birth.registered": offer_first_passport},
        urls="madang.systems.passports.urls",
    )

The site finds the folders, loads the manifests when Django is ready and registers them here. Core reads this list and
so never names a system itself.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

NAME = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
EVENT = re.compile(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)+")

EventHandler = Callable[[dict[str, Any]], None]


class ManifestError(ValueError):
    """A manifest that cannot stand; the message says which field, the rule and the remedy."""


@dataclass(frozen=True, kw_only=True)
class Place:
    """One entry of the navigation: a page of the system and for whom it is: `resident`, or a role such as `officer`."""

    url_name: str
    label: str
    icon: str = "list"
    audience: str = "resident"


@dataclass(frozen=True, kw_only=True)
class System:
    """One public-service system, declared.

    `name` is the folder and the Django label; `title` and `summary` are translatable; `owner` is the agency's code;
    `standard` lists the field's standards and laws. `services` and `registers` are the declarations of the core blocks
    of the same name. `hears` maps an event's name to the function that gets its payload in the worker, at least once, in a
    transaction of its own. `urls` and `api` are dotted modules (`urlpatterns` and a ninja `router`); `commands` are the names of
    its management commands; `demo` fills the demo town and may be run again without doubling anything.
    """

    name: str
    title: str
    summary: str
    owner: str
    standard: tuple[str, ...] = ()
    services: Sequence[Any] = ()
    registers: Sequence[Any] = ()
    hears: Mapping[str, EventHandler] = field(default_factory=dict)
    commands: tuple[str, ...] = ()
    navigation: tuple[Place, ...] = ()
    urls: str | None = None
    api: str | None = None
    demo: Callable[[], object] | None = None

    def __post_init__(self) -> None:
        if not NAME.fullmatch(self.name):
            raise ManifestError(
                f"name {self.name!r}: use the citizen's noun in lower case with underscores, such as 'border_gates'"
            )
        for required in ("title", "summary", "owner"):
            if not getattr(self, required):
                raise ManifestError(
                    f"{self.name}: {required} is empty; every system says what it is and who answers for it"
                )
        for event, handler in self.hears.items():
            if not EVENT.fullmatch(event):
                raise ManifestError(f"{self.name}: event {event!r}: write thing.happened, such as 'birth.registered'")
            if not callable(handler):
                raise ManifestError(f"{self.name}: hears[{event!r}] must be the function to call, not {handler!r}")


_systems: dict[str, System] = {}


def register(system: System) -> None:
    """Add a system to those that run here. The same manifest again changes nothing; another of that name is refused."""
    present = _systems.get(system.name)
    if present is not None and present != system:
        raise ManifestError(f"two systems are called {system.name!r}; rename the folder of one of them")
    _systems[system.name] = system


def all_systems() -> list[System]:
    """Every system that runs here, by name."""
    return [_systems[name] for name in sorted(_systems)]
