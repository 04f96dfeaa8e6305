"""Lists in the population form: all questions about the same rows become one grouped query, joined back to the frame.

A question that does not mention the frame is grouped on its own; one that does is grouped for the rows of the frame.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import ibis
import ibis.expr.operations as ops
from ibis import Table, Value

from .expressions import Literal, Node
from .population_frames import Frame, leaves, own_columns
from .population_values import Bits, Values, column_name, inverse, literal, merged, nothing, only_if
from .rows import Aggregate, Row

#: What a question answers where there is no row at all; the others have a default of their own.
EMPTY = {"count": 0, "sum": 0, "any": False}


def _asked(node: Aggregate) -> list[Node]:
    return [part for part in (node.where, node.value, node.by) if part is not None]


def _outside(node: Aggregate) -> frozenset[Any]:
    """The variables of the frame that the question mentions."""
    return frozenset().union(*(part.free for part in _asked(node))) - {node.variable}


def _carried(node: Aggregate) -> set[str]:
    """Columns of other questions that this one needs of the frame."""
    mine = [leaf for part in _asked(node) for leaf in leaves(part) if node.variable not in leaf.free]
    return {f"a{leaf.uid}" for leaf in mine if isinstance(leaf, Aggregate)}


def partners(frame: Frame, lists: Sequence[Aggregate]) -> list[Aggregate]:
    """The first question and those that can be answered in the same query."""
    first, *others = lists
    group, there = [first], set(frame.table.columns)
    for other in others:
        alike = other.list_key == first.list_key and bool(_outside(other)) == bool(_outside(first))
        if alike and _carried(other) <= there and not any(
            one.uid in other.inside or other.uid in one.inside for one in group
        ):  # fmt: skip
            group.append(other)
    return group


def join_lists(frame: Frame, nodes: Sequence[Aggregate]) -> None:
    """Join the answers to ``nodes``, all about the same list, to the frame's table."""
    first, plan = nodes[0], frame.plan
    frame.values = Values(frame)
    if plan.tables.get(first.source.name) is None:
        for node in nodes:
            _add_result(frame, node, there="")
        return
    inner_nodes = [part for node in nodes for part in _asked(node)]
    row = Row(plan.schema, first.variable)
    names = own_columns(first.variable, inner_nodes) | {"id", first.relation.name}
    rename = {name: column_name(row, 0, name) for name in sorted(names)}
    listed = plan.columns(first.source.name, sorted(names), rename)
    assert listed is not None
    foreign, owner = rename[first.relation.name], frame.values.key(first.row).get_name()
    outside = bool(_outside(first))
    if outside:
        carried = set().union(*(_carried(node) for node in nodes))
        if carried - set(frame.spine.columns):
            frame.table = frame.spine = plan.named(frame.table)
        base = frame.spine.inner_join(listed, frame.spine[owner] == listed[foreign])
        groups = list(frame.ids)
    else:
        base = listed.filter(listed[foreign].notnull())
        if frame.narrowed:
            base = base.semi_join(frame.spine, base[foreign] == frame.spine[owner])
        groups = [foreign]
    inner = Frame(plan, base, [*(frame.ids if outside else []), rename["id"]], frame.narrowed)
    inner.widen(first.variable, inner_nodes)
    grouped = _grouped(inner, nodes, groups, rename["id"])
    there = f"there_{first.uid}"
    keys = {f"g{place}_{first.uid}": grouped[group] for place, group in enumerate(groups)}
    answered = {name: grouped[name] for name in grouped.columns if name not in groups}
    grouped = grouped.select(**keys, **answered, **{there: ibis.literal(True)})
    mine = [frame.table[name] for name in (frame.ids if outside else [owner])]
    frame.table = frame.table.left_join(
        grouped, [left == grouped[right] for left, right in zip(mine, keys, strict=True)]
    )
    for node in nodes:
        _add_result(frame, node, there)
        if not first.row.path_ and _sure(inner, node) and (node.default is None or frame.values.certain(node.default)):
            frame.certain_lists.add(node.uid)
    frame.table = frame.table.drop(*keys, there)


def _sure(inner: Frame, node: Aggregate) -> bool:
    """Whether no row of the list can leave the answer unknown."""
    return all(inner.values.certain(part) for part in _asked(node))


def _add_result(frame: Frame, node: Aggregate, there: str) -> None:
    """The value of a list question from what its group answered, and what is missing for it. there "": no such list."""
    frame.values = values = Values(frame)
    name, table, with_missing = f"a{node.uid}", frame.table, frame.plan.with_missing
    missing_owner = values.missing_key(node.row) if with_missing else None
    if not there:
        found = {name: nothing(node.kind)}
        if with_missing:
            found[f"{name}_missing"] = merged([missing_owner, frame.plan.bit(node.source.name, "*")])
        frame.table = table.mutate(**found)
        return
    answered, alone = table[f"{name}_value"], table[there].isnull()
    if node.op in EMPTY:
        value = ibis.ifelse(alone, literal(EMPTY[node.op], node.kind), answered)
    else:
        assert node.default is not None
        nobody = alone | table[f"{name}_none"].fill_null(False)
        value = ibis.ifelse(nobody, values.value(node.default), answered)
    if node.row.path_:
        value = ibis.ifelse(_lost(values, node), nothing(node.kind), value)
    found = {name: value}
    if with_missing:
        bits: Bits = table[f"{name}_bits"].fill_null(0)
        if node.default is not None:
            bits = merged([bits, only_if(nobody, values.missing(node.default))])
        found[f"{name}_missing"] = merged([missing_owner, bits])
    spent = [column for column in table.columns if column.startswith(f"{name}_")]
    frame.table = table.mutate(**found).drop(*spent)


