"""The facts of one or many households in memory, as the Python form of a rule reads them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from .entities import Schema
from .kinds import RuleError
from .schema import STANDARD

FactRow = dict[str, Any]


class Lists(dict[tuple[str, str], "dict[int, list[FactRow]] | None"]):
    """Rows by (entity, relation), each index made when it is first asked for; None for an unknown entity."""

    __slots__ = ("facts",)

    def __init__(self, facts: Facts) -> None:
        super().__init__()
        self.facts = facts

    def __missing__(self, key: tuple[str, str]) -> dict[int, list[FactRow]] | None:
        entity, relation = key
        index: dict[int, list[FactRow]] | None = None
        if entity not in self.facts.unknown:
            index = {}
            for row in self.facts.tables[entity].values():
                if row[relation] is not None:
                    index.setdefault(row[relation], []).append(row)
        self[key] = index
        return index


class Facts:
    """Rows by entity, with the indexes that rules need.

    rows: entity name to rows, each a mapping with ``id`` and the entity's columns; a column left out is null. Dates
    are `datetime.date`, money is int. An entity left out is *unknown* (any rule that needs it answers "unknown");
    ``[]`` means that there is none. complete=True turns every entity left out into "none".
    """

    __slots__ = ("lists", "on", "schema", "tables", "unknown")

    def __init__(self, rows: Mapping[str, Iterable[Mapping[str, Any]]], *, schema: Schema = STANDARD,
                 complete: bool = False) -> None:  # fmt: skip
        self.schema = schema
        self.on: Any = None
        self.tables: dict[str, dict[int, FactRow]] = {entity.name: {} for entity in schema}
        self.lists = Lists(self)
        for name, given in rows.items():
            columns = dict.fromkeys(schema[name].columns)
            self.tables[name] = {row["id"]: {**columns, **row} for row in given}
        self.unknown = frozenset() if complete else frozenset(self.tables) - frozenset(rows)

    @classmethod
    def from_json(cls, data: Any, schema: Schema = STANDARD) -> Facts:
        """Facts of a household from JSON (text or already parsed); `FactsError` lists every mistake."""
        from .facts_json import facts_from_json  # it builds Facts, so it cannot be imported above

        return facts_from_json(data, schema)

    def row(self, entity: str, row_id: int) -> FactRow:
        """One row; `RuleError` if there is none with that id."""
        try:
            return self.tables[entity][row_id]
        except KeyError:
            raise RuleError(f"There is no {entity} with id {row_id} in these facts.") from None

    def many(self, entity: str, relation: str) -> dict[int, list[FactRow]] | None:
        """Rows of ``entity`` by the id their ``relation`` holds; None if the entity is unknown as a whole."""
        return self.lists[entity, relation]
