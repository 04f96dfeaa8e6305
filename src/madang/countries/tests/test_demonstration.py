"""The demonstration towns: whole, repeatable, and worth looking at."""

import datetime
import re
from importlib import import_module

import pytest

from madang.core.rules import STANDARD, Facts
from madang.countries.demonstration import TODAY

COUNTRIES = ("kr", "ph", "th", "vn", "my")


def town(code: str, **how):
    return import_module(f"madang.countries.{code}.demo").demo_population(**how)


def facts(rows) -> Facts:
    return Facts({entity.name: rows[entity.name] for entity in STANDARD})


@pytest.mark.parametrize("code", COUNTRIES)
def test_the_same_seed_gives_the_same_town_and_another_seed_another(code):
    assert town(code, size=300) == town(code, size=300)
    assert town(code, size=300) != town(code, size=300, seed=2)


@pytest.mark.parametrize("code", COUNTRIES)
@pytest.mark.parametrize("size", [300, 1000])
def test_every_row_fits_the_schema_and_points_to_rows_that_exist(code, size):
    rows = town(code, size=size)
    assert size <= len(rows["person"]) <= size + 10
    ids = {entity.name: {row["id"] for row in rows[entity.name]} for entity in STANDARD}
    for entity in STANDARD:
        for row in rows[entity.name]:
            assert set(row) == {"id", *entity.columns}, entity.name
            for relation in entity.relations:
                assert row[relation.name] is None or row[relation.name] in ids[relation.to]


@pytest.mark.parametrize("code", COUNTRIES)
def test_nobody_is_older_than_a_parent_or_married_as_a_child(code):
    rows = town(code, size=800)
    born = {row["id"]: row["born"] for row in rows["person"]}
    for row in rows["person"]:
        assert row["born"] <= TODAY
        for parent in (row["mother"], row["father"]):
            assert parent is None or (row["born"] - born[parent]).days > 14 * 365
    for marriage in rows["marriage"]:
        assert (marriage["since"] - born[marriage["person"]]).days > 18 * 365


@pytest.mark.parametrize("code", COUNTRIES)
def test_numbers_are_unique_and_names_are_written_in_both_scripts(code):
    names = town(code, size=1000)["name"]
    assert len({row["national_number"] for row in names}) == len(names)
    for row in names:
        assert row["given_name"]
        assert re.fullmatch(r"[A-Za-z ñ]+", row["latin_name"]), row


@pytest.mark.parametrize("code", COUNTRIES)
def test_every_status_and_area_is_one_the_pack_declares(code):
    rows = town(code, size=600)
    declared = import_module(f"madang.countries.{code}.statuses").STATUSES
    areas = import_module(f"madang.countries.{code}.areas").AREAS
    assert {row["code"] for row in rows["status"]} <= set(declared)
    assert all(row["area"] in areas for row in (*rows["household"], *rows["residence"]))


@pytest.mark.parametrize("code", COUNTRIES)
@pytest.mark.parametrize("on", [TODAY, datetime.date(2027, 2, 28)])
def test_every_benefit_is_granted_to_some_and_refused_to_others(code, on):
    rows = town(code, size=600, on=on)
    know = facts(rows)
    for benefit in import_module(f"madang.countries.{code}.pack").PACK.benefits:
        verdicts = [benefit.evaluate(know, row["id"], on).verdict for row in rows["person"]]
        assert verdicts.count(True) >= 3, benefit.name
        assert False in verdicts, benefit.name


@pytest.mark.parametrize("code", COUNTRIES)
def test_everybody_with_a_story_is_grown_up_and_has_an_account(code):
    rows = town(code)
    accounts = {row["person"] for row in rows["bank_account"]}
    assert len(rows["persona"]) >= 4
    assert {row["person"] for row in rows["persona"]} <= accounts


def persona(rows, key: str) -> int:
    return next(row["person"] for row in rows["persona"] if row["key"] == key)


def wards(rows, guardian: int) -> list[int]:
    return [row["child"] for row in rows["guardianship"] if row["guardian"] == guardian]


def test_the_korean_stories_come_out_as_told():
    rows = town("kr")
    know = facts(rows)
    allowance, voucher, pension = import_module("madang.countries.kr.pack").PACK.benefits
    [newborn] = wards(rows, persona(rows, "newborn"))
    assert allowance.first_period(know, newborn, TODAY) == TODAY.replace(day=1)
    assert voucher.evaluate(know, newborn, TODAY).amount == 2_000_000
    [away] = wards(rows, persona(rows, "abroad"))
    assert allowance.evaluate(know, away, TODAY).failing == ("not_abroad",)
    [grandchild] = wards(rows, persona(rows, "grandmother"))
    assert allowance.evaluate(know, grandchild, TODAY).payee == persona(rows, "grandmother")
    assert pension.evaluate(know, persona(rows, "turning-65"), TODAY).verdict
    missing = pension.evaluate(know, persona(rows, "missing-income"), TODAY)
    assert (missing.verdict, [one.code for one in missing.missing]) == (None, ["income.amount"])
    twins = wards(rows, persona(rows, "twins"))
    assert sorted(voucher.evaluate(know, one, TODAY).amount for one in twins) == [2_000_000, 3_000_000]
