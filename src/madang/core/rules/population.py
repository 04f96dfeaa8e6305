"""The population form: one query that answers a benefit for everybody in a set of tables.

``tables`` are ibis tables by entity name, of any backend that has them all (DuckDB over Parquet files, Spark). An
entity without a table is unknown. The result has one row per subject:

=============  =======  ======================================================================================
id             int64    the subject
verdict        boolean  null: unknown
amount         int64    smallest unit; 0 where the verdict is false, null where unknown
payee          int64    id of who is paid; null where unknown, nobody, or not due
part_<name>    int64    each part of the amount; null where not due or unknown
failing        int64    bits of conditions that are not fulfilled, see `condition_names`
unknown        int64    bits of conditions that are unknown while none fails
missing        int64    bits of facts that could still change the answer, see `missing_names`; only on demand
=============  =======  ======================================================================================
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from functools import reduce

import ibis
from ibis import Table, Value

from .benefit import Benefit
from .conditions import Condition
from .kinds import RuleError
from .missing_codes import missing_codes
from .population_frames import Frame, Full, Plan, leaves
from .population_values import inverse, merged, only_if
from .rows import Aggregate, subject
from .service_terms import period_around
from .variable import Variable

#: Every stage of a query stays a query of its own: merged, each use of a column would repeat all that leads to it, and
#: a rule of ten conditions becomes megabytes of SQL.
ibis.options.sql.fuse_selects = False


def population(benefit: Benefit, tables: Mapping[str, Table], on: datetime.date, known_on: datetime.date | None = None, *,
               only_possible: bool = False, with_missing: bool = False, full: Full | None = None) -> Table:  # fmt: skip
    """The answers for every subject in ``tables``; see the module for the columns.

    only_possible: leave out subjects whom a condition on their own row already excludes; much cheaper for a scan.
    with_missing: also report missing facts. full: columns by entity that have no nulls, see `columns_without_gaps`.
    """
    start, end = benefit.period_of(on)
    tops = (benefit.verdict_node, benefit.amount_node, benefit.payee)
    moments = {"on": on, "period_start": start, "period_end": end}
    plan = Plan(benefit.name, benefit.of, tops, tables, moments, known_on, with_missing, full)
    frame = plan.subjects()
    if not benefit.stands(start, known_on):
        return _not_in_force(benefit, frame, only_possible, with_missing)
    if only_possible:
        own = [condition.active for condition in benefit.conditions if _is_own(condition)]
        if own:
            kept = reduce(lambda left, right: left & right, [frame.values.value(node).fill_null(True) for node in own])
            frame = Frame(plan, frame.table.filter(kept), frame.ids, narrowed=True)
    frame.widen(benefit.of.variable_, tops)
    return _answers(benefit, frame, with_missing)


def variables(several: Sequence[Variable], tables: Mapping[str, Table], on: datetime.date,
              known_on: datetime.date | None = None, *, full: Full | None = None) -> Table:  # fmt: skip
    """The values of variables of one entity for everybody: ``id`` and a column for each variable, null for unknown.

    All must have the same period, the one that ``on`` lies in.
    """
    first = several[0]
    if any((one.entity, one.period, one.schema) != (first.entity, first.period, first.schema) for one in several):
        raise RuleError("variables() takes variables of one entity and one period.")
    row = subject(first.entity, first.schema)
    nodes = {one.name: one(row) for one in several}
    start, end = period_around(on, first.period)
    moments = {"on": on, "period_start": start, "period_end": end}
    frame = Plan(first.name, row, tuple(nodes.values()), tables, moments, known_on, full=full).subjects()
    frame.widen(row.variable_, tuple(nodes.values()))
    return frame.table.select(
        id=frame.table[frame.ids[0]], **{name: frame.values.value(node) for name, node in nodes.items()}
    )


def _is_own(condition: Condition) -> bool:
    """Whether a condition reads nothing but the subject's own row."""
    found = list(leaves(condition.active))
    return bool(found) and not any(isinstance(leaf, Aggregate) or leaf.row.path_ for leaf in found)  # type: ignore[attr-defined]


def _bits(columns: Sequence[tuple[int, Value]]) -> Value:
    zero = ibis.literal(0, type="int64")
    chosen = [ibis.ifelse(column, ibis.literal(1 << place, type="int64"), zero) for place, column in columns]
    return reduce(lambda left, right: left | right, chosen)


def _answers(benefit: Benefit, frame: Frame, with_missing: bool) -> Table:
    """The result, in stages, so that every column used often is computed once."""
    values, tops = frame.values, (benefit.verdict_node, benefit.amount_node, benefit.payee)
    conditions = [f"c{place}" for place in range(1, len(benefit.conditions) + 1)]
    columns: dict[str, Value] = {"id": frame.table[frame.ids[0]]}
    columns |= {name: values.value(one.active) for name, one in zip(conditions, benefit.conditions, strict=True)}
    columns |= {"total": values.value(benefit.amount_node).cast("int64"), "payee": values.value(benefit.payee)}
    columns |= {f"part_{part.name}": values.value(part.value).cast("int64") for part in benefit.parts}
    if with_missing:
        bits = merged([values.missing(node) for node in tops])
        columns["bits"] = ibis.literal(0, type="int64") if bits is None else bits
    stage = frame.table.select(**columns)
    stage = stage.mutate(verdict=reduce(lambda left, right: left & right, [stage[name] for name in conditions]))
    verdict = stage["verdict"]
    possible = verdict.fill_null(True)

    def due(name: str) -> Value:
        return ibis.ifelse(possible, stage[name], ibis.null("int64"))

    failing = [(place, inverse(stage[name].fill_null(True))) for place, name in enumerate(conditions, 1)]
    unknown = [(place, stage[name].isnull() & possible) for place, name in enumerate(conditions, 1)]
    answers: dict[str, Value] = {
        "id": stage["id"],
        "verdict": verdict,
        "amount": ibis.cases((verdict.isnull(), ibis.null("int64")), (verdict, stage["total"]), else_=0).cast("int64"),
        "payee": due("payee"),
        **{f"part_{part.name}": due(f"part_{part.name}") for part in benefit.parts},
        "failing": _bits(failing),
        "unknown": _bits(unknown),
    }
    if with_missing:
        answers["missing"] = only_if(possible, stage["bits"])
    return stage.select(**answers)


def _not_in_force(benefit: Benefit, frame: Frame, only_possible: bool, with_missing: bool) -> Table:
    null, zero = ibis.null("int64"), ibis.literal(0, type="int64")
    columns: dict[str, Value] = {
        "id": frame.table[frame.ids[0]],
        "verdict": ibis.literal(False),
        "amount": zero,
        "payee": null,
    }
    columns |= {f"part_{part.name}": null for part in benefit.parts}
    columns |= {"failing": ibis.literal(1, type="int64"), "unknown": zero}
    if with_missing:
        columns["missing"] = zero
    answers = frame.table.select(**columns)
    return answers.filter(ibis.literal(False)) if only_possible else answers


def condition_names(benefit: Benefit, bits: int) -> tuple[str, ...]:
    """The conditions behind the bits of ``failing`` or ``unknown``, as `Outcome` names them."""
    names = ("in_force", *benefit.condition_names)
    return tuple(name for place, name in enumerate(names) if bits >> place & 1)


def missing_names(benefit: Benefit, bits: int) -> tuple[str, ...]:
    """The facts behind the bits of ``missing``: ``person.born``, ``income.*``, ``parameter.age_limit``."""
    return tuple(code for place, code in enumerate(missing_codes(benefit)) if bits >> place & 1)
