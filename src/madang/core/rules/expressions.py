"""Typed expressions: what a rule says, before it is compiled to Python or to a query.

Operators build nodes; nothing is computed here. Every node knows its kind, so mixing years with won is refused where
it is written. Logic is three valued: unknown and false is false, unknown and true is unknown. Use ``&``, ``|`` and
``~`` (or `all_of`, `any_of`, `not_`), because Python's own ``and`` cannot be overloaded.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from itertools import count
from typing import Any

from .kinds import NUMBERS, ORDERED, Kind, RuleError, checked, kind_of

_serial = count(1)
_known_nodes: dict[tuple[Any, ...], int] = {}


class Operand:
    """Anything that can stand in an expression. Comparisons and arithmetic with it give nodes."""

    def to_node(self) -> Node:
        """This operand as a node."""
        raise NotImplementedError

    def __lt__(self, other: Any) -> Node:
        return compare("<", self, other)

    def __le__(self, other: Any) -> Node:
        return compare("<=", self, other)

    def __gt__(self, other: Any) -> Node:
        return compare(">", self, other)

    def __ge__(self, other: Any) -> Node:
        return compare(">=", self, other)

    def __eq__(self, other: object) -> Node:  # type: ignore[override]
        return compare("==", self, other)

    def __ne__(self, other: object) -> Node:  # type: ignore[override]
        return compare("!=", self, other)

    __hash__ = object.__hash__

    def __and__(self, other: Any) -> Node:
        return all_of(self, other)

    def __or__(self, other: Any) -> Node:
        return any_of(self, other)

    def __invert__(self) -> Node:
        return not_(self)

    def __add__(self, other: Any) -> Any:
        return arithmetic("+", self, other)

    def __radd__(self, other: Any) -> Any:
        return arithmetic("+", other, self)

    def __sub__(self, other: Any) -> Any:
        return arithmetic("-", self, other)

    def __rsub__(self, other: Any) -> Any:
        return arithmetic("-", other, self)

    def __mul__(self, other: Any) -> Any:
        return arithmetic("*", self, other)

    __rmul__ = __mul__

    def __neg__(self) -> Any:
        return arithmetic("-", 0, self)

    def __truediv__(self, other: Any) -> Any:
        from .exact import divided

        return divided(self, other)

    def __floordiv__(self, other: Any) -> Node:
        from .exact import FLOOR, divided

        return divided(self, other).rounded(FLOOR)

    def __bool__(self) -> bool:
        raise RuleError("A rule has no truth value while it is written. Use & | ~ instead of and, or, not, if.")

    def is_in(self, values: Iterable[Any]) -> Node:
        """Whether it is one of ``values`` (a list of literals)."""
        return Among(self.to_node(), tuple(values))


class Node(Operand):
    """One step of an expression.

    kind: of its value. parts: the nodes it is made of. args: everything else that tells two nodes apart.
    uid: equal for equal expressions, so each is computed once. free: the row variables it speaks about.
    """

    __slots__ = ("args", "free", "kind", "parts", "uid")
    kind: Kind
    parts: tuple[Node, ...]
    args: tuple[Any, ...]
    uid: int
    free: frozenset[Any]

    def __init__(self, kind: Kind, parts: tuple[Node, ...] = (), args: tuple[Any, ...] = (),
                 free: frozenset[Any] = frozenset()) -> None:  # fmt: skip
        self.kind, self.parts, self.args = kind, parts, args
        key = (type(self).__name__, args, tuple(part.uid for part in parts))
        uid = _known_nodes.get(key)
        self.uid = _known_nodes.setdefault(key, next(_serial)) if uid is None else uid
        self.free = free.union(*(part.free for part in parts)) if parts else free

    def to_node(self) -> Node:
        """Itself."""
        return self


class Literal(Node):
    """A constant written into a rule."""

    __slots__ = ("value",)

    def __init__(self, value: Any, kind: Kind) -> None:
        super().__init__(kind, (), (kind, value))
        self.value = value


class Moment(Node):
    """A date the evaluation is asked for: ``on``, ``period_start`` or ``period_end`` (the last day)."""

    __slots__ = ("name",)

    def __init__(self, name: str) -> None:
        super().__init__(Kind.DATE, (), (name,))
        self.name = name


#: The day asked about. Only in benefits whose period is ``ONCE``; others speak of their period's first and last day.
on = Moment("on")
period_start = Moment("period_start")
period_end = Moment("period_end")


class ParameterValue(Node):
    """A dated parameter, read at the period's first day or at ``day``, by ``key`` if it is a table."""

    __slots__ = ("day", "key", "parameter")

    def __init__(self, parameter: Any, day: Node | None, key: Node | None) -> None:
        parts = tuple(node for node in (day, key) if node is not None)
        super().__init__(parameter.kind, parts, (id(parameter), day is None, key is None))
        self.parameter, self.day, self.key = parameter, day, key


