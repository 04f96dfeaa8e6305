"""Tables of the population form: one row per subject (or per row of a list), with every column an expression needs.

To-one relations become left joins, each question about a list becomes one grouped query joined back. Lists are grouped
on their own where they can be, and only for the rows of the frame where they mention it.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import count
from typing import Any

import ibis
from ibis import Table, Value

from . import resolve
from .entities import Relation
from .expressions import Node
from .kinds import RuleError
from .missing_codes import codes_of
from .population_values import TYPES, Values, column_name, merged
from .rows import Aggregate, Row
from .tracing import Tracer

LEAVES = ("Absent", "Exists", "FactOf", "OrElse", "RefOf")


#: Columns by entity that have no gaps, e.g. as the snapshot's writer checked: queries get shorter and faster.
Full = Mapping[str, Collection[str]]


class Plan:
    """What all frames of one query share: the tables, the dates, the resolved figures, the bits of missing facts."""

    def __init__(self, name: str, of: Row, tops: Sequence[Node], tables: Mapping[str, Table],
                 moments: dict[str, datetime.date], known_on: datetime.date | None, with_missing: bool = False,
                 full: Full | None = None) -> None:  # fmt: skip
        self.name, self.of, self.tops, self.tables = name, of, tops, tables
        self.moments, self.known_on, self.with_missing = moments, known_on, with_missing
        self.schema, self.full = of.schema_, full or {}
        self._tracer = Tracer(None, of, {}, moments, known_on)  # type: ignore[arg-type]  # asked no facts
        self._names = count(1)
        self._codes = {code: place for place, code in enumerate(codes_of(tops))} if with_missing else {}
        if len(self._codes) > 62:
            raise RuleError(f"{name} reads {len(self._codes)} facts; missing facts fit 62. Use with_missing=False.")

    def subjects(self) -> Frame:
        """The subjects' own rows with the columns needed of them."""
        names = sorted(own_columns(self.of.variable_, self.tops) | {"id"})
        rename = {name: column_name(self.of, 0, name) for name in names}
        table = self.columns(self.of.entity_.name, names, rename)
        if table is None:
            raise RuleError(f"There is no table of {self.of.entity_.name}, the subject of {self.name}.")
        return Frame(self, table, [rename["id"]], narrowed=False)

    def bit(self, entity: str, fact: str) -> Value:
        """The bit of one missing fact."""
        return ibis.literal(1 << self._codes[f"{entity}.{fact}"], type="int64")

    def named(self, table: Table) -> Table:
        """The table as a named step of the query, computed once however often it is used."""
        return table.alias(f"step_{next(self._names)}")

    def constant(self, node: Node) -> Any:
        """The value of a node that speaks about no row."""
        return self._tracer.trace(node)[0]

    def constant_missing(self, node: Node) -> Value | None:
        """The bits of a node that speaks about no row: parameters without a value yet."""
        return merged([self.bit(one.entity, one.fact) for one in self._tracer.trace(node)[1]])

    def resolved(self, node: Any) -> Any:
        """A parameter as known for the period."""
        return resolve.resolved(node, self.moments["period_start"], self.known_on)

    def columns(self, entity: str, names: Sequence[str], rename: Mapping[str, str]) -> Table | None:
        """The named columns of an entity's table, typed as the schema says; None if the entity is unknown."""
        table = self.tables.get(entity)
        if table is None:
            return None
        declared = self.schema[entity].columns
        chosen = {}
        for name in names:
            if name not in table.columns:
                raise RuleError(f"The table of {entity} has no column {name!r}, which {self.name} needs.")
            column = declared.get(name)
            kind = "int64" if column is None or isinstance(column, Relation) else TYPES[column.kind]
            chosen[rename[name]] = (
                table[name] if str(table[name].type()).lstrip("!") == kind else table[name].cast(kind)
            )
        return table.select(**chosen)


