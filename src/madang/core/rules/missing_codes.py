"""The facts a benefit's answer can be missing, numbered: the population form reports them as bits of one number."""

from __future__ import annotations

from collections.abc import Iterable

from .benefit import Benefit
from .expressions import Node, ParameterValue
from .resolve import walk
from .rows import Absent, Aggregate, Exists, FactOf, OrElse, RefOf


def missing_codes(benefit: Benefit) -> tuple[str, ...]:
    """The codes of everything the verdict, amount or payee of ``benefit`` can be missing."""
    return codes_of((benefit.verdict_node, benefit.amount_node, benefit.payee))


def codes_of(tops: Iterable[Node]) -> tuple[str, ...]:
    """Codes such as ``person.born``, ``income.*`` (the whole register) or ``parameter.age_limit``, sorted."""
    codes: set[str] = set()
    nodes = [node for top in tops for node in walk(top)]
    for node in nodes:
        if isinstance(node, ParameterValue) and node.parameter.default is None:
            codes.add(f"parameter.{node.parameter.name}")
        if isinstance(node, FactOf | Absent | OrElse):
            codes.add(f"{node.row.entity_.name}.{node.fact.name}")
        if isinstance(node, Aggregate):
            codes.add(f"{node.source.name}.*")
        if isinstance(node, FactOf | Absent | OrElse | RefOf | Exists | Aggregate):
            entity = node.row.variable_.entity.name
            for relation in node.row.path_:
                codes.add(f"{entity}.{relation.name}")
                entity = relation.to
    return tuple(sorted(codes))