def _lost(values: Values, node: Aggregate) -> Value:
    """Whether the owner of the list is unknown (and not known to be nobody)."""
    key, steps = values.key(node.row), len(node.row.path_)
    if not any(relation.optional for relation in node.row.path_):
        return key.isnull()
    gone = values.absent(node.row, steps - 1)
    if node.row.path_[-1].optional:
        gone = gone | (values.present(node.row, steps - 1) & key.isnull())
    return key.isnull() & inverse(gone)


@dataclass
class Question:
    """One list question prepared for grouping: its columns for each row."""

    node: Aggregate
    name: str
    columns: dict[str, Value]
    sure: bool  # no row can leave the answer unknown

    def column(self, table: Table, part: str) -> Value:
        """One of its columns in the table that has them."""
        return table[f"{self.name}_{part}"]


def _grouped(frame: Frame, nodes: Sequence[Aggregate], groups: list[str], row_id: str) -> Table:
    """One row per group with the columns the results are made from."""
    questions = [_question(frame, node) for node in nodes]
    columns: dict[str, Value] = {f"k{place}": frame.table[group] for place, group in enumerate(groups)}
    keys = list(columns)
    columns["row_id"] = frame.table[row_id]
    for question in questions:
        columns |= {f"{question.name}_{part}": column for part, column in question.columns.items()}
    table = frame.table.select(**columns)
    measured: dict[str, Value] = {}
    for question in questions:
        measures = _measures(question, table, frame.plan.with_missing)
        measured |= {f"{question.name}_{part}": column for part, column in measures.items()}
    result = table.group_by(keys).aggregate(**measured)
    answers: dict[str, Value] = {group: result[key] for group, key in zip(groups, keys, strict=True)}
    for question in questions:
        found = _answered(question, result, frame.plan.with_missing)
        answers |= {f"{question.name}_{part}": column for part, column in found.items()}
    return result.select(**answers)


def _answered(question: Question, group: Table, with_missing: bool) -> dict[str, Value]:
    """What a group answers: its value (null for unknown), whether it had no such row, the bits of missing facts."""
    node = question.node
    doubt = None if question.sure else question.column(group, "doubt")
    unknown = nothing(node.kind)
    found: dict[str, Value] = {}
    if node.op == "any":
        some = question.column(group, "rows") > 0
        value = some if doubt is None else ibis.cases((some, True), (doubt, unknown), else_=False)
    else:
        value = question.column(group, "rows" if node.op == "count" else "value")
        value = value if doubt is None else ibis.ifelse(doubt, unknown, value)
    found["value"] = value
    if node.op not in EMPTY:
        none = question.column(group, "rows") == 0
        found["none"] = none if doubt is None else none & inverse(doubt)
    if with_missing:
        bits: Bits = question.column(group, "bits")
        if node.op == "latest":
            picked = question.column(group, "picked")
            bits = merged([bits, picked if doubt is None else only_if(inverse(doubt), picked)])
        found["bits"] = only_if(value.isnull(), bits) if node.op == "any" else bits
    return found


def _question(frame: Frame, node: Aggregate) -> Question:
    values, with_missing = frame.values, frame.plan.with_missing
    where = values.value(node.where)
    counts = matters = where
    if not values.certain(node.where):
        counts, matters = where.fill_null(False), where.fill_null(True)
    doubt: Value = where.isnull()
    bits = [values.missing(node.where)] if with_missing else []
    columns: dict[str, Value] = {"counts": counts}
    if node.value is not None:
        value = values.value(node.value)
        columns["value"] = value
        if node.op != "latest":
            doubt = doubt | (matters & value.isnull())
            bits += [values.missing(node.value)] if with_missing else []
        elif with_missing:
            picked = values.missing(node.value)
            columns["picked"] = ibis.literal(0, type="int64") if picked is None else picked
    if node.by is not None:
        columns["by"] = values.value(node.by)
        doubt = doubt | (matters & columns["by"].isnull())
        bits += [values.missing(node.by)] if with_missing else []
    sure = _sure(frame, node)
    if not sure:
        columns["doubt"] = doubt
    if with_missing:
        together = merged(bits)
        columns["bits"] = ibis.literal(0, type="int64") if together is None else only_if(matters, together)
    return Question(node, f"a{node.uid}", columns, sure)


def _measures(question: Question, table: Table, with_missing: bool) -> dict[str, Value]:
    node, counts = question.node, question.column(table, "counts")
    every = isinstance(node.where, Literal) and node.where.value is True
    measured: dict[str, Value] = {} if question.sure else {"doubt": question.column(table, "doubt").any()}
    if node.op != "sum":
        measured["rows"] = table.count() if every else table.count(where=counts)
    if with_missing:
        measured["bits"] = question.column(table, "bits").bit_or()
    if node.op in ("count", "any"):
        return measured
    value = question.column(table, "value")
    if node.op == "latest":
        fields = {"by": question.column(table, "by"), "row_id": table["row_id"], "value": value}
        if with_missing:
            fields["picked"] = question.column(table, "picked")
        last = ibis.struct(fields).max(where=counts)  # ordered by its fields in turn; no two rows share an id
        measured["value"] = last["value"]
        if with_missing:
            measured["picked"] = last["picked"].fill_null(0)
    elif node.op == "sum":
        measured["value"] = _sum(value if every else ibis.ifelse(counts, value, literal(0, node.kind)))
    else:
        kept = ibis.ifelse(counts, value, nothing(node.kind))
        measured["value"] = kept.min() if node.op == "min" else kept.max()
    return measured


def _sum(column: Value) -> Value:
    """A sum as int64, refused by the backend if it does not fit. DuckDB's own sum is 128 bits wide unbeknown to ibis,
    which would leave out a plain ``.cast("int64")`` as needless."""
    return ops.Cast(column.sum(), to="int64").to_expr()
