"""The rows of many tables about one person, in one query however many registers there are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db.models import (  # fmt: skip
    BooleanField,
    CharField,
    DateField,
    DateTimeField,
    Field,
    ForeignKey,
    IntegerField,
    Model,
    QuerySet,
    TextField,
    Value,
)
from django.db.models.functions import Cast

from madang.core.people.models import Person
from madang.core.registers.declarations import Table
from madang.core.registers.models import Household
from madang.core.rules.entities import Relation

#: What is shown of whom or what a row names.
NAMED: dict[type[Model], tuple[str, ...]] = {
    Person: ("family_name", "given_name"),
    Household: ("area", "address"),
}
_BOOLEANS = {"true": True, "false": False, "1": True, "0": False}  # PostgreSQL's words, SQLite's figures


def rows_about(person: Person, tables: Iterable[Table]) -> dict[str, list[Model]]:
    """Entity name to the rows that state facts of this person, the latest first; whom they name has a name and no more.

    Every column crosses as text, so that tables of different shapes go into one UNION. A table with a column for which text
    is not enough is read by a query of its own.
    """
    found: dict[str, list[Model]] = defaultdict(list)
    together = []
    for table in tables:
        if all(_crosses_as_text(field) for field in _fields(table)):
            together.append(table)
        else:
            found[table.entity.name] = list(_alone(person, table))
    if together:
        width = max(len(_paths(table)) for table in together)
        parts = [_as_texts(person, number, table, width) for number, table in enumerate(together)]
        for number, *texts in parts[0].union(*parts[1:], all=True):
            table = together[number]
            found[table.entity.name].append(_entry(table, texts))
    return {name: sorted(rows, key=lambda row: row.pk, reverse=True) for name, rows in found.items()}


def _fields(table: Table) -> list[Any]:
    """The columns of the table that are stored in its own model (a person's household is found by their residence)."""
    stored = {field.name: field for field in table.model._meta.concrete_fields}
    return [stored[name] for name in table.entity.columns if name in stored]


def _crosses_as_text(field: Field[Any, Any]) -> bool:
    if isinstance(field, ForeignKey):
        return field.related_model in NAMED
    plain = isinstance(field, CharField | TextField | IntegerField | BooleanField | DateField)
    return plain and not isinstance(field, DateTimeField)


def _paths(table: Table) -> list[str]:
    paths = ["pk"]
    for field in _fields(table):
        paths.append(field.attname)
        if isinstance(field, ForeignKey):
            paths += [f"{field.name}__{part}" for part in NAMED[field.related_model]]
    return paths


def _as_texts(person: Person, number: int, table: Table, width: int) -> QuerySet[Any, Any]:
    texts = [Cast(path, TextField()) for path in _paths(table)]
    texts += [Cast(Value(None), TextField())] * (width - len(texts))
    rows = table.model._default_manager.filter(**{table.holder: person}).order_by()
    return rows.values_list(Value(number), *texts)


def _entry(table: Table, texts: list[str | None]) -> Model:
    at = iter(texts)
    key = table.model._meta.pk
    values: dict[str, Any] = {key.attname: _value(key, next(at))}
    for field in _fields(table):
        values[field.attname] = _value(field, next(at))
        if isinstance(field, ForeignKey):
            parts = {part: next(at) or "" for part in NAMED[field.related_model]}
            if (named := values.pop(field.attname)) is not None:
                values[field.name] = field.related_model(pk=named, **parts)
    return table.model(**values)


def _value(field: Any, text: str | None) -> Any:
    if text is None:
        return None
    if isinstance(field, ForeignKey):
        return _value(field.target_field, text)
    return _BOOLEANS[text] if isinstance(field, BooleanField) else field.to_python(text)


def _alone(person: Person, table: Table) -> QuerySet[Any, Any]:
    named = [name for name, column in table.entity.columns.items() if isinstance(column, Relation)]
    return table.model._default_manager.filter(**{table.holder: person}).select_related(*named)
