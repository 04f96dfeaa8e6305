"""Following routes: which rows are read, and whose facts that touches. Works on any source of rows, batch by batch."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from django.db.models import Q

from madang.core.people.models import Person
from madang.core.registers import models
from madang.core.registers.declarations import Table, tables
from madang.core.registers.routes import Route

Row = dict[str, Any]

#: Ids in one IN (...) list.
IN_LIST = 5_000


class RowSource(Protocol):
    """Where rows come from: the registers' tables, or a snapshot."""

    def rows(self, entity: str, by: str, ids: Collection[int], columns: Collection[str]) -> Iterable[Row]:
        """Rows of `entity` whose column `by` is one of `ids`, with `id`, `by` and `columns`; unknown is None."""


@dataclass
class Reading:
    """What was read: rows by entity and id, and the names of the facts read of each person."""

    rows: dict[str, dict[int, Row]] = field(default_factory=dict)
    touched: dict[int, set[str]] = field(default_factory=lambda: defaultdict(set))


@dataclass(frozen=True)
class _Stop:
    """A station to be read: the rows of `route` whose column `by` is in `ids`; `about`: id to the persons asked about."""

    route: Route
    by: str
    about: dict[int, set[int]]


def read(route: Route, subject_ids: Iterable[int], source: RowSource) -> Reading:
    """Follow a route from these subjects. The number of queries depends on the route, not on how many subjects there are."""
    # Every entity on the way is known, even where it turns out that there is no row.
    reading = Reading(rows={entity: {} for entity in route.entities()})
    stops = [_Stop(route, "id", {subject: {subject} for subject in subject_ids})]
    while stops:
        gathered: dict[tuple[str, str], list[_Stop]] = defaultdict(list)
        for stop in stops:
            if stop.about:
                gathered[stop.route.entity, stop.by].append(stop)
        stops = [
            following
            for (entity, by), same in gathered.items()
            for following in _arrive(reading, entity, by, same, source)
        ]
    return reading


def _arrive(reading: Reading, entity: str, by: str, stops: list[_Stop], source: RowSource) -> Iterator[_Stop]:
    """Read one entity once for all stations at the same distance; then each takes only what its own route reads."""
    ids = set().union(*(stop.about for stop in stops))
    columns = set().union(*(stop.route.columns for stop in stops))
    found: dict[int, list[Row]] = defaultdict(list)
    for row in source.rows(entity, by, ids, columns):
        found[row[by]].append(row)
    for stop in stops:
        rows = [(row, about) for key, about in stop.about.items() for row in found[key]]
        _note(reading, stop, rows)
        yield from _onward(stop.route, rows)


def _note(reading: Reading, stop: _Stop, rows: list[tuple[Row, set[int]]]) -> None:
    """Keep the rows, and say of whom something was read: who was asked about, and whom a row is about."""
    route = stop.route
    holder = holder_of(route.entity)
    names = {f"{route.entity}.{column}" for column in route.columns}
    kept = reading.rows[route.entity]
    for row, about in rows:
        entry = kept.setdefault(row["id"], {"id": row["id"]})
        entry.update((column, row[column]) for column in route.columns)
        if not names:
            continue  # only passed on the way to others
        if holder == "id":
            reading.touched[row["id"]] |= names
        elif holder and row.get(holder) is not None:
            reading.touched[row[holder]] |= names
        else:
            for person in about:
                reading.touched[person] |= names
    if stop.by != "id" and route.entity != "person":
        # That there is no such row is a fact read, too.
        for about in stop.about.values():
            for person in about:
                reading.touched[person] |= names


def _onward(route: Route, rows: list[tuple[Row, set[int]]]) -> Iterator[_Stop]:
    is_person = route.entity == "person"
    for relation, onward in route.one.items():
        about: dict[int, set[int]] = defaultdict(set)
        for row, persons in rows:
            if row[relation] is not None:
                about[row[relation]] |= {row["id"]} if is_person else persons
        yield _Stop(onward, "id", about)
    for (_entity, relation), onward in route.many.items():
        about = defaultdict(set)
        for row, persons in rows:
            about[row["id"]] |= {row["id"]} if is_person else persons
        yield _Stop(onward, relation, about)


def holder_of(entity: str) -> str:
    """The column that says whose facts a row states: `id` of a person, empty where it is nobody's own (a household)."""
    return "id" if entity == "person" else _table(entity).holder


def _table(entity: str) -> Table:
    # Looked up each time: systems publish registers of their own after this module is loaded.
    for _register, table in tables():
        if table.entity.name == entity:
            return table
    raise LookupError(f"no register holds the entity {entity!r}; publish it in a system's manifest")


# The registers themselves


def in_force(on: dt.date) -> Q:
    """Spells that hold on a day."""
    return Q(since__lte=on) & (Q(until=None) | Q(until__gt=on))


class Registers:
    """The registers' own tables as a source of rows, as they are on a day (a person's household is today's)."""

    def __init__(self, on: dt.date) -> None:
        self._on = on

    def rows(self, entity: str, by: str, ids: Collection[int], columns: Collection[str]) -> Iterator[Row]:
        """See `RowSource`."""
        everything = list(ids)
        for start in range(0, len(everything), IN_LIST):
            some = everything[start : start + IN_LIST]
            if entity == "person":
                yield from self._persons(by, some, columns)
            else:
                yield from _plain(entity, by, some, columns)

    def _persons(self, by: str, ids: list[int], columns: Collection[str]) -> Iterator[Row]:
        """Persons with their civil record; one without a record is a person of whom nothing is known."""
        wanted = [column for column in {*columns, by} if column not in {"id", "household"}]
        chosen = {"id": "pk__in", "household": "pk__in"}.get(by, f"civil__{by}_id__in")
        home: dict[int, int] = {}
        if by == "household":
            home = self._homes(Q(household_id__in=ids))
            ids = list(home)
        rows = list(Person.objects.filter(**{chosen: ids}).values_list("id", *(f"civil__{name}" for name in wanted)))
        if by != "household" and "household" in columns:
            home = self._homes(Q(person_id__in=[row[0] for row in rows]))
        for pk, *values in rows:
            row = {"id": pk, **{name: _known(value) for name, value in zip(wanted, values, strict=True)}}
            row["household"] = home.get(pk)
            yield row

    def _homes(self, chosen: Q) -> dict[int, int]:
        """Person id to the household they are registered in today."""
        found = models.Residence.objects.filter(chosen & in_force(self._on), household__isnull=False)
        return dict(found.order_by("since").values_list("person_id", "household_id"))


def _plain(entity: str, by: str, ids: list[int], columns: Collection[str]) -> Iterator[Row]:
    model = _table(entity).model
    wanted = list(dict.fromkeys(["id", by, holder_of(entity) or "id", *columns]))
    for values in model._default_manager.filter(**{f"{by}__in": ids}).order_by("id").values_list(*wanted):
        yield {name: _known(value) for name, value in zip(wanted, values, strict=True)}


def _known(value: Any) -> Any:
    return None if value == "" else value


def whole_rows(reading: Reading) -> Mapping[str, list[Row]]:
    """The rows by entity, as `Facts` takes them."""
    return {entity: list(rows.values()) for entity, rows in reading.rows.items()}