class ScaleValue(Node):
    """A scale applied to a number: the figure of its band, or (marginal) the numerator of the sum over bands."""

    __slots__ = ("marginal", "parameter", "x")

    def __init__(self, parameter: Any, x: Node, marginal: bool) -> None:
        if x.kind not in NUMBERS:
            raise RuleError(f"Scale {parameter.name} is applied to {x.kind}: it needs int or money.")
        super().__init__(x.kind if marginal else parameter.kind, (x,), (id(parameter), marginal))
        self.parameter, self.x, self.marginal = parameter, x, marginal


class Arithmetic(Node):
    """``+``, ``-`` or ``*`` of two whole numbers."""

    __slots__ = ("op",)

    def __init__(self, op: str, left: Node, right: Node) -> None:
        for side in (left, right):
            if side.kind not in NUMBERS:
                raise RuleError(f"{op!r} needs numbers, not {side.kind}. For dates use add_days or add_months.")
        kind = Kind.MONEY if Kind.MONEY in (left.kind, right.kind) else Kind.INT
        if op == "*" and left.kind is right.kind is Kind.MONEY:
            raise RuleError("money * money means nothing. Multiply money by a count or a rate.")
        if op != "*" and left.kind is not right.kind:
            raise RuleError(f"{left.kind} {op} {right.kind}: both sides must be money, or both plain numbers.")
        super().__init__(kind, (left, right), (op,))
        self.op = op


class Compare(Node):
    """A comparison of two values of one kind."""

    __slots__ = ("op",)

    def __init__(self, op: str, left: Node, right: Node) -> None:
        if left.kind is not right.kind:
            raise RuleError(f"{left.kind} {op} {right.kind}: only values of one kind can be compared.")
        if op not in ("==", "!=") and left.kind not in ORDERED:
            raise RuleError(f"{left.kind} has no order: only == and != make sense.")
        super().__init__(Kind.BOOL, (left, right), (op,))
        self.op = op


class Both(Node):
    """Kleene and: false if any part is false, else unknown if any is unknown."""

    __slots__ = ()

    def __init__(self, parts: tuple[Node, ...]) -> None:
        super().__init__(Kind.BOOL, parts)


class Either(Node):
    """Kleene or: true if any part is true, else unknown if any is unknown."""

    __slots__ = ()

    def __init__(self, parts: tuple[Node, ...]) -> None:
        super().__init__(Kind.BOOL, parts)


class Not(Node):
    """True becomes false, unknown stays unknown."""

    __slots__ = ()

    def __init__(self, part: Node) -> None:
        super().__init__(Kind.BOOL, (part,))


class Among(Node):
    """Membership in a fixed list of literals."""

    __slots__ = ("values",)

    def __init__(self, part: Node, values: tuple[Any, ...]) -> None:
        if not values:
            raise RuleError("is_in([]) can never be true: give at least one value.")
        for value in values:
            checked(value, part.kind, "A value of is_in(...)")
        super().__init__(Kind.BOOL, (part,), values)
        self.values = values


class Select(Node):
    """``then`` if the condition is true, ``otherwise`` if false, unknown if unknown."""

    __slots__ = ()

    def __init__(self, condition: Node, then: Node, otherwise: Node) -> None:
        if condition.kind is not Kind.BOOL or then.kind is not otherwise.kind:
            raise RuleError(f"if_({condition.kind}, {then.kind}, {otherwise.kind}): needs bool and two of one kind.")
        super().__init__(then.kind, (condition, then, otherwise))


class Extreme(Node):
    """The smallest (``min``) or largest (``max``) of several values; unknown if any is."""

    __slots__ = ("op",)

    def __init__(self, op: str, parts: tuple[Node, ...]) -> None:
        if len({part.kind for part in parts}) != 1 or parts[0].kind not in ORDERED:
            raise RuleError(f"{op} needs values of one ordered kind, not {', '.join(part.kind for part in parts)}.")
        super().__init__(parts[0].kind, parts, (op,))
        self.op = op


