"""The population form beyond agreement: its columns, its limits, what it says about bad tables."""

import datetime

import ibis
import pyarrow.parquet
import pytest

from madang.core.rules import Facts, RuleError
from madang.core.rules.population import condition_names, missing_names, population
from madang.core.rules.population_tables import arrow_table, connect, parquet_tables, tables_of
from madang.core.rules.random_population import random_facts
from madang.core.rules.schema import STANDARD

from .sample_pack import ALLOWANCE, BENEFITS, HOUSEHOLD_AID, PENSION

Date = datetime.date
MAY = Date(2026, 5, 4)
FACTS = Facts({"person": [{"id": 1, "born": Date(2019, 3, 2), "nationality": "KOR", "mother": 3},
                          {"id": 2, "born": None, "nationality": "KOR", "mother": 3},
                          {"id": 3, "born": Date(1990, 1, 1), "nationality": "KOR"}]}, complete=True)  # fmt: skip


@pytest.fixture(scope="module")
def connection():
    return connect(memory="1GB")


def answers(connection, benefit, facts, on=MAY, **options):
    table = population(benefit, tables_of(connection, facts), on, **options)
    return {row["id"]: row for row in connection.to_pyarrow(table).to_pylist()}


def test_everybody_has_a_row_with_verdict_amount_and_payee(connection):
    rows = answers(connection, ALLOWANCE, FACTS, with_missing=True)
    assert {key: (row["verdict"], row["amount"], row["payee"]) for key, row in rows.items()} == {
        1: (True, 105_000, 3), 2: (None, None, 3), 3: (False, 0, None)}  # fmt: skip
    assert condition_names(ALLOWANCE, rows[3]["failing"]) == ("under_age_limit",)
    assert condition_names(ALLOWANCE, rows[2]["unknown"]) == ("born", "under_age_limit")
    assert missing_names(ALLOWANCE, rows[2]["missing"]) == ("person.born",)


def test_a_scan_leaves_out_whom_their_own_row_excludes(connection):
    assert set(answers(connection, ALLOWANCE, FACTS, only_possible=True)) == {1, 2}


def test_a_law_not_in_force_excludes_everybody(connection):
    rows = answers(connection, ALLOWANCE, FACTS, on=Date(2010, 1, 1))
    assert {condition_names(ALLOWANCE, row["failing"]) for row in rows.values()} == {("in_force",)}
    assert answers(connection, ALLOWANCE, FACTS, on=Date(2010, 1, 1), only_possible=True) == {}


def test_amounts_are_64_bit_whole_numbers(connection):
    table = population(HOUSEHOLD_AID, tables_of(connection, FACTS), MAY)
    types = {name: str(kind) for name, kind in connection.to_pyarrow(table).schema.field and [
        (field.name, field.type) for field in connection.to_pyarrow(table).schema]}  # fmt: skip
    assert {types[name] for name in ("id", "amount", "payee", "part_need", "failing", "unknown")} == {"int64"}


def test_sums_beyond_64_bits_are_refused_rather_than_wrong(connection):
    rows = [{"id": number, "person": 1, "year": 2025, "kind": "wages", "amount": 2**62} for number in range(1, 6)]
    facts = Facts({"person": [{"id": 1, "born": Date(1950, 1, 1)}], "income": rows}, complete=True)
    with pytest.raises(Exception, match=r"(?i)out of range|overflow|conversion"):
        answers(connection, PENSION, facts)


def test_a_table_without_a_needed_column_is_refused_by_name(connection):
    tables = tables_of(connection, FACTS)
    tables["person"] = tables["person"].drop("born")
    with pytest.raises(RuleError, match="person has no column 'born'"):
        population(ALLOWANCE, tables, MAY)


def test_a_population_without_its_subjects_is_refused(connection):
    with pytest.raises(RuleError, match="no table of person"):
        population(ALLOWANCE, {}, MAY)


def test_narrow_integers_of_a_foreign_file_do_not_overflow(connection):
    facts = Facts({"person": [{"id": 1, "born": Date(1950, 1, 1)}],
                   "income": [{"id": n, "person": 1, "year": 2025, "kind": "x", "amount": 100} for n in range(1, 9)]}, complete=True)  # fmt: skip
    tables = tables_of(connection, facts)
    tables["income"] = tables["income"].mutate(
        amount=tables["income"]["amount"].cast("int8"), year=ibis.literal(2025, "int16")
    )
    row = connection.to_pyarrow(population(PENSION, tables, MAY)).to_pylist()[0]
    assert row["amount"] == PENSION.evaluate(facts, 1, MAY).amount


def test_parquet_files_give_the_same_answers_as_rows_in_memory(connection, tmp_path):
    facts = random_facts(5, 60, MAY, benefits=BENEFITS)
    for entity in STANDARD:
        if entity.name not in facts.unknown:
            path = tmp_path / f"{entity.name}.parquet"
            pyarrow.parquet.write_table(arrow_table(entity, facts.tables[entity.name].values()), path)
    tables = parquet_tables(connection, tmp_path, STANDARD, ALLOWANCE)
    assert "property" not in tables
    rows = connection.to_pyarrow(population(ALLOWANCE, tables, MAY)).to_pylist()
    assert {row["id"]: row["amount"] for row in rows} == {
        key: ALLOWANCE.evaluate(facts, key, MAY).amount for key in facts.tables["person"]
    }


def test_the_query_of_a_long_rule_stays_short(connection):
    table = population(ALLOWANCE, tables_of(connection, FACTS), MAY, with_missing=True)
    assert len(connection.compile(table)) < 200_000
