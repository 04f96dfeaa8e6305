"""Made-up households for property tests: families with gaps, odd dates and every relation the schema has.

Dates crowd around the days that matter (month boundaries, birthdays, leap days), codes are those the benefits ask
about plus some they do not, and a share of the facts is unknown. The same seed gives the same households.
"""

from __future__ import annotations

import datetime
import random
from collections.abc import Iterable, Mapping
from typing import Any

from .benefit import Benefit
from .dated import Parameter
from .dates import month_first, month_last, plus_months
from .entities import Entity, Fact, Relation, Schema
from .expressions import Compare, Literal, Node, ParameterValue
from .facts import Facts
from .kinds import Kind
from .resolve import walk
from .rows import FactOf, OrElse
from .schema import STANDARD

Rows = dict[str, list[dict[str, Any]]]
PARENTS = ("mother", "father")


def codes_asked(benefits: Iterable[Benefit]) -> dict[str, tuple[Any, ...]]:
    """The codes and numbers benefits compare facts with, by ``entity.fact``: what made-up facts should be made of."""
    asked: dict[str, set[Any]] = {}

    def add(node: Node, values: Iterable[Any]) -> None:
        if isinstance(node, FactOf | OrElse):
            asked.setdefault(f"{node.row.entity_.name}.{node.fact.name}", set()).update(values)

    for benefit in benefits:
        for node in benefit.nodes():
            if isinstance(node, Compare):
                for one, other in (node.parts, node.parts[::-1]):
                    add(one, _values_of(other))
            elif hasattr(node, "values"):
                add(node.parts[0], node.values)
            elif isinstance(node, ParameterValue) and node.key is not None:
                add(node.key, (key for line in node.parameter.lines for key in line.value))
    return {name: tuple(sorted(values)) for name, values in asked.items()}


def _values_of(node: Node) -> list[Any]:
    found: list[Any] = []
    for one in walk(node):
        if isinstance(one, Literal) and one.value is not None and not isinstance(one.value, bool):
            found.append(one.value)
        elif isinstance(one, ParameterValue) and one.key is None and one.kind is not Kind.RATE:
            parameter: Parameter = one.parameter
            found += [line.value for line in parameter.lines]
    kinds = {node.kind} | ({Kind.INT} if node.kind is Kind.MONEY else set())
    ints = Kind.INT in kinds or Kind.MONEY in kinds
    return [value for value in found if (isinstance(value, int) if ints else isinstance(value, str))]


class Households:
    """A generator of households for one schema around one date."""

    def __init__(self, seed: int, around: datetime.date, *, schema: Schema = STANDARD,
                 codes: Mapping[str, tuple[Any, ...]] | None = None, unknown: float = 0.04) -> None:  # fmt: skip
        self.random = random.Random(seed)  # noqa: S311  not for secrets
        self.schema, self.around, self.codes, self.unknown = schema, around, dict(codes or {}), unknown
        self.rows: Rows = {entity.name: [] for entity in schema}

    def day(self) -> datetime.date:
        """A date near one that matters, seen from ``around``."""
        draw = self.random
        back = draw.choice([draw.randint(-2, 30), draw.randint(0, 24) * 12, draw.randint(0, 1200)])
        day = plus_months(self.around, -back)
        kind = draw.randrange(6)
        if kind == 0:
            day = month_first(day)
        elif kind == 1 or (kind == 2 and day.month == 2):
            day = month_last(day)
        else:
            day += datetime.timedelta(draw.choice([-91, -90, -61, -60, -59, -31, -1, 0, 1, 2, 15, 59, 60, 89, 90]))
        return day

    def value(self, entity: Entity, fact: Fact) -> Any:
        """A random value of one fact, unknown or absent now and then."""
        draw = self.random
        if draw.random() < (0.6 if fact.optional else self.unknown):
            return None
        asked = self.codes.get(f"{entity.name}.{fact.name}", ())
        if fact.kind is Kind.DATE:
            return self.day()
        if fact.kind is Kind.BOOL:
            return draw.random() < 0.2
        if fact.kind is Kind.CODE:
            choice = [*asked, *fact.codes] or ["a", "b"]
            return draw.choice(choice) if draw.random() < 0.9 else (draw.choice(fact.codes) if fact.codes else "other")
        if fact.name == "year":
            return self.around.year - draw.choice([0, 1, 1, 1, 2, 3])
        if asked and draw.random() < 0.5:
            return max(draw.choice(asked) + draw.choice([-1, 0, 0, 1]), -1)
        return draw.choice(
            [0, 1, draw.randrange(100), draw.randrange(10**6), draw.randrange(10**8), -draw.randrange(10**6)]
        )

    def row(self, entity: Entity, **known: Any) -> dict[str, Any]:
        """A row with random facts and the given ones."""
        row: dict[str, Any] = {"id": len(self.rows[entity.name]) + 1}
        for column in entity.columns.values():
            row[column.name] = None if isinstance(column, Relation) else self.value(entity, column)
        for first, last in entity.intervals:
            if row.get(first) and row.get(last) and row[last] < row[first]:
                row[first], row[last] = row[last], row[first]
        row.update(known)
        self.rows[entity.name].append(row)
        return row

    def _or_unknown(self, value: Any, optional: bool = False) -> Any:
        return None if self.random.random() < (0.3 if optional else self.unknown) else value

    def household(self) -> None:
        """One more household: parents, children, sometimes grandparents, and what is registered about them."""
        draw, person = self.random, self.schema["person"]
        home = self.row(self.schema["household"])["id"] if "household" in self.schema.entities else None
        members: list[dict[str, Any]] = []
        for generation in range(draw.choice([1, 1, 2, 2, 2, 3])):
            elders = members[-2:] if generation else []
            for _ in range(draw.choice([1, 2, 2, 3]) if generation else draw.choice([1, 2])):
                known = {
                    name: self._or_unknown(draw.choice(elders)["id"], name == "father") for name in PARENTS if elders
                }
                members.append(self.row(person, **known, household=self._or_unknown(home)))
        ids = [member["id"] for member in members]
        strangers = [row["id"] for row in self.rows["person"][-12:]]
        for entity in self.schema:
            if entity.name in ("person", "household"):
                continue
            for _ in range(draw.choice([0, 0, 1, 1, 2, 4])):
                known = {relation.name: self._target(relation, ids, strangers, home) for relation in entity.relations}
                self.row(entity, **known)

    def _target(self, relation: Relation, ids: list[int], strangers: list[int], home: int | None) -> int | None:
        if relation.to == "household":
            return self._or_unknown(home, relation.optional)
        if relation.to == "person":
            return self._or_unknown(
                self.random.choice(ids if self.random.random() < 0.9 else strangers), relation.optional
            )
        others = self.rows[relation.to]
        return self._or_unknown(self.random.choice(others)["id"], relation.optional) if others else None


def random_facts(seed: int, households: int, around: datetime.date, *, benefits: Iterable[Benefit] = (),
                 schema: Schema = STANDARD, unknown: float = 0.04) -> Facts:  # fmt: skip
    """Facts of made-up households; now and then a whole entity is unknown."""
    maker = Households(seed, around, schema=schema, codes=codes_asked(benefits), unknown=unknown)
    for _ in range(households):
        maker.household()
    lost = [entity.name for entity in schema if entity.name != "person" and maker.random.random() < unknown / 2]
    return Facts({name: rows for name, rows in maker.rows.items() if name not in lost}, schema=schema)