class FirstKnown(Node):
    """The first of several values that is known."""

    __slots__ = ()

    def __init__(self, parts: tuple[Node, ...]) -> None:
        if len({part.kind for part in parts}) != 1:
            raise RuleError("first_known needs values of one kind.")
        super().__init__(parts[0].kind, parts)


def as_node(value: Any, kind: Kind | None = None) -> Node:
    """``value`` as a node; a literal takes ``kind`` if it fits, a node of another kind is a `RuleError`."""
    if isinstance(value, Operand):
        node = value.to_node()
        if isinstance(node, Literal) and kind is Kind.MONEY and node.kind is Kind.INT:
            return Literal(node.value, Kind.MONEY)
        if kind is not None and node.kind is not kind:
            raise RuleError(f"Expected {kind}, got {node.kind}.")
        return node
    if kind is None or kind is Kind.REF:
        kind = kind or kind_of(value)
        return Literal(value, kind)
    return Literal(checked(value, kind, "A constant"), kind)


def _pair(left: Any, right: Any) -> tuple[Node, Node]:
    """Both as nodes; a plain number takes the other side's kind."""
    if isinstance(left, Operand):
        first = left.to_node()
        return first, as_node(right, None if isinstance(right, Operand) else first.kind)
    second = right.to_node()
    return as_node(left, second.kind), second


def compare(op: str, left: Any, right: Any) -> Node:
    """``left op right`` with exact fractions brought to whole numbers first."""
    from .exact import Exact, over_one_denominator

    if isinstance(left, Exact) or isinstance(right, Exact):
        return Compare(op, *over_one_denominator(left, right)[:2])
    return Compare(op, *_pair(left, right))


def arithmetic(op: str, left: Any, right: Any) -> Any:
    """``left op right``; a product with a rate is exact and must be rounded by name."""
    from .exact import Exact, combined, is_rate

    if isinstance(left, Exact) or isinstance(right, Exact) or is_rate(left) or is_rate(right):
        return combined(op, left, right)
    if op == "*" and not (isinstance(left, Operand) and isinstance(right, Operand)):
        number = right if isinstance(left, Operand) else left
        other = left if isinstance(left, Operand) else right
        return Arithmetic(op, other.to_node(), as_node(number, Kind.INT))
    return Arithmetic(op, *_pair(left, right))


def _bools(parts: tuple[Any, ...]) -> tuple[Node, ...]:
    flat: list[Node] = []
    for part in parts:
        flat.append(as_node(part, Kind.BOOL))
    if not flat:
        raise RuleError("all_of() and any_of() need at least one condition.")
    return tuple(flat)


def all_of(*parts: Any) -> Node:
    """All of the conditions hold."""
    nodes = _bools(parts)
    return nodes[0] if len(nodes) == 1 else Both(nodes)


def any_of(*parts: Any) -> Node:
    """At least one of the conditions holds."""
    nodes = _bools(parts)
    return nodes[0] if len(nodes) == 1 else Either(nodes)


def not_(part: Any) -> Node:
    """The condition does not hold."""
    return Not(as_node(part, Kind.BOOL))


def if_(condition: Any, then: Any, otherwise: Any) -> Node:
    """``then`` where the condition holds, else ``otherwise``."""
    if isinstance(then, Operand) or isinstance(otherwise, Operand):
        yes, no = _pair(then, otherwise)
    else:
        yes, no = as_node(then), as_node(otherwise)
    return Select(as_node(condition, Kind.BOOL), yes, no)


def _alike(values: tuple[Any, ...]) -> tuple[Node, ...]:
    kinds = [value.to_node().kind for value in values if isinstance(value, Operand)]
    return tuple(as_node(value, None if isinstance(value, Operand) or not kinds else kinds[0]) for value in values)


def smallest(*values: Any) -> Node:
    """The smallest of the values."""
    return Extreme("min", _alike(values))


def largest(*values: Any) -> Node:
    """The largest of the values."""
    return Extreme("max", _alike(values))


def first_known(*values: Any) -> Node:
    """The first value that is known, e.g. the guardian, else the mother."""
    return FirstKnown(_alike(values))


def money(amount: int) -> Node:
    """A constant amount in the currency's smallest unit."""
    return Literal(checked(amount, Kind.MONEY, "money(...)"), Kind.MONEY)


def day(text: str) -> Node:
    """A constant date, ``day("2026-01-01")``."""
    return Literal(datetime.date.fromisoformat(text), Kind.DATE)