def leaves(node: Node) -> Iterator[Node]:
    """The facts and lists ``node`` is made of, with those inside lists that do not speak about the list's own row."""
    if type(node).__name__ in LEAVES:
        yield node
    for part in node.parts:
        for leaf in leaves(part):
            if not isinstance(node, Aggregate) or node.variable not in leaf.free:
                yield leaf
    if isinstance(node, Aggregate):
        yield node


class Frame:
    """A table and the variables whose rows it holds."""

    def __init__(self, plan: Plan, table: Table, ids: list[str], narrowed: bool) -> None:
        self.plan, self.table, self.ids, self.narrowed = plan, table, ids, narrowed
        self.spine = table  # the rows without what the lists add
        self.certain_lists: set[int] = set()  # list questions whose answer is never unknown
        self.values = Values(self)

    def widen(self, variable: Any, nodes: Sequence[Node]) -> None:
        """Join everything ``nodes`` need of the rows of ``variable``."""
        found = {leaf.uid: leaf for node in nodes for leaf in leaves(node)}
        mine = [leaf for leaf in found.values() if variable in leaf.free or _owner(leaf) == variable]
        self._join_rows(mine)
        from .population_lists import join_lists, partners  # which open frames of their own

        lists = [leaf for leaf in mine if isinstance(leaf, Aggregate) and f"a{leaf.uid}" not in self.table.columns]
        if lists:
            self.table = self.spine = self.plan.named(self.table)
        while lists:
            together = partners(self, lists)
            done = {leaf.uid for leaf in together}
            lists = [leaf for leaf in lists if leaf.uid not in done]
            join_lists(self, together)
        self.values = Values(self)

    def _join_rows(self, leaf_nodes: Sequence[Any]) -> None:
        for row, steps, names in row_columns(leaf_nodes):
            if steps == 0 or column_name(row, steps, "id") in self.table.columns:
                continue
            relation = row.path_[steps - 1]
            rename = {name: column_name(row, steps, name) for name in names}
            other = self.plan.columns(relation.to, names, rename)
            if other is None:
                self.table = self.table.mutate(**{new: self._empty(relation.to, name) for name, new in rename.items()})
                continue
            key = self.table[column_name(row, steps - 1, relation.name)]
            self.table = self.table.left_join(other, key == other[rename["id"]])

    def _empty(self, entity: str, name: str) -> Value:
        column = self.plan.schema[entity].columns.get(name)
        return ibis.null("int64" if column is None or isinstance(column, Relation) else TYPES[column.kind])


def _owner(leaf: Any) -> Any:
    return leaf.row.variable_


def row_columns(leaf_nodes: Sequence[Any]) -> list[tuple[Row, int, list[str]]]:
    """For each row on the way to the leaves: the row path, how far along it, and the columns needed there."""
    needed: dict[tuple[Any, tuple[str, ...]], tuple[Row, int, set[str]]] = {}
    for leaf in leaf_nodes:
        row, last = leaf.row, len(leaf.row.path_)
        reaches = last if type(leaf).__name__ in ("FactOf", "Absent", "OrElse") else max(last - 1, 0)
        for steps in range(reaches + 1):
            path = tuple(relation.name for relation in row.path_[:steps])
            entry = needed.setdefault((row.variable_, path), (row, steps, {"id"}))
            if steps < last:
                entry[2].add(row.path_[steps].name)
            elif hasattr(leaf, "fact"):
                entry[2].add(leaf.fact.name)
    return [(row, steps, sorted(names)) for row, steps, names in sorted(needed.values(), key=lambda one: one[1])]


def own_columns(variable: Any, nodes: Sequence[Node]) -> set[str]:
    """Columns of the variable's own table that ``nodes`` need."""
    mine = [leaf for node in nodes for leaf in leaves(node) if _owner(leaf) == variable]
    return {name for _, steps, names in row_columns(mine) if steps == 0 for name in names}
