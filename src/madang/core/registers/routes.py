"""How far a reading goes: from a subject over relations to other people, and which facts are read on the way.

Lists are complete in the rules: no stay abroad in the facts means that there was none. So whoever is reached must be read
with everything a rule asks of them, and nobody else may be read at all. A benefit tells its own routes exactly
(`routes_of`); without one, `standard_routes` reaches parents, guardians, spouses, children, brothers and sisters, and the
household.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from madang.core.rules import Benefit
from madang.core.rules.entities import Relation, Schema
from madang.core.rules.expressions import Node
from madang.core.rules.rows import Absent, Aggregate, Exists, FactOf, OrElse, RefOf, Row, Variable
from madang.core.rules.schema import STANDARD


@dataclass
class Route:
    """A station of a reading: rows of one entity.

    columns: what is read of them. one: to-one relations followed from here. many: rows of another entity that point
    here, by (entity, relation).
    """

    entity: str
    columns: set[str] = field(default_factory=set)
    one: dict[str, Route] = field(default_factory=dict)
    many: dict[tuple[str, str], Route] = field(default_factory=dict)

    def follow(self, relation: Relation) -> Route:
        """The station a to-one relation leads to."""
        self.columns.add(relation.name)
        return self.one.setdefault(relation.name, Route(relation.to))

    def gather(self, entity: str, relation: str) -> Route:
        """The station of all rows of `entity` whose `relation` points here."""
        found = self.many.setdefault((entity, relation), Route(entity))
        found.columns.add(relation)
        return found

    def entities(self) -> set[str]:
        """Every entity from here on."""
        onward = (*self.one.values(), *self.many.values())
        return {self.entity}.union(*(route.entities() for route in onward))


def routes_of(benefit: Benefit) -> Route:
    """Exactly what this benefit reads: conditions, amounts, payee, figures and the start of its claim window."""
    start = Route(benefit.of.entity_.name)
    nodes = [benefit.verdict_node, benefit.amount_node, benefit.payee]
    for condition in benefit.all_conditions():
        nodes += condition.figures.values()
    for one in benefit.parts:
        nodes += one.figures.values()
    if benefit.claim is not None:
        nodes.append(benefit.claim.counted_from)
    seen: set[tuple[int, tuple[int, ...]]] = set()
    for node in nodes:
        _collect(node, {benefit.of.variable_: start}, seen)
    return start


def _collect(node: Node, stations: Mapping[Variable, Route], seen: set[tuple[int, tuple[int, ...]]]) -> None:
    """Add what one expression reads. Lambda rows are numbered by depth, so a variable means a station only where it stands."""
    place = (node.uid, tuple(id(station) for station in stations.values()))
    if place in seen:
        return
    seen.add(place)
    if isinstance(node, FactOf | Absent | OrElse):
        _walk(node.row, stations).columns.add(node.fact.name)
    elif isinstance(node, RefOf | Exists):
        if node.row.path_:
            _walk(node.row, stations, len(node.row.path_) - 1).columns.add(node.row.path_[-1].name)
    elif isinstance(node, Aggregate):
        station = _walk(node.row, stations).gather(node.source.name, node.relation.name)
        stations = {**stations, node.variable: station}
    for part in node.parts:
        _collect(part, stations, seen)


def _walk(row: Row, stations: Mapping[Variable, Route], steps: int | None = None) -> Route:
    station = stations[row.variable_]
    for relation in row.path_[:steps]:
        station = station.follow(relation)
    return station


Columns = Mapping[str, Collection[str]]

#: What is read of every person reached: their own spells, without going on to other people.
_OWN = ("residence", "marriage", "stay_abroad", "income", "property", "status")


def standard_routes(reads: Columns | Iterable[str] | None = None, schema: Schema = STANDARD) -> Route:
    """Parents, guardians and wards, spouses, children, brothers and sisters by the mother, and the household, each with
    their own facts. `reads` (columns by entity, such as `Benefit.reads`, or names of entities) leaves out all others, and
    with a relation everybody who is only reached over it.
    """
    allowed = _allowed(reads, schema)
    start = _person(allowed)
    people = [_one(start, "mother", allowed), _one(start, "father", allowed), _many(start, "person", "father", allowed)]
    people.append(_many(start, "person", "mother", allowed))
    mother = start.one.get("mother")
    people.append(_many(mother, "person", "mother", allowed))
    household = _one(start, "household", allowed)
    people.append(_many(household, "person", "household", allowed))
    for entity, relation, other in (
        ("guardianship", "child", "guardian"),
        ("guardianship", "guardian", "child"),
        ("marriage", "person", "spouse"),
    ):
        people.append(_one(_many(start, entity, relation, allowed), other, allowed))
    for reached in people:
        if reached is not None:
            _own(reached, allowed)
    _own(start, allowed)
    return start


def _allowed(reads: Columns | Iterable[str] | None, schema: Schema) -> dict[str, set[str]]:
    if isinstance(reads, Mapping):
        return {entity: set(columns) - {"id"} for entity, columns in reads.items()}
    names = list(schema.entities) if reads is None else list(reads)
    return {name: set(schema[name].columns) for name in names}


def _person(allowed: Mapping[str, set[str]]) -> Route:
    return Route("person", set(allowed.get("person", ())))


def _one(station: Route | None, relation: str, allowed: Mapping[str, set[str]]) -> Route | None:
    if station is None or relation not in allowed.get(station.entity, ()):
        return None
    reached = station.follow(STANDARD[station.entity].relation(relation))
    reached.columns |= allowed.get(reached.entity, set())
    return reached


def _many(station: Route | None, entity: str, relation: str, allowed: Mapping[str, set[str]]) -> Route | None:
    if station is None or relation not in allowed.get(entity, ()):
        return None
    reached = station.gather(entity, relation)
    reached.columns |= allowed[entity]
    return reached


def _own(station: Route, allowed: Mapping[str, set[str]]) -> None:
    for entity in (*_OWN, "guardianship"):
        _many(station, entity, "child" if entity == "guardianship" else "person", allowed)
        _one(station.many.get(("residence", "person")), "household", allowed)
