"""Changing one fact of one row under the very rules that a loaded file is held to."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from madang.core.people.models import Organisation, Person, Role, User
from madang.core.registers.declarations import Register, Table, fact_declared, owner_of
from madang.core.registers.errors import RegisterError
from madang.core.registers.loader import checks
from madang.core.registers.loader.columns import Problem, Value, parse_row
from madang.core.registers.loader.layouts import LAYOUTS, PERSON, Layout
from madang.core.registers.models import CivilRecord
from madang.core.rules.entities import Fact, Relation


def require_registrar(user: User | None, register: Register) -> Organisation:
    """The keeper of the register. `user` must be a registrar there; None is the system itself, acting on a decision.

    Raises RegisterError: role, owner.
    """
    keeper = owner_of(register)
    if user is not None and not user.holds(Role.REGISTRAR, organisation=keeper):
        raise RegisterError(
            "role", _("Only a registrar of %(keeper)s changes this register.") % {"keeper": keeper.title}
        )
    return keeper


def refuse(field: str, text: Any, code: str = "invalid") -> RegisterError:
    """A refusal about one field; to be raised."""
    return RegisterError(code, text, field=field)


def not_in_future(field: str, day: dt.date, today: dt.date) -> None:
    """Raises RegisterError for a day that has not come yet."""
    if day > today:
        raise refuse(field, _("This day has not come yet. Enter the day on which it happened."))


def layout_of(table: Table) -> Layout:
    """The file layout, and with it the rules, of a table. Raises RegisterError for a table that cannot be corrected alone."""
    for layout in LAYOUTS:
        if layout.table == table.entity.name:
            return layout
    raise refuse("fact", _("This fact is not corrected by itself. Correct the residence instead."))


def row_of(person: Person, fact: str, row_id: int | None) -> tuple[Table, Fact | Relation, Model]:
    """The row that states a fact of this person, its table and the fact's declaration.

    Raises RegisterError: fact (unknown), row (which of several is meant, or it is somebody else's).
    """
    _register, table, column = fact_declared(fact)
    if table.entity.name == "person":
        if fact == "person.household":
            raise refuse("fact", _("A household follows from the residence. Name the residence that is wrong."))
        record, _made = CivilRecord.objects.get_or_create(person=person)
        return table, column, record
    if not table.holder:
        raise refuse("fact", _("A household follows from the residence. Name the residence that is wrong."))
    rows = table.model._default_manager.filter(**{table.holder: person})
    found = list(rows.filter(pk=row_id) if row_id is not None else rows[:2])
    if len(found) != 1:
        raise RegisterError(
            "row", _("Say which entry is meant: choose it from the list of what the register holds."), field="row"
        )
    return table, column, found[0]


def held(person: Person, fact: str, row_id: int | None) -> str:
    """What the register states now, as a file would write it; empty when it states nothing."""
    table, _column, entry = row_of(person, fact, row_id)
    return _cells(layout_of(table), entry).get(fact.partition(".")[2], "")


def correct(person: Person, fact: str, row_id: int | None, value: str) -> bool:
    """Write another value of one fact after all checks; whether it was another. Call in a transaction.

    `value` is written as in a file: days YYYY-MM-DD, persons by national number, empty for unknown or none.
    Raises RegisterError naming rule and remedy.
    """
    table, _column, entry = row_of(person, fact, row_id)
    layout = layout_of(table)
    values = checked_values(layout, entry, fact.partition(".")[2], value)
    before = {f.attname: getattr(entry, f.attname) for f in entry._meta.concrete_fields}
    _assign(layout, entry, values)
    if before == {f.attname: getattr(entry, f.attname) for f in entry._meta.concrete_fields}:
        return False
    entry.save()
    return True


def checked_values(layout: Layout, entry: Model, column: str, value: str) -> dict[str, Value]:
    """The row's values with one replaced, if the row may be so. Raises RegisterError."""
    if column not in layout.names:
        raise refuse("fact", _("This fact is not corrected by itself."))
    cells = _cells(layout, entry) | {column: value}
    values, problems = parse_row(layout.columns, cells)
    if not problems:
        problems = checks.own_dates(values) if layout is PERSON else checks.order_of_days(layout.spell, values)
    if not problems:
        known = checks.lives({str(values[c.name]) for c in layout.columns if c.refers and values[c.name]})
        problems = checks.unknown_persons(layout, values, known)
        if not problems:
            problems = checks.parents(values, known) if layout is PERSON else checks.outside_life(layout, values, known)
    if not problems:
        problems = _against_others(layout, entry, values)
    if problems:
        raise RegisterError("invalid", _told(problems), field=problems[0].field)
    return values


def _told(problems: list[Problem]) -> str:
    return " ".join(f"{problem.rule[:1].upper()}{problem.rule[1:]}. {problem.remedy}" for problem in problems)


def _cells(layout: Layout, entry: Model) -> dict[str, str]:
    """The stored row as a file would write it."""
    cells: dict[str, str] = {}
    for column in layout.columns:
        if column.refers:
            other = getattr(entry, column.name)
            cells[column.name] = other.national_number if other else ""
        elif layout is PERSON and not hasattr(entry, column.name):
            cells[column.name] = str(getattr(entry.person, column.name))  # type: ignore[attr-defined]
        elif column.name in {"household", "address"}:
            household = getattr(entry, "household", None)
            stored = "number" if column.name == "household" else "address"
            cells[column.name] = str(getattr(household, stored, None) or "")
        else:
            value = getattr(entry, column.name)
            cells[column.name] = "" if value is None else str(value)
    return cells


def _against_others(layout: Layout, entry: Model, values: dict[str, Value]) -> list[Problem]:
    """No overlap with the person's other rows; no parent younger than a child."""
    if isinstance(entry, CivilRecord):
        return checks.younger_than_child(values, checks.first_births([entry.pk]).get(entry.pk))
    if layout.spell is None:
        same = {name: getattr(entry, entry._meta.get_field(name).attname) for name in layout.key}  # type: ignore[union-attr]
        same |= {name: values[name] for name in layout.key if name not in {"person"}}
        twice = type(entry)._default_manager.filter(**same).exclude(pk=entry.pk).exists()
        return (
            [Problem(layout.key[-1], str(_("once a year and kind")), str(_("Correct the other entry.")))]
            if twice
            else []
        )
    start, end = layout.spell.start, layout.spell.end
    row = {name: dt.date.fromisoformat(str(values[name])) if values[name] else None for name in (start, end)}
    alike = {
        name: values[name] if not _is_person(layout, name) else getattr(entry, f"{name}_id")
        for name in layout.spell.alone
    }
    others = type(entry)._default_manager.filter(**alike).exclude(pk=entry.pk).values(start, end)
    return checks.overlapping(layout.spell, row, others)


def _is_person(layout: Layout, name: str) -> bool:
    return any(column.name == name and column.refers for column in layout.columns)


def _assign(layout: Layout, entry: Model, values: dict[str, Value]) -> None:
    """Put checked values on the model object."""
    numbers = {str(values[c.name]) for c in layout.columns if c.refers and values[c.name]}
    known = checks.lives(numbers)
    own = {field.name: field for field in entry._meta.concrete_fields}
    for column in layout.columns:
        field = own.get(column.name)
        if field is None or column.name == "household":
            continue
        value = values[column.name]
        if column.refers:
            setattr(entry, field.attname, known[str(value)].id if value else None)
        elif field.get_internal_type() == "DateField":
            setattr(entry, field.attname, dt.date.fromisoformat(str(value)) if value else None)
        else:
            setattr(entry, field.attname, "" if value is None and not field.null else value)
