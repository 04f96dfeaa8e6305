"""Tables of the population form: one row per subject (or per row of a list), with every column an expression needs.

To-one relations become left joins, each question about a list becomes one grouped query joined back. Lists are grouped
on their own where they can be, and only for the rows of the frame where they mention it.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence
from itertools import count
from typing import Any

import ibis
from ibis import Table, Value

from . import resolve
from .entities import Relation
from .expressions import Node
from .kinds import RuleError
from .missing_codes import codes_of
from .population_values import TYPES, Values, column_name, inverse, literal, merged, nothing, only_if
from .rows import Aggregate, Row
from .tracing import Tracer

LEAVES = ("Absent", "Exists", "FactOf", "OrElse", "RefOf")


class Plan:
    """What all frames of one query share: the tables, the dates, the resolved figures, the bits of missing facts."""

    def __init__(self, name: str, of: Row, tops: Sequence[Node], tables: Mapping[str, Table],
                 moments: dict[str, datetime.date], known_on: datetime.date | None, with_missing: bool = False) -> None:  # fmt: skip
        self.name, self.of, self.tops, self.tables = name, of, tops, tables
        self.moments, self.known_on, self.with_missing = moments, known_on, with_missing
        self.schema = of.schema_
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

    def is_row_bound(self, node: Node) -> bool:
        """Whether a node speaks about rows although its own variable is bound inside it."""
        return isinstance(node, Aggregate) or any(self.is_row_bound(part) for part in node.parts)

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
        self.values = Values(self)

    def widen(self, variable: Any, nodes: Sequence[Node]) -> None:
        """Join everything ``nodes`` need of the rows of ``variable``."""
        found = {leaf.uid: leaf for node in nodes for leaf in leaves(node)}
        mine = [leaf for leaf in found.values() if variable in leaf.free or _owner(leaf) == variable]
        self._join_rows(mine)
        lists = [leaf for leaf in mine if isinstance(leaf, Aggregate) and f"a{leaf.uid}" not in self.table.columns]
        if lists:
            self.table = self.spine = self.plan.named(self.table)
        for leaf in lists:
            self._join_list(leaf)
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

    # Lists

    def _join_list(self, node: Aggregate) -> None:
        self.values = Values(self)
        if self.plan.tables.get(node.source.name) is None:
            self._add_result(node, None)
            return
        inner_nodes = [part for part in (node.where, node.value, node.by) if part is not None]
        outside = frozenset().union(*(part.free for part in inner_nodes)) - {node.variable}
        row = Row(self.plan.schema, node.variable)
        names = own_columns(node.variable, inner_nodes) | {"id", node.relation.name}
        rename = {name: column_name(row, 0, name) for name in sorted(names)}
        listed = self.plan.columns(node.source.name, sorted(names), rename)
        assert listed is not None
        foreign, owner = rename[node.relation.name], self.values.key(node.row).get_name()
        if outside:
            needed = {f"a{leaf.uid}" for part in inner_nodes for leaf in leaves(part) if node.variable not in leaf.free}
            if needed & set(self.table.columns) - set(self.spine.columns):
                self.table = self.spine = self.plan.named(self.table)
            base = self.spine.inner_join(listed, self.spine[owner] == listed[foreign])
            groups = list(self.ids)
        else:
            base = listed.filter(listed[foreign].notnull())
            if self.narrowed:
                base = base.semi_join(self.spine, base[foreign] == self.spine[owner])
            groups = [foreign]
        inner = Frame(self.plan, base, [*(self.ids if outside else []), rename["id"]], self.narrowed)
        inner.widen(node.variable, inner_nodes)
        grouped = _grouped(inner, node, groups, rename["id"])
        keys = {f"g{place}_{node.uid}": grouped[group] for place, group in enumerate(groups)}
        measured = {name: grouped[name] for name in grouped.columns if name not in groups}
        grouped = grouped.select(**keys, **measured)
        mine = [self.table[name] for name in (self.ids if outside else [owner])]
        self.table = self.table.left_join(
            grouped, [left == grouped[right] for left, right in zip(mine, keys, strict=True)]
        )
        self._add_result(node, f"a{node.uid}")

    def _add_result(self, node: Aggregate, prefix: str | None) -> None:
        """The value of a list question from its grouped columns, and what is missing for it."""
        self.values = values = Values(self)
        name = f"a{node.uid}"
        key, steps = values.key(node.row), len(node.row.path_)
        lost = key.isnull()
        if any(relation.optional for relation in node.row.path_):
            gone = values.absent(node.row, steps - 1)
            if node.row.path_[-1].optional:
                gone = gone | (values.present(node.row, steps - 1) & key.isnull())
            lost = lost & inverse(gone)
        with_missing = self.plan.with_missing
        missing_owner = values.missing_key(node.row) if with_missing else None
        if prefix is None:
            found = {name: nothing(node.kind)}
            if with_missing:
                bits = merged([missing_owner, self.plan.bit(node.source.name, "*")])
                found[f"{name}_missing"] = bits
            self.table = self.table.mutate(**found)
            return
        table = self.table
        doubt = table[f"{prefix}_doubt"].fill_null(False)
        rows = table[f"{prefix}_rows"].fill_null(0)
        unknown = lost | doubt
        if node.op == "any":
            value = ibis.cases((rows > 0, True), (unknown, nothing(node.kind)), else_=False)
        elif node.op == "count":
            value = ibis.ifelse(unknown, nothing(node.kind), rows)
        elif node.op == "sum":
            value = ibis.ifelse(unknown, nothing(node.kind), table[f"{prefix}_value"].fill_null(0))
        else:
            default = values.value(node.default) if node.default is not None else nothing(node.kind)
            value = ibis.cases((unknown, nothing(node.kind)), (rows > 0, table[f"{prefix}_value"]), else_=default)
        found = {name: value}
        if with_missing:
            bits = table[f"{prefix}_bits"].fill_null(0)
            picked = merged(
                [bits, only_if(rows == 0, values.missing(node.default) if node.default is not None else None)]
            )
            if node.op == "latest":
                picked = merged([picked, only_if(inverse(doubt), table[f"{prefix}_picked"].fill_null(0))])
            known = value.notnull() if node.op == "any" else ibis.literal(False)
            bits = merged([missing_owner, picked])
            found[f"{name}_missing"] = ibis.ifelse(known, ibis.literal(0, type="int64"), bits)
        spent = [
            column for column in table.columns if column.startswith(f"{prefix}_") or column.endswith(f"_{node.uid}")
        ]
        self.table = table.mutate(**found).drop(*spent)


def _grouped(frame: Frame, node: Aggregate, groups: list[str], row_id: str) -> Table:
    """One row per group with the columns the result is made from."""
    values, prefix, with_missing = frame.values, f"a{node.uid}", frame.plan.with_missing
    where = values.value(node.where)
    counts = where.fill_null(False)
    matters = where.fill_null(True)
    doubt: Value = where.isnull()
    bits = [values.missing(node.where)] if with_missing else []
    columns: dict[str, Value] = {}
    value = values.value(node.value) if node.value is not None else literal(1, node.kind)
    if node.op in ("sum", "min", "max"):
        doubt = doubt | (matters & value.isnull())
        bits += [values.missing(node.value)] if with_missing and node.value is not None else []
    if node.op == "latest" and node.by is not None:
        by = values.value(node.by)
        doubt = doubt | (matters & by.isnull())
        bits += [values.missing(node.by)] if with_missing else []
        columns["_by"] = by
        if with_missing and node.value is not None:
            picked = values.missing(node.value)
            columns["_picked"] = ibis.literal(0, type="int64") if picked is None else picked
    columns |= {"_counts": counts, "_doubt": doubt}
    if node.op not in ("count", "any"):
        columns["_value"] = value
    together = merged(bits)
    columns["_bits"] = ibis.literal(0, type="int64") if together is None else only_if(matters, together)
    table = frame.table.select(*groups, **({"_id": frame.table[row_id]} if row_id not in groups else {}), **columns)
    measured: dict[str, Value] = {}
    if node.op == "latest":
        identity = table[row_id if row_id in groups else "_id"]
        order = [table["_counts"].desc(), table["_by"].desc(nulls_first=False), identity.desc()]
        first = ibis.row_number().over(ibis.window(group_by=groups, order_by=order)) == 0
        table = table.mutate(_chosen=first & table["_counts"])
        measured["value"] = ibis.ifelse(table["_chosen"], table["_value"], nothing(node.kind)).max()
        if with_missing:
            measured["picked"] = ibis.ifelse(table["_chosen"], table["_picked"], 0).max()
    elif node.op == "sum":
        measured["value"] = _sum(ibis.ifelse(table["_counts"], table["_value"], 0))
    elif node.op in ("min", "max"):
        kept = ibis.ifelse(table["_counts"], table["_value"], nothing(node.kind))
        measured["value"] = kept.min() if node.op == "min" else kept.max()
    measured["rows"] = table.count(where=table["_counts"])
    measured["doubt"] = table["_doubt"].any()
    if with_missing:
        measured["bits"] = table["_bits"].bit_or()
    return table.group_by(groups).aggregate(**{f"{prefix}_{name}": column for name, column in measured.items()})


def _sum(column: Value) -> Value:
    """A sum as int64, refused by the backend if it does not fit. DuckDB's own sum is 128 bits wide unbeknown to ibis,
    which therefore leaves out a plain cast."""
    return column.sum().cast("decimal(38, 0)").cast("int64")


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
