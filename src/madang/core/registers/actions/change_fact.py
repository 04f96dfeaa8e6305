"""Change one fact."""

from __future__ import annotations

from django.db import transaction

from madang.core.events import publish
from madang.core.people.models import Person, User
from madang.core.registers.changes import correct, require_registrar
from madang.core.registers.declarations import fact_declared


def change_fact(person: Person, fact: str, value: str, *, row_id: int | None = None, by: User | None = None) -> bool:
    """Write another value of one fact, such as `person.born`, under all the rules of its register; whether it was another.

    `value` as in a file (days YYYY-MM-DD, persons by national number, empty for unknown or none). `row_id` says which
    row when the register holds several of this person. Publishes `fact.changed`.
    Raises RegisterError, with the field: role, fact, row, invalid.
    """
    register, _table, _column = fact_declared(fact)
    with transaction.atomic():
        require_registrar(by, register)
        if not correct(person, fact, row_id, value):
            return False
        publish("fact.changed", {"person": person.pk, "facts": [fact]})
    return True
