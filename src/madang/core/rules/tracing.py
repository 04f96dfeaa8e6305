"""Which missing facts keep an answer unknown. A plain interpreter, used only when the compiled form answers "unknown".

Every step gives its value and, if that is unknown, the facts it is unknown for; a known value has none. So a missing
fact that could no longer change the result (the other side of an "and" is already false) is never named.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from . import dates, resolve
from .entities import Relation
from .exact import rounded_quotient
from .expressions import Node
from .facts import Facts
from .rows import Row

Missing = frozenset["MissingFact"]
NOTHING: Missing = frozenset()
COMPARE = {
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
    "==": lambda a, b: a == b,
    "!=": lambda a, b: a != b,
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
}
AGE = {"years": dates.years_between, "months": dates.months_between_dates}
MOVE = {"months": dates.plus_months, "days": dates.plus_days}
EDGE = {"first": dates.month_first, "last": dates.month_last}


@dataclass(frozen=True, order=True)
class MissingFact:
    """A fact nobody knows yet. id None: not one row's fact (a whole register, ``fact="*"``, or a parameter)."""

    entity: str
    id: int | None
    fact: str

    @property
    def code(self) -> str:
        """``person.born``: the same without the row, as the population form reports it."""
        return f"{self.entity}.{self.fact}"


