"""The one way to people's facts: with a purpose and a legal basis, and logged for each person in the same transaction."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Collection, Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone

from madang.core.people.models import Organisation, User
from madang.core.registers.access import Why, log_reading
from madang.core.registers.reading import Reading, Registers, Row, read, whole_rows
from madang.core.registers.routes import Columns, routes_of, standard_routes
from madang.core.rules import STANDARD, Benefit, Facts


def facts_for(
    subject_ids: Iterable[int],
    *,
    purpose: str,
    legal_basis: str,
    organisation: Organisation | None = None,
    user: User | None = None,
    reference: str = "",
    benefit: Benefit | None = None,
    entities: Columns | Iterable[str] | None = None,
    on: dt.date | None = None,
) -> Facts:
    """Facts of these persons and of everybody the rules reach from them, as the registers hold them now.

    With `benefit` exactly what that benefit reads, of exactly the people it asks about. Else the standard reach (parents,
    guardians, spouses, children, siblings by the mother, household), limited to `entities`: columns by entity, such as
    `Benefit.reads`, or names of entities. `on`: the day whose household counts; default today.

    Queries: a bounded number, however many subjects. Each person of whom anything was read gets one row in the access log,
    naming those facts; if that row cannot be written, nothing is returned.
    Raises RegisterError when purpose or legal basis is empty.
    """
    why = Why(purpose=purpose, legal_basis=legal_basis, organisation=organisation, user=user, reference=reference)
    route = routes_of(benefit) if benefit is not None else standard_routes(entities)
    with transaction.atomic(savepoint=False):  # a read that is not logged takes the caller's change down with it
        reading = read(route, set(subject_ids), Registers(on or timezone.localdate()))
        log_reading(reading.touched, why)
    schema = benefit.of.schema_ if benefit is not None else STANDARD
    return Facts(whole_rows(reading), schema=schema)


def digest(facts: Facts, subject_id: int, benefit: Benefit) -> str:
    """SHA-256 (hex) over the facts that this benefit's answer for this subject rests on, whatever else was loaded.

    It changes when and only when one of those facts does: rows count by what they say, not by their place in a table.
    """
    reading = read(routes_of(benefit), [subject_id], _Loaded(facts))
    content = _content(reading) | {"unknown": sorted(facts.unknown & reading.rows.keys())}
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def _content(reading: Reading) -> dict[str, Any]:
    """Persons and households by id, for others refer to them; other rows only by their content."""
    content: dict[str, Any] = {}
    for entity, rows in reading.rows.items():
        if entity in {"person", "household"}:
            content[entity] = {str(pk): _plain(row) for pk, row in rows.items()}
        else:
            without_id = (_plain({name: value for name, value in row.items() if name != "id"}) for row in rows.values())
            content[entity] = sorted(without_id, key=lambda row: json.dumps(row, sort_keys=True))
    return content


def _plain(row: Row) -> Row:
    return {name: value.isoformat() if isinstance(value, dt.date) else value for name, value in row.items()}


class _Loaded:
    """Facts already in memory as a source of rows."""

    def __init__(self, facts: Facts) -> None:
        self._facts = facts

    def rows(self, entity: str, by: str, ids: Collection[int], columns: Collection[str]) -> Iterable[Row]:
        """See `RowSource`."""
        if by == "id":
            table = self._facts.tables[entity]
            return [dict(table[pk]) for pk in ids if pk in table]
        many = self._facts.many(entity, by) or {}
        return [dict(row) for pk in ids for row in many.get(pk, ())]
