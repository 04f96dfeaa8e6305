"""What a rule can ask about: entities, their facts, and how they are related.

One entity is one register table and one Parquet file ``<entity>.parquet``; one fact is one column. Every entity has
an ``id`` (int64). A fact that is null is *unknown*, never zero, unless it is declared ``optional``: then null means
that the thing is known not to exist (no date of death: alive).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from .kinds import Kind, RuleError


class Sensitivity(StrEnum):
    """How carefully a fact is handled when it is read, shown or logged."""

    ORDINARY = "ordinary"
    PERSONAL = "personal"
    FINANCIAL = "financial"
    SPECIAL = "special"  # health, origin, protection: needs an explicit legal basis everywhere


@dataclass(frozen=True)
class Fact:
    """One typed column.

    name: column name. title: words for people (message id). optional: null means "known not to exist".
    codes: the allowed codes, empty for any text. sensitivity: see `Sensitivity`.
    """

    name: str
    kind: Kind
    title: str
    optional: bool = False
    codes: tuple[str, ...] = ()
    sensitivity: Sensitivity = Sensitivity.PERSONAL
    note: str = ""


@dataclass(frozen=True)
class Relation:
    """A column that holds the id of one row of another entity.

    name: column name and to-one name (``child.mother``). reverse: to-many name on the other side
    (``mother.children``). optional: null means "known that there is none"; otherwise null is unknown.
    """

    name: str
    to: str
    title: str
    reverse: str = ""
    optional: bool = False
    sensitivity: Sensitivity = Sensitivity.PERSONAL
    note: str = ""


@dataclass(frozen=True)
class Entity:
    """A kind of row: a person, a residence, an income.

    name, plural: singular and plural, both used in household JSON and error messages. register: the authoritative
    register that owns these facts (one register may own several entities). intervals: pairs of dates of which the
    second must not be earlier than the first.
    """

    name: str
    plural: str
    title: str
    register: str
    facts: tuple[Fact, ...] = ()
    relations: tuple[Relation, ...] = ()
    intervals: tuple[tuple[str, str], ...] = ()
    note: str = ""
    columns: dict[str, Fact | Relation] = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        """Index the columns and refuse doubled or reserved names."""
        columns: dict[str, Fact | Relation] = {}
        declared: list[Fact | Relation] = [*self.facts, *self.relations]
        for column in declared:
            if column.name in columns or column.name == "id" or not column.name.isidentifier():
                raise RuleError(f"{self.name}.{column.name}: the name is taken, reserved or not an identifier.")
            columns[column.name] = column
        object.__setattr__(self, "columns", columns)

    def relation(self, name: str) -> Relation:
        """The relation called ``name``; `RuleError` if there is none."""
        found = self.columns.get(name)
        if not isinstance(found, Relation):
            raise RuleError(f"{self.name} has no relation {name!r}.")
        return found


class Schema:
    """A set of entities whose relations all lead somewhere.

    ``schema["person"]`` gives an entity, iteration gives all of them in order, ``with_entities`` a larger schema
    for a country that keeps facts nobody else does.
    """

    def __init__(self, entities: Iterable[Entity]) -> None:
        self.entities = {entity.name: entity for entity in entities}
        self._reverse: dict[tuple[str, str], tuple[Entity, Relation]] = {}
        for entity in self.entities.values():
            for relation in entity.relations:
                if relation.to not in self.entities:
                    raise RuleError(f"{entity.name}.{relation.name} leads to {relation.to!r}, which is not declared.")
                if not relation.reverse:
                    continue
                key = (relation.to, relation.reverse)
                if key in self._reverse or relation.reverse in self.entities[relation.to].columns:
                    raise RuleError(f"{relation.to}.{relation.reverse} is declared twice.")
                self._reverse[key] = (entity, relation)
        self.by_plural = {entity.plural: entity for entity in self}

    def __getitem__(self, name: str) -> Entity:
        """The entity called ``name``; `RuleError` names the known ones."""
        try:
            return self.entities[name]
        except KeyError:
            raise RuleError(f"There is no entity {name!r}. Known: {', '.join(self.entities)}.") from None

    def __iter__(self) -> Iterator[Entity]:
        """All entities in the order of declaration."""
        return iter(self.entities.values())

    def reverse(self, entity: str, name: str) -> tuple[Entity, Relation] | None:
        """The entity and relation behind the to-many name ``entity.name``, or None."""
        return self._reverse.get((entity, name))

    def names(self, entity: str) -> list[str]:
        """Everything that can be written after a dot on a row of ``entity``."""
        return [*self[entity].columns, *(name for owner, name in self._reverse if owner == entity)]

    def with_entities(self, *entities: Entity) -> Schema:
        """A larger schema; an entity of the same name replaces the earlier one."""
        return Schema({**self.entities, **{entity.name: entity for entity in entities}}.values())
