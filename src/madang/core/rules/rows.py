"""Rows in rules: ``child.born``, ``child.mother.born``, ``child.stays_abroad.any(lambda stay: …)``.

``subject("person")`` opens a rule about one person. A fact of a row is a value, a to-one relation is another row, a
to-many relation can be counted, summed and searched. Lists are complete: no stay abroad in the register means there
was none. A whole entity can be unknown, e.g. when a country has no income register; then every answer that needs it
is unknown.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from itertools import count
from typing import Any

from .entities import Entity, Fact, Relation, Schema
from .expressions import Literal, Node, Operand, as_node
from .kinds import NUMBERS, ORDERED, Kind, RuleError
from .resolve import walk
from .schema import STANDARD

_variables = count(1)
_depth: ContextVar[int] = ContextVar("rule nesting depth", default=0)


class Variable:
    """One row a rule speaks about: the subject (numbered from 1), or the row a lambda is given.

    Lambda rows are numbered by nesting depth (-1, -2, …), so that equal questions are equal nodes.
    """

    __slots__ = ("entity", "number")

    def __init__(self, entity: Entity, number: int) -> None:
        self.entity, self.number = entity, number

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Variable) and (self.number, self.entity.name) == (other.number, other.entity.name)

    def __hash__(self) -> int:
        return hash((self.number, self.entity.name))


class Row(Operand):
    """A row reached from a variable over to-one relations. Attributes follow the schema; as a value it is its id."""

    def __init__(self, schema: Schema, variable: Variable, path: tuple[Relation, ...] = ()) -> None:
        self.schema_, self.variable_, self.path_ = schema, variable, path

    @property
    def entity_(self) -> Entity:
        """The entity this row belongs to."""
        return self.schema_[self.path_[-1].to] if self.path_ else self.variable_.entity

    @property
    def optional_(self) -> bool:
        """Whether the row may be known not to exist."""
        return any(relation.optional for relation in self.path_)

    def __getattr__(self, name: str) -> Any:
        """A fact, a to-one relation or a to-many relation of this row."""
        if name.startswith("__"):
            raise AttributeError(name)
        entity = self.entity_
        column = entity.columns.get(name)
        if isinstance(column, Relation):
            return Row(self.schema_, self.variable_, (*self.path_, column))
        if isinstance(column, Fact):
            return OptionalFact(self, column) if column.optional or self.optional_ else FactOf(self, column)
        found = self.schema_.reverse(entity.name, name)
        if found:
            return Related(self, *found)
        raise RuleError(f"{entity.name} has no {name!r}. It has: {', '.join(self.schema_.names(entity.name))}.")

    def to_node(self) -> Node:
        """The row's id, for comparing rows and for payees."""
        return RefOf(self)

    @property
    def exists(self) -> Node:
        """Whether there is such a row (for optional relations)."""
        return Exists(self)


def subject(entity: str, schema: Schema = STANDARD) -> Any:
    """A variable for the one row a benefit is about, e.g. ``child = subject("person")``."""
    return Row(schema, Variable(schema[entity], next(_variables)))


def _free(row: Row) -> frozenset[Any]:
    return frozenset({row.variable_})


def _row_args(row: Row) -> tuple[Any, ...]:
    return (row.variable_.entity.name, row.variable_.number, tuple(relation.name for relation in row.path_))


class FactOf(Node):
    """A fact that every such row has; null means unknown."""

    __slots__ = ("fact", "row")

    def __init__(self, row: Row, fact: Fact) -> None:
        super().__init__(fact.kind, (), (*_row_args(row), fact.name), _free(row))
        self.row, self.fact = row, fact


class RefOf(Node):
    """The id of a row reached from a variable."""

    __slots__ = ("row",)

    def __init__(self, row: Row) -> None:
        super().__init__(Kind.REF, (), _row_args(row), _free(row))
        self.row = row


class Exists(Node):
    """Whether an optional relation leads to a row."""

    __slots__ = ("row",)

    def __init__(self, row: Row) -> None:
        if not row.optional_:
            raise RuleError(f"{row.path_[-1].name if row.path_ else 'The subject'} always exists; drop .exists.")
        super().__init__(Kind.BOOL, (), _row_args(row), _free(row))
        self.row = row


class Absent(Node):
    """Whether an optional fact is known not to exist."""

    __slots__ = ("fact", "row")

    def __init__(self, row: Row, fact: Fact) -> None:
        super().__init__(Kind.BOOL, (), (*_row_args(row), fact.name), _free(row))
        self.row, self.fact = row, fact


class OrElse(Node):
    """An optional fact, or another value where it is known not to exist."""

    __slots__ = ("fact", "row")

    def __init__(self, row: Row, fact: Fact, default: Node) -> None:
        super().__init__(fact.kind, (default,), (*_row_args(row), fact.name), _free(row))
        self.row, self.fact = row, fact


