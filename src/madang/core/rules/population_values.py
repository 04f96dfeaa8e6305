"""Values of the population form: each step of an expression as an ibis column over one prepared table.

Every step gives two columns: its value (null for unknown) and, on demand, the bits of the facts it is missing. The
second is zero exactly where the first is known, so a missing fact that no longer matters disappears on the way up.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import reduce
from typing import TYPE_CHECKING, Any

import ibis
from ibis import Value

from . import resolve
from .dates import cutoff_of
from .exact import Rounding
from .expressions import Node
from .kinds import Kind
from .rows import Row

if TYPE_CHECKING:
    from .population_frames import Frame

TYPES = {Kind.BOOL: "boolean", Kind.INT: "int64", Kind.MONEY: "int64", Kind.DATE: "date", Kind.CODE: "string",
         Kind.REF: "int64", Kind.RATE: "int64"}  # fmt: skip
MISSING_TYPE = "int64"
Bits = Any  # an ibis column, or None where nothing can be missing


def column_name(row: Row, steps: int, name: str) -> str:
    """Name of a column of the row ``steps`` relations away: ``s__mother__born``."""
    number = row.variable_.number
    start = "s" if number > 0 else f"r{-number}"
    return "__".join([start, *(relation.name for relation in row.path_[:steps]), name])


def nothing(kind: Kind) -> Value:
    """Unknown, of the type the kind has."""
    return ibis.null(TYPES[kind])


def literal(value: Any, kind: Kind) -> Value:
    """A constant column."""
    return nothing(kind) if value is None else ibis.literal(value, type=TYPES[kind])


def merged(parts: list[Bits]) -> Bits:
    """All bits of the parts together."""
    present = [part for part in parts if part is not None]
    return reduce(lambda left, right: left | right, present) if present else None


def only_if(condition: Value, bits: Bits) -> Bits:
    """The bits where the condition holds, else none."""
    return None if bits is None else ibis.ifelse(condition, bits, ibis.literal(0, type=MISSING_TYPE))


def inverse(condition: Value) -> Value:
    """Kleene not. Written as a comparison because ibis puts no brackets into ``NOT x IS NULL``."""
    return condition == ibis.literal(False)


class Values:
    """Compiles nodes over the columns of one frame's table."""

    def __init__(self, frame: Frame) -> None:
        self.frame, self.plan = frame, frame.plan
        self._values: dict[int, Value] = {}
        self._missing: dict[int, Bits] = {}
        self._certain: dict[int, bool] = {}

    def value(self, node: Node) -> Value:
        """The column of a node's value."""
        found = self._values.get(node.uid)
        if found is None:
            if not node.free:
                found = literal(self.plan.constant(node), node.kind)
            else:
                found = getattr(self, f"visit_{type(node).__name__.lower()}")(node)
            self._values[node.uid] = found
        return found

    def missing(self, node: Node) -> Bits:
        """The column of the bits of missing facts; None if there are none."""
        if node.uid not in self._missing:
            if not node.free:
                self._missing[node.uid] = self.plan.constant_missing(node)
            else:
                name = f"missing_{type(node).__name__.lower()}"
                self._missing[node.uid] = getattr(self, name, self._missing_strict)(node)
        return self._missing[node.uid]

    def certain(self, node: Node) -> bool:
        """Whether the value can never be unknown, given the columns that have no gaps."""
        found = self._certain.get(node.uid)
        if found is None:
            name = type(node).__name__
            if not node.free:
                found = self.plan.constant(node) is not None
            elif name in ("FactOf", "RefOf", "Absent", "OrElse", "Exists"):
                found = self._certain_fact(node, name)
            elif name == "Aggregate":
                found = node.uid in self.frame.certain_lists
            else:
                found = all(self.certain(part) for part in node.parts)
                found = found and not (name == "ParameterValue" and node.parameter.default is None)  # type: ignore[attr-defined]
            self._certain[node.uid] = found
        return found

    def _certain_fact(self, node: Any, name: str) -> bool:
        if node.row.path_ or name == "Exists":
            return False
        if name == "RefOf":
            return True
        full = node.fact.name in self.plan.full.get(node.row.variable_.entity.name, ())
        if not node.fact.optional:
            return full
        return name == "Absent" or self.certain(node.parts[0])

    def parts(self, node: Node) -> list[Value]:
        """The values of a node's parts."""
        return [self.value(part) for part in node.parts]

    def _missing_strict(self, node: Node) -> Bits:
        return merged([self.missing(part) for part in node.parts])

    def _missing_if_unknown(self, node: Node) -> Bits:
        return only_if(self.value(node).isnull(), self._missing_strict(node))

    missing_both = missing_either = missing_firstknown = _missing_if_unknown

    # Rows

    def column(self, row: Row, steps: int, name: str) -> Value:
        """A column of the frame's table."""
        return self.frame.table[column_name(row, steps, name)]

    def present(self, row: Row, steps: int) -> Value:
        """Whether the row ``steps`` away is there."""
        return ibis.literal(True) if steps == 0 else self.column(row, steps, "id").notnull()

    def absent(self, row: Row, steps: int) -> Value:
        """Whether the row ``steps`` away is known not to exist."""
        found: Value = ibis.literal(False)
        for step in range(1, steps + 1):
            relation = row.path_[step - 1]
            if relation.optional:
                found = found | (self.present(row, step - 1) & self.column(row, step - 1, relation.name).isnull())
        return found

    def key(self, row: Row) -> Value:
        """The id a row path ends in."""
        steps = len(row.path_)
        return self.column(row, 0, "id") if steps == 0 else self.column(row, steps - 1, row.path_[-1].name)

    def missing_row(self, row: Row, steps: int) -> Bits:
        """Bits of the first relation on the way that is unknown or leads to no row we have."""
        bits: Bits = None
        for step in range(steps, 0, -1):
            relation = row.path_[step - 1]
            lost = self.present(row, step - 1) & self.column(row, step, "id").isnull()
            if relation.optional:
                lost = lost & self.column(row, step - 1, relation.name).notnull()
            bits = merged([bits, only_if(lost, self.plan.bit(self._owner(row, step), relation.name))])
        return bits

    def _owner(self, row: Row, step: int) -> str:
        return row.path_[step - 2].to if step > 1 else row.variable_.entity.name

    def missing_key(self, row: Row) -> Bits:
        """Bits for an id that is unknown; one that is known not to exist has none."""
        steps = len(row.path_)
        if steps == 0:
            return None
        last = row.path_[-1]
        bits = self.missing_row(row, steps - 1)
        if not last.optional:
            lost = self.present(row, steps - 1) & self.key(row).isnull()
            bits = merged([bits, only_if(lost, self.plan.bit(self._owner(row, steps), last.name))])
        return bits

    def visit_factof(self, node: Any) -> Value:
        return self.column(node.row, len(node.row.path_), node.fact.name)

    def missing_factof(self, node: Any) -> Bits:
        steps = len(node.row.path_)
        gap = self.present(node.row, steps) & self.value_of_column(node).isnull()
        return merged(
            [self.missing_row(node.row, steps), only_if(gap, self.plan.bit(node.row.entity_.name, node.fact.name))]
        )

    def value_of_column(self, node: Any) -> Value:
        """The column a fact stands in."""
        return self.column(node.row, len(node.row.path_), node.fact.name)

    def visit_refof(self, node: Any) -> Value:
        return self.key(node.row)

    def missing_refof(self, node: Any) -> Bits:
        return self.missing_key(node.row)

    def visit_exists(self, node: Any) -> Value:
        steps, row = len(node.row.path_), node.row
        gone = self.absent(row, steps - 1)
        if row.path_[-1].optional:
            gone = gone | (self.present(row, steps - 1) & self.key(row).isnull())
        return ibis.cases((self.key(row).notnull(), True), (gone, False), else_=nothing(Kind.BOOL))

    def missing_exists(self, node: Any) -> Bits:
        return self.missing_key(node.row)

    def visit_absent(self, node: Any) -> Value:
        steps, row, column = len(node.row.path_), node.row, self.value_of_column(node)
        here = column.isnull() if node.fact.optional else ibis.ifelse(column.isnull(), nothing(Kind.BOOL), False)
        if steps == 0:
            return here
        return ibis.cases((self.present(row, steps), here), (self.absent(row, steps), True), else_=nothing(Kind.BOOL))

    def missing_absent(self, node: Any) -> Bits:
        return self.missing_row(node.row, len(node.row.path_)) if node.fact.optional else self.missing_factof(node)

    def visit_orelse(self, node: Any) -> Value:
        steps, row, column = len(node.row.path_), node.row, self.value_of_column(node)
        default = self.value(node.parts[0])
        here = ibis.coalesce(column, default) if node.fact.optional else column
        if steps == 0:
            return here
        return ibis.cases(
            (self.present(row, steps), here), (self.absent(row, steps), default), else_=nothing(node.kind)
        )

    def missing_orelse(self, node: Any) -> Bits:
        default = self.missing(node.parts[0])
        steps, row = len(node.row.path_), node.row
        gone = self.absent(row, steps)
        if node.fact.optional:
            gone = gone | (self.present(row, steps) & self.value_of_column(node).isnull())
        return merged([self.missing_absent(node), only_if(gone, default)])

    def visit_aggregate(self, node: Any) -> Value:
        return self.frame.table[f"a{node.uid}"]

    def missing_aggregate(self, node: Any) -> Bits:
        return self.frame.table[f"a{node.uid}_missing"]

    # Figures of law

    def visit_parametervalue(self, node: Any) -> Value:
        known = self.plan.resolved(node)
        default = resolve.plain(node.parameter, node.parameter.default)
        if node.day is None:
            return self._looked_up(node, known, default)
        day = self.value(node.day)
        branches = [(day >= ibis.literal(first), self._looked_up(node, value, default))
                    for first, value in reversed(list(zip(known.days, known.values, strict=True)))]  # fmt: skip
        before = self._looked_up(node, known.default, default)
        chosen = ibis.cases(*branches, else_=before) if branches else before
        doubt = day.isnull() if node.key is None else day.isnull() | self.value(node.key).isnull()
        return ibis.ifelse(doubt, nothing(node.kind), chosen)

    def _looked_up(self, node: Any, table: Any, default: Any) -> Value:
        if node.key is None:
            return literal(table, node.kind)
        key, otherwise = self.value(node.key), literal(default, node.kind)
        by_value: dict[Any, list[Any]] = {}
        for one, value in table.items():
            by_value.setdefault(value, []).append(one)
        branches = [(key.isin(keys), literal(value, node.kind)) for value, keys in by_value.items()]
        return ibis.cases((key.isnull(), nothing(node.kind)), *branches, else_=otherwise)

    def missing_parametervalue(self, node: Any) -> Bits:
        parts = self._missing_strict(node)
        if node.key is not None or node.parameter.default is not None:
            return parts
        known = self.value(node.day).notnull() if node.day is not None else ibis.literal(True)
        return merged(
            [parts, only_if(known & self.value(node).isnull(), self.plan.bit("parameter", node.parameter.name))]
        )

    def visit_scalevalue(self, node: Any) -> Value:
        x, bands = self.value(node.x), self.plan.resolved(node)
        if not node.marginal:
            branches = [(x >= start, literal(figure, node.kind)) for start, figure in reversed(bands)]
            return ibis.cases((x.isnull(), nothing(node.kind)), *branches, else_=literal(0, node.kind))
        total: Value = x * 0
        for place, (start, figure) in enumerate(bands):
            top = x if place + 1 == len(bands) else ibis.ifelse(x < bands[place + 1][0], x, bands[place + 1][0])
            total = total + ibis.ifelse(x > start, (top - start) * figure, 0)
        return total.cast("int64")

    # Logic and numbers

    def visit_ratenumerator(self, node: Node) -> Value:
        return self.value(node.parts[0])

    def visit_arithmetic(self, node: Any) -> Value:
        left, right = (part.cast("int64") for part in self.parts(node))
        found = left + right if node.op == "+" else left - right if node.op == "-" else left * right
        return found.cast("int64")

    def visit_compare(self, node: Any) -> Value:
        cutoff = cutoff_of(node)
        if cutoff is not None and self.plan.constant(cutoff) is not None:
            born, date = self.value(node.parts[0].parts[0]), self.value(cutoff)
            return born <= date if node.op in (">=", ">") else born > date
        left, right = self.parts(node)
        compared: Mapping[str, Any] = {
            "<": left.__lt__, "<=": left.__le__, ">": left.__gt__, ">=": left.__ge__, "==": left.__eq__, "!=": left.__ne__,
        }  # fmt: skip
        found: Value = compared[node.op](right)
        return found

    def visit_both(self, node: Node) -> Value:
        return reduce(lambda left, right: left & right, self.parts(node))

    def visit_either(self, node: Node) -> Value:
        return reduce(lambda left, right: left | right, self.parts(node))

    def visit_not(self, node: Node) -> Value:
        return inverse(self.value(node.parts[0]))

    def visit_among(self, node: Any) -> Value:
        return self.value(node.parts[0]).isin(list(node.values))

    def visit_select(self, node: Node) -> Value:
        condition, yes, no = self.parts(node)
        chosen = ibis.ifelse(condition, yes, no)
        return chosen if self.certain(node.parts[0]) else ibis.ifelse(condition.isnull(), nothing(node.kind), chosen)

    def missing_select(self, node: Node) -> Bits:
        condition = self.value(node.parts[0])
        asked, yes, no = (self.missing(part) for part in node.parts)
        return merged(
            [asked, only_if(condition.fill_null(False), yes), only_if(inverse(condition).fill_null(False), no)]
        )

    def visit_extreme(self, node: Any) -> Value:
        parts = self.parts(node)
        chosen = ibis.least(*parts) if node.op == "min" else ibis.greatest(*parts)
        if self.certain(node):
            return chosen
        unknown = reduce(lambda left, right: left | right, [part.isnull() for part in parts])
        return ibis.ifelse(unknown, nothing(node.kind), chosen)

    def visit_firstknown(self, node: Node) -> Value:
        return ibis.coalesce(*self.parts(node))

    def visit_rounded(self, node: Any) -> Value:
        """Whole-number rounding: the remainder is exact on every backend, and so is dividing what it leaves."""
        x, divisor = self.value(node.parts[0]), node.denominator * node.to
        rest = x % divisor  # the sign follows x
        down = ((x - rest) / divisor).round().cast("int64")
        size, sign = ibis.ifelse(rest < 0, -rest, rest), ibis.ifelse(x < 0, -1, 1)
        match node.how:
            case Rounding.DOWN:
                away: Value = ibis.literal(False)
            case Rounding.UP:
                away = rest != 0
            case Rounding.FLOOR:
                away = rest < 0
            case Rounding.CEILING:
                away = rest > 0
            case Rounding.HALF_UP:
                away = size * 2 >= divisor
            case _:
                away = (size * 2 > divisor) | ((size * 2 == divisor) & (down % 2 != 0))
        return ((down + ibis.ifelse(away, sign, 0)) * node.to).cast("int64")

    # Dates

    def visit_age(self, node: Any) -> Value:
        start, end = self.parts(node)
        if node.unit == "years":
            early = end.month() * 100 + end.day() < start.month() * 100 + start.day()
            return (end.year() - start.year() - ibis.ifelse(early, 1, 0)).cast("int64")
        months = (end.year() - start.year()) * 12 + end.month() - start.month()
        return (months - ibis.ifelse(end.day() < start.day(), 1, 0)).cast("int64")

    def visit_daysbetween(self, node: Node) -> Value:
        start, end = self.parts(node)
        return end.delta(start, unit="day").cast("int64")

    def visit_datepart(self, node: Any) -> Value:
        date = self.value(node.parts[0])
        if node.part == "month_index":
            return (date.year() * 12 + date.month() - 1).cast("int64")
        return getattr(date, node.part)().cast("int64")

    def visit_monthedge(self, node: Any) -> Value:
        first = self.value(node.parts[0]).truncate("M").cast("date")
        if node.edge == "first":
            return first
        return ((first + ibis.interval(months=1)).cast("date") - ibis.interval(days=1)).cast("date")

    def visit_moved(self, node: Any) -> Value:
        date, amount = self.parts(node)
        return (date + amount.as_interval("M" if node.unit == "months" else "D")).cast("date")
