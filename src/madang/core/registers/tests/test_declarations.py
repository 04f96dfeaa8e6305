"""Registers are declared once, and their tables mirror the rules' schema."""

from __future__ import annotations

import pytest
from django.db import models as db

from madang.core.registers import declarations
from madang.core.registers.errors import RegisterError
from madang.core.registers.loader.layouts import LAYOUTS
from madang.core.registers.models import Residence
from madang.core.registers.words import TITLES
from madang.core.rules.entities import Fact
from madang.core.rules.kinds import Kind
from madang.core.rules.schema import STANDARD

FIELDS = {
    Kind.DATE: db.DateField,
    Kind.CODE: db.CharField,
    Kind.INT: db.IntegerField,
    Kind.MONEY: db.BigIntegerField,
    Kind.BOOL: db.BooleanField,
}


@pytest.mark.parametrize("entity", list(STANDARD), ids=lambda entity: entity.name)
def test_a_table_has_every_column_of_its_entity(entity):
    table = next(t for _r, t in declarations.tables() if t.entity.name == entity.name)
    assert table.entity is entity
    for name, column in entity.columns.items():
        if (entity.name, name) == ("person", "household"):
            assert Residence._meta.get_field("household").is_relation  # the current residence says it
            continue
        field = table.model._meta.get_field(name)
        if isinstance(column, Fact):
            kind = FIELDS[column.kind]
            assert isinstance(field, kind), name
            if column.codes:
                assert {code for code, _title in field.choices} == set(column.codes)
            if column.optional or column.kind is Kind.MONEY:
                assert field.null, f"{entity.name}.{name} may be absent, so its column may be null"
        else:
            assert field.is_relation
            if column.optional:
                assert field.null


@pytest.mark.parametrize("entity", list(STANDARD), ids=lambda entity: entity.name)
def test_a_table_has_no_column_that_the_rules_do_not_know(entity):
    table = next(t for _r, t in declarations.tables() if t.entity.name == entity.name)
    extra = {field.name for field in table.model._meta.concrete_fields} - set(entity.columns) - {"id", "person"}
    assert extra <= {"number", "address"}  # what the residence register's files call a household, and where it is


def test_every_entity_belongs_to_the_register_that_says_so():
    for register, table in declarations.tables():
        assert table.entity.register == register.name


def test_every_table_with_a_holder_takes_files():
    taken = {(layout.register, layout.table) for layout in LAYOUTS}
    assert taken == {(r.name, t.entity.name) for r, t in declarations.tables() if t.holder}


def test_a_fact_is_found_by_its_name_and_an_unknown_one_is_refused():
    register, table, fact = declarations.fact_declared("stay_abroad.left")
    assert (register.name, table.entity.name, fact.name) == ("border", "stay_abroad", "left")
    assert declarations.fact_declared("person.household")[0].name == "residence"
    for name in ("person.shoe_size", "person", "", "person.id"):
        with pytest.raises(RegisterError):
            declarations.fact_declared(name)


def test_the_catalogue_tells_keeper_and_sensitivity(organisations):
    shown = {register["name"]: register for register in declarations.catalogue()}
    assert shown["tax"]["owner"] == {"code": "tax-service", "title": "tax-service"}
    amount = next(f for f in shown["tax"]["tables"][0]["facts"] if f["name"] == "income.amount")
    assert amount["sensitivity"] == "financial"
    assert amount["kind"] == "money"


def test_every_title_of_the_schema_is_marked_for_translation():
    titles = {title for entity in STANDARD for title in (entity.title, *(c.title for c in entity.columns.values()))}
    assert titles == set(TITLES)
