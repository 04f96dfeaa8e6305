"""Exact fractions inside rules: a whole number over a constant denominator, until somebody rounds it by name.

``(AMOUNT * REDUCTION).rounded(DOWN, to=10)`` reads: take the rate of the amount exactly, then cut to tens. Comparing
needs no rounding: ``income * 2 <= MEDIAN`` and ``income <= MEDIAN * percent(50)`` are the same whole-number question.
"""

from __future__ import annotations

from enum import StrEnum
from fractions import Fraction
from math import lcm
from typing import Any

from .expressions import Arithmetic, Literal, Node, Operand, ParameterValue, as_node, compare
from .kinds import NUMBERS, Kind, RuleError


class Rounding(StrEnum):
    """Named ways to a whole number. The law names one; so must the rule."""

    DOWN = "down"  # towards zero: cut off
    UP = "up"  # away from zero
    FLOOR = "floor"  # towards minus infinity
    CEILING = "ceiling"  # towards plus infinity
    HALF_UP = "half up"  # to the nearest, half away from zero
    HALF_EVEN = "half even"  # to the nearest, half to the even neighbour


DOWN, UP, FLOOR = Rounding.DOWN, Rounding.UP, Rounding.FLOOR
CEILING, HALF_UP, HALF_EVEN = Rounding.CEILING, Rounding.HALF_UP, Rounding.HALF_EVEN


def rounded_quotient(numerator: int, denominator: int, how: Rounding) -> int:
    """``numerator / denominator`` as a whole number. denominator > 0."""
    quotient, rest = divmod(numerator, denominator)  # rest is never negative
    if rest == 0 or how is Rounding.FLOOR:
        return quotient
    if how is Rounding.CEILING:
        return quotient + 1
    if how is Rounding.DOWN:
        return quotient + (numerator < 0)
    if how is Rounding.UP:
        return quotient + (numerator > 0)
    if 2 * rest != denominator:
        return quotient + (2 * rest > denominator)
    return quotient + ((quotient % 2) if how is Rounding.HALF_EVEN else (numerator > 0))


class Rounded(Node):
    """``numerator / denominator`` rounded to a multiple of ``to``."""

    __slots__ = ("denominator", "how", "to")

    def __init__(self, numerator: Node, denominator: int, how: Rounding, to: int) -> None:
        super().__init__(numerator.kind, (numerator,), (denominator, how, to))
        self.denominator, self.how, self.to = denominator, how, to


class Exact(Operand):
    """A fraction that has not been rounded yet. It can be added, multiplied and compared, but not stored or paid."""

    def __init__(self, numerator: Node, denominator: int) -> None:
        if denominator > 10**6:
            raise RuleError(f"The fraction's denominator grew to {denominator}: round an intermediate result.")
        self.numerator, self.denominator = numerator, denominator

    def to_node(self) -> Node:
        """Refused: an exact fraction has to be rounded as the law says."""
        raise RuleError("This is an exact fraction. Round it as the law says, e.g. .rounded(DOWN, to=10).")

    def rounded(self, how: Rounding, to: int = 1) -> Node:
        """To a multiple of ``to`` smallest units, in the named way."""
        if to < 1:
            raise RuleError(f"rounded(..., to={to}): to must be 1 or more.")
        return Rounded(self.numerator, self.denominator, Rounding(how), to)


def is_rate(value: Any) -> bool:
    """Whether ``value`` is a rate: a Fraction or a parameter of kind RATE."""
    if isinstance(value, Fraction):
        return True
    if isinstance(value, Operand) and not isinstance(value, Exact):
        return value.to_node().kind is Kind.RATE
    return False


def _as_exact(value: Any, like: Kind) -> Exact:
    """Any operand as a fraction; rates become plain numbers over their denominator."""
    if isinstance(value, Exact):
        return value
    if isinstance(value, Fraction):
        return Exact(Literal(value.numerator, Kind.INT), value.denominator)
    if isinstance(value, Operand) and isinstance(node := value.to_node(), ParameterValue) and node.kind is Kind.RATE:
        return Exact(RateNumerator(node), node.parameter.denominator)
    return Exact(as_node(value, None if isinstance(value, Operand) else like), 1)


class RateNumerator(Node):
    """A rate parameter as a whole number over the parameter's common denominator."""

    __slots__ = ()

    def __init__(self, rate: ParameterValue) -> None:
        super().__init__(Kind.INT, (rate,))


def _times(node: Node, factor: int) -> Node:
    return node if factor == 1 else Arithmetic("*", node, Literal(factor, Kind.INT))


def _kind(*values: Any) -> Kind:
    for value in values:
        if isinstance(value, Exact):
            return value.numerator.kind
        if isinstance(value, Operand) and (kind := value.to_node().kind) in NUMBERS:
            return kind
    return Kind.INT


def over_one_denominator(left: Any, right: Any) -> tuple[Node, Node, int]:
    """Both numerators over their common denominator, and that denominator."""
    like = _kind(left, right)
    first, second = _as_exact(left, like), _as_exact(right, like)
    common = lcm(first.denominator, second.denominator)
    return (
        _times(first.numerator, common // first.denominator),
        _times(second.numerator, common // second.denominator),
        common,
    )


def combined(op: str, left: Any, right: Any) -> Exact:
    """``left op right`` where at least one side is exact or a rate."""
    if op == "*":
        first, second = _as_exact(left, Kind.INT), _as_exact(right, Kind.INT)
        return Exact(Arithmetic("*", first.numerator, second.numerator), first.denominator * second.denominator)
    a, b, denominator = over_one_denominator(left, right)
    return Exact(Arithmetic(op, a, b), denominator)


def divided(left: Any, right: Any) -> Exact:
    """``left / right`` for a constant whole ``right`` above zero."""
    if isinstance(right, bool) or not isinstance(right, int) or right < 1:
        raise RuleError("Divide by a constant whole number above 0; for a rate, multiply by percent(...) or a RATE.")
    exact = _as_exact(left, Kind.INT)
    return Exact(exact.numerator, exact.denominator * right)


__all__ = ["CEILING", "DOWN", "FLOOR", "HALF_EVEN", "HALF_UP", "UP", "Exact", "Rounded", "Rounding", "compare"]