class Tracer:
    """Evaluates nodes for one subject and keeps track of what is missing."""

    def __init__(self, facts: Facts, subject: Row, row: dict[str, Any], moments: dict[str, datetime.date],
                 known_on: datetime.date | None) -> None:  # fmt: skip
        self.facts, self.moments, self.known_on = facts, moments, known_on
        self.rows: dict[Any, dict[str, Any]] = {subject.variable_: row}

    def trace(self, node: Node) -> tuple[Any, Missing]:
        """The value of ``node`` and, if that is None, the facts it is missing."""
        result: tuple[Any, Missing] = getattr(self, f"visit_{type(node).__name__.lower()}", self._strict)(node)
        return result

    def _strict(self, node: Node) -> tuple[Any, Missing]:
        """Steps that are unknown as soon as one part is."""
        traced = [self.trace(part) for part in node.parts]
        values = [value for value, _ in traced]
        missing = NOTHING.union(*(one for _, one in traced))
        if any(value is None for value in values):
            return None, missing
        return self._computed(node, values), NOTHING

    def _computed(self, node: Any, values: list[Any]) -> Any:
        name = type(node).__name__
        if name in ("Compare", "Arithmetic"):
            return COMPARE[node.op](*values)
        if name == "Age":
            return AGE[node.unit](*values)
        if name == "Moved":
            return MOVE[node.unit](*values)
        if name == "Cutoff":
            return node.of(*values)
        if name == "DaysBetween":
            return dates.days_from(*values)
        if name == "DatePart":
            return dates.month_number(values[0]) if node.part == "month_index" else getattr(values[0], node.part)
        if name == "MonthEdge":
            return EDGE[node.edge](values[0])
        if name == "Rounded":
            return rounded_quotient(values[0], node.denominator * node.to, node.how) * node.to
        if name == "Extreme":
            return min(values) if node.op == "min" else max(values)
        if name == "Among":
            return values[0] in node.values
        if name == "Not":
            return not values[0]
        if name == "ScaleValue":
            bands = resolve.resolved(node, self.moments["period_start"], self.known_on)
            return resolve.marginal(bands, values[0]) if node.marginal else resolve.band(bands, values[0])
        if name == "RateNumerator":
            return values[0]
        raise AssertionError(f"no rule to trace {name}")

    def visit_literal(self, node: Any) -> tuple[Any, Missing]:
        return node.value, NOTHING

    def visit_moment(self, node: Any) -> tuple[Any, Missing]:
        return self.moments[node.name], NOTHING

    def visit_parametervalue(self, node: Any) -> tuple[Any, Missing]:
        value = resolve.resolved(node, self.moments["period_start"], self.known_on)
        if node.day is not None:
            day, missing = self.trace(node.day)
            if day is None:
                return None, missing | (self.trace(node.key)[1] if node.key is not None else NOTHING)
            value = value.at(day)
        if node.key is not None:
            key, missing = self.trace(node.key)
            if key is None:
                return None, missing
            value = value.get(key, resolve.plain(node.parameter, node.parameter.default))
        if value is None:
            return None, frozenset({MissingFact("parameter", None, node.parameter.name)})
        return value, NOTHING

    def visit_both(self, node: Node, decides: bool = False) -> tuple[Any, Missing]:
        traced = [self.trace(part) for part in node.parts]
        if any(value is decides for value, _ in traced):
            return decides, NOTHING
        missing = NOTHING.union(*(one for _, one in traced))
        return (None, missing) if any(value is None for value, _ in traced) else (not decides, NOTHING)

    def visit_either(self, node: Node) -> tuple[Any, Missing]:
        return self.visit_both(node, decides=True)

    def visit_select(self, node: Node) -> tuple[Any, Missing]:
        condition, missing = self.trace(node.parts[0])
        if condition is None:
            return None, missing
        return self.trace(node.parts[1] if condition else node.parts[2])

    def visit_firstknown(self, node: Node) -> tuple[Any, Missing]:
        missing = NOTHING
        for part in node.parts:
            value, lacking = self.trace(part)
            if value is not None:
                return value, NOTHING
            missing |= lacking
        return None, missing

    # Rows

    def reach(self, row: Row, steps: int) -> tuple[dict[str, Any] | None, bool, Missing]:
        """The row ``steps`` relations away, whether it is known absent, and what is missing to know it."""
        here: dict[str, Any] = self.rows[row.variable_]
        entity = row.variable_.entity.name
        for relation in row.path_[:steps]:
            key = here[relation.name]
            if key is None:
                lacking = NOTHING if relation.optional else self._lack(entity, here, relation)
                return None, relation.optional, lacking
            found = self.facts.tables[relation.to].get(key)
            if found is None:
                return None, False, self._lack(entity, here, relation)
            here, entity = found, relation.to
        return here, False, NOTHING

    def _lack(self, entity: str, row: dict[str, Any], column: Any) -> Missing:
        return frozenset({MissingFact(entity, row["id"], column.name)})

    def key(self, row: Row) -> tuple[int | None, bool, Missing]:
        """The id a row path ends in, whether it is known that there is none, and what is missing."""
        if not row.path_:
            return self.rows[row.variable_]["id"], False, NOTHING
        before, absent, missing = self.reach(row, len(row.path_) - 1)
        if before is None:
            return None, absent, missing
        last: Relation = row.path_[-1]
        owner = row.path_[-2].to if len(row.path_) > 1 else row.variable_.entity.name
        key = before[last.name]
        if key is None and not last.optional:
            return None, False, self._lack(owner, before, last)
        return key, key is None, NOTHING

    def visit_factof(self, node: Any) -> tuple[Any, Missing]:
        row, _, missing = self.reach(node.row, len(node.row.path_))
        if row is None:
            return None, missing
        value = row[node.fact.name]
        return value, (NOTHING if value is not None else self._lack(node.row.entity_.name, row, node.fact))

    def visit_refof(self, node: Any) -> tuple[Any, Missing]:
        key, _, missing = self.key(node.row)
        return key, missing

    def visit_exists(self, node: Any) -> tuple[Any, Missing]:
        key, absent, missing = self.key(node.row)
        return (True if key is not None else (False if absent else None)), missing

    def visit_absent(self, node: Any) -> tuple[Any, Missing]:
        value, absent, missing = self._optional(node)
        return (True if absent else (None if missing else value is None)), missing

    def visit_orelse(self, node: Any) -> tuple[Any, Missing]:
        value, absent, missing = self._optional(node)
        if missing:
            return None, missing
        return self.trace(node.parts[0]) if absent else (value, NOTHING)

    def _optional(self, node: Any) -> tuple[Any, bool, Missing]:
        row, absent, missing = self.reach(node.row, len(node.row.path_))
        if row is None:
            return None, absent, missing
        value = row[node.fact.name]
        if value is None and not node.fact.optional:
            return None, False, self._lack(node.row.entity_.name, row, node.fact)
        return value, value is None, NOTHING

    # Lists

    def visit_aggregate(self, node: Any) -> tuple[Any, Missing]:
        key, _, missing = self.key(node.row)
        index = self.facts.many(node.source.name, node.relation.name)
        if index is None:
            missing |= frozenset({MissingFact(node.source.name, None, "*")})
        if missing:
            return None, missing
        rows = (index or {}).get(key, []) if key is not None else []
        kept = self.rows.get(node.variable)
        try:
            return self._over(node, rows)
        finally:
            if kept is not None:
                self.rows[node.variable] = kept

    def _over(self, node: Any, rows: list[dict[str, Any]]) -> tuple[Any, Missing]:
        values: list[Any] = []
        lacking: Missing = NOTHING
        for row in rows:
            self.rows[node.variable] = row
            where, missing = self.trace(node.where)
            if where is False:
                continue
            value, value_missing = (True, NOTHING) if node.value is None else self.trace(node.value)
            by, by_missing = (0, NOTHING) if node.by is None else self.trace(node.by)
            lacking |= missing | by_missing
            if node.op in ("sum", "min", "max"):
                lacking |= value_missing
            if where and by is not None:
                values.append((by, row["id"], value, value_missing))
        return self._folded(node, values, lacking)

    def _folded(self, node: Any, values: list[Any], lacking: Missing) -> tuple[Any, Missing]:
        if node.op == "any" and values:
            return True, NOTHING
        if lacking:
            return None, lacking
        plain = [value for _, _, value, _ in values]
        if node.op in ("count", "any"):
            return (len(plain) if node.op == "count" else False), NOTHING
        if node.op == "sum":
            return sum(plain), NOTHING
        if not plain:
            return self.trace(node.default)
        if node.op == "latest":
            _, _, value, missing = max(values, key=lambda one: (one[0], one[1]))
            return value, missing
        return (min(plain) if node.op == "min" else max(plain)), NOTHING