class OptionalFact(Operand):
    """A fact that may be known not to exist. Say what then: ``.or_else(NEVER)``, ``.is_absent``, ``.is_present``."""

    def __init__(self, row: Row, fact: Fact) -> None:
        self.row, self.fact = row, fact

    def to_node(self) -> Node:
        """Refused: the rule has to say what absence means."""
        name = self.fact.name
        raise RuleError(f"{name} may be absent. Write .{name}.or_else(...), .{name}.is_absent or .{name}.is_present.")

    @property
    def is_absent(self) -> Node:
        """Known not to exist."""
        return Absent(self.row, self.fact)

    @property
    def is_present(self) -> Node:
        """Known to exist."""
        return ~Absent(self.row, self.fact)

    def or_else(self, default: Any) -> Node:
        """The fact, or ``default`` where it is known not to exist."""
        return OrElse(self.row, self.fact, as_node(default, self.fact.kind))


class Aggregate(Node):
    """One value over the rows of a to-many relation.

    op: count, any, sum, min, max, latest. row: owner of the rows. variable: the row the lambdas were given.
    where: which rows. value: what of them. by: what makes a row the latest. default: for no rows (min, max, latest).
    """

    __slots__ = ("by", "default", "inside", "list_key", "op", "relation", "row", "source", "value", "variable", "where")

    def __init__(self, op: str, related: Related, variable: Variable, *, kind: Kind, where: Node, value: Node | None = None,
                 by: Node | None = None, default: Node | None = None) -> None:  # fmt: skip
        inner = tuple(node for node in (where, value, by, default) if node is not None)
        shape = (value is None, by is None, default is None)
        row = related.row_
        super().__init__(
            kind, inner, (op, *_row_args(row), related.entity_.name, related.relation_.name, *shape), _free(row)
        )
        self.free = self.free - {variable}
        self.op, self.row, self.source, self.relation = op, row, related.entity_, related.relation_
        self.variable, self.where, self.value, self.by, self.default = variable, where, value, by, default
        self.list_key = (variable, *_row_args(row), related.entity_.name, related.relation_.name)
        self.inside = frozenset(one.uid for part in inner for one in walk(part))


RowRule = Callable[[Any], Any]


class Related:
    """The rows of a to-many relation, e.g. ``child.stays_abroad``. Each question takes lambdas over one row."""

    def __init__(self, row: Row, entity: Entity, relation: Relation) -> None:
        self.row_, self.entity_, self.relation_ = row, entity, relation

    @contextmanager
    def _opened(self) -> Iterator[Row]:
        depth = _depth.get() + 1
        token = _depth.set(depth)
        try:
            yield Row(self.row_.schema_, Variable(self.entity_, -depth))
        finally:
            _depth.reset(token)

    def _ask(self, op: str, kind: Kind | None = None, *, where: RowRule | None, value: RowRule | None = None,
             by: RowRule | None = None, default: Any = None) -> Aggregate:  # fmt: skip
        with self._opened() as row:
            chosen = Literal(True, Kind.BOOL) if where is None else as_node(where(row), Kind.BOOL)
            node = None if value is None else as_node(value(row))
            order = None if by is None else as_node(by(row))
        kind = kind or (node.kind if node is not None else Kind.INT)
        if op == "sum" and kind not in NUMBERS:
            raise RuleError(f"sum of {kind}: needs int or money.")
        if op in ("min", "max") and kind not in ORDERED:
            raise RuleError(f"{op} of {kind}: needs int, money or date.")
        if order is not None and order.kind not in ORDERED:
            raise RuleError(f"latest by {order.kind}: needs a date or a number.")
        none = None if op in ("count", "any", "sum") else as_node(default, kind)
        return Aggregate(op, self, row.variable_, kind=kind, where=chosen, value=node, by=order, default=none)

    def count(self, where: RowRule | None = None) -> Node:
        """How many rows."""
        return self._ask("count", Kind.INT, where=where)

    def any(self, where: RowRule | None = None) -> Node:
        """Whether there is at least one row such that ``where``."""
        return self._ask("any", Kind.BOOL, where=where)

    def all(self, rule: RowRule) -> Node:
        """Whether every row fulfils ``rule``; true if there is none."""
        return ~self.any(lambda row: ~as_node(rule(row), Kind.BOOL))

    def sum(self, value: RowRule, where: RowRule | None = None) -> Node:
        """The sum of ``value``; 0 if there is no row."""
        return self._ask("sum", where=where, value=value)

    def min(self, value: RowRule, *, default: Any, where: RowRule | None = None) -> Node:
        """The smallest ``value``, or ``default`` if there is no row."""
        return self._ask("min", where=where, value=value, default=default)

    def max(self, value: RowRule, *, default: Any, where: RowRule | None = None) -> Node:
        """The largest ``value``, or ``default`` if there is no row."""
        return self._ask("max", where=where, value=value, default=default)

    def latest(self, value: RowRule, *, by: RowRule, default: Any, where: RowRule | None = None) -> Node:
        """``value`` of the row with the largest ``by`` (then the largest id), or ``default`` if there is no row."""
        return self._ask("latest", where=where, value=value, by=by, default=default)

    def rank(self, of: Any, by: RowRule) -> Node:
        """The place of row ``of`` among these rows: 1 has the smallest ``by``, equals follow their ids."""
        own, own_id = as_node(by(of)), as_node(of)
        return self.count(lambda row: (by(row) < own) | ((by(row) == own) & (as_node(row) < own_id))) + 1
