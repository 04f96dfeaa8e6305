"""Which columns an expression reads: the least a register has to hand out for it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from .expressions import Node
from .rows import Absent, Aggregate, Exists, FactOf, OrElse, RefOf, Row


def columns_read(nodes: Iterable[Node], subject: Row) -> Mapping[str, tuple[str, ...]]:
    """Columns by entity, sorted; ``id`` is always among them."""
    read: dict[str, set[str]] = {subject.entity_.name: {"id"}}

    def follow(row: Row) -> None:
        entity = row.variable_.entity.name
        for relation in row.path_:
            read.setdefault(entity, {"id"}).add(relation.name)
            entity = relation.to

    for node in nodes:
        if isinstance(node, FactOf | Absent | OrElse):
            follow(node.row)
            read.setdefault(node.row.entity_.name, {"id"}).add(node.fact.name)
        elif isinstance(node, RefOf | Exists):
            follow(node.row)
        elif isinstance(node, Aggregate):
            follow(node.row)
            read.setdefault(node.source.name, {"id"}).add(node.relation.name)
    return {entity: tuple(sorted(columns)) for entity, columns in sorted(read.items())}
