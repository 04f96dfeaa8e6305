"""Rows of every table about one person come in one query and are exactly what is stored."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from madang.core.people.models import Person
from madang.core.registers.declarations import BORDER, STANDARD_REGISTERS, tables
from madang.core.registers.models import (
    Access,
    BankAccount,
    CivilRecord,
    Guardianship,
    Household,
    Income,
    Marriage,
    Property,
    Residence,
    Status,
    StayAbroad,
)
from madang.core.registers.rows_about import rows_about
from madang.core.rules import Entity, Fact
from madang.core.rules.kinds import Kind

pytestmark = pytest.mark.django_db
SINCE, UNTIL = dt.date(2020, 1, 31), dt.date(2024, 2, 29)


@pytest.fixture
def known(person) -> Person:
    """Somebody of whom every standard register holds something, with every kind of value and with gaps."""
    other = person("other")
    one = person("one", born="1990-05-05", sex="f", mother=other)
    home = Household.objects.create(area="26350", address="1 “Quoted” Street\n2nd floor")
    Residence.objects.create(person=one, household=home, area="26350", since=SINCE, unknown_address=True)
    Residence.objects.create(person=one, household=None, area="11110", since=dt.date(2010, 1, 1), until=SINCE)
    Marriage.objects.create(person=one, spouse=other, since=SINCE, until=UNTIL)
    Guardianship.objects.create(child=one, guardian=other, since=SINCE)
    StayAbroad.objects.create(person=one, left=SINCE, returned=UNTIL)
    Income.objects.create(person=one, year=2024, kind="wage", amount=9_007_199_254_740_993)
    Income.objects.create(person=one, year=2025, kind="wage", amount=None)
    Property.objects.create(person=one, year=2024, kind="debt", amount=-1)
    Status.objects.create(person=one, code="disability", value=2, since=SINCE)
    BankAccount.objects.create(person=one, bank="SHBKKRSE", number="00110", since=SINCE)
    return one


def shown(table, row) -> dict:
    """The columns of a row, with what is shown of whom it names."""
    stored = {field.name for field in table.model._meta.concrete_fields}
    values = {name: getattr(row, name) for name in table.entity.columns if name in stored}
    for name, value in values.items():
        if isinstance(value, Person):
            values[name] = (value.pk, value.full_name)
        elif isinstance(value, Household):
            values[name] = (value.pk, value.area, value.address)
    return {"pk": row.pk, **values}


def test_one_query_gives_what_every_table_holds(known, django_assert_num_queries):
    wanted = [table for register in STANDARD_REGISTERS for table in register.tables if table.holder]
    with django_assert_num_queries(1):
        found = rows_about(known, wanted)
    assert len(found) == len(wanted)
    for table in wanted:
        stored = table.model.objects.filter(**{table.holder: known}).order_by("-pk")
        assert [shown(table, row) for row in found[table.entity.name]] == [shown(table, row) for row in stored]


def test_nothing_of_anybody_else_is_among_them(known, person):
    stranger = person("stranger")
    wanted = [table for _register, table in tables() if table.holder]
    assert {name: [row.pk for row in rows] for name, rows in rows_about(stranger, wanted).items()} == {
        "person": [CivilRecord.objects.get(person=stranger).pk]
    }


def test_a_column_that_text_cannot_carry_is_read_by_itself(known, django_assert_num_queries):
    access = Access.objects.create(person=known, facts=["person.born"], purpose="p", legal_basis="l")
    log = Entity("reading", "readings", "reading", register="log", facts=(Fact("facts", Kind.CODE, "facts"),))
    table = replace(BORDER.tables[0], entity=log, model=Access)
    with django_assert_num_queries(2):
        found = rows_about(known, [table, *BORDER.tables])
    assert [row.facts for row in found["reading"]] == [access.facts]
    assert [row.returned for row in found["stay_abroad"]] == [UNTIL]
