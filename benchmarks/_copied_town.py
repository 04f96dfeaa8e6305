"""A nation in the database: the demo town drawn once and copied with SQL, each copy with persons and households of its own.

Django must be set up and the database migrated and empty. Everything is invented.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

TOWN = 20_000


def load_nation(persons: int, on: dt.date) -> int:
    """Fill the registers with about `persons` residents in whole copies of one town; returns how many there are."""
    from django.conf import settings
    from django.db import connection, transaction

    from madang.core.people.models import Person
    from madang.core.registers import models as registers
    from madang.site.demo.population import drawn_population, load_population

    rows = drawn_population(settings.COUNTRY, min(TOWN, persons), on)
    load_population(rows)
    town = Person.objects.count()
    tables = [Person, registers.Household, registers.CivilRecord, registers.Residence, registers.Guardianship]
    tables += [registers.Marriage, registers.StayAbroad, registers.Income, registers.Property, registers.Status]
    tables += [registers.BankAccount]
    for model in tables:
        step = (model.objects.order_by("-pk").values_list("pk", flat=True).first() or 0) + 1
        _steps[model] = step
    with transaction.atomic(), connection.cursor() as cursor:
        for model in tables:
            for copy in range(1, round(persons / town)):
                cursor.execute(_copied(model, copy))
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            for model in tables:
                column = model._meta.pk.column
                if model is not registers.CivilRecord:
                    table = model._meta.db_table
                    cursor.execute(
                        f"SELECT setval(pg_get_serial_sequence('{table}', '{column}'), (SELECT max({column}) FROM {table}))"
                    )
        cursor.execute("ANALYZE")
    return Person.objects.count()


_steps: dict[Any, int] = {}


def _copied(model: Any, copy: int) -> str:
    """The statement that copies the first town's rows: keys moved beyond every other copy's, unique texts marked."""
    names, values = [], []
    for field in model._meta.concrete_fields:
        column = f'"{field.column}"'
        if field.is_relation or field.primary_key:
            target = field.related_model if field.is_relation else model
            values.append(f"{column} + {copy * _steps[target]}")
        elif field.unique:
            values.append(f"{column} || '-{copy}'")
        else:
            values.append(column)
        names.append(column)
    key, step = model._meta.pk, _steps[model]
    last = _steps[key.related_model] if key.is_relation else step
    table = model._meta.db_table
    return f'INSERT INTO "{table}" ({", ".join(names)}) SELECT {", ".join(values)} FROM "{table}" WHERE "{key.column}" < {last}'
