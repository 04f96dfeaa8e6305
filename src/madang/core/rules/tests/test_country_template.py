"""The published cases of OpenFisca's country template hold for the same law written here, in both compiled forms.

The cases are AGPL and not part of this repository: set MADANG_OPENFISCA_TEMPLATE to the folder of an installed
``openfisca_country_template`` package (``pip install openfisca-country-template`` in an environment of its own).
"""

import ast
import datetime
import operator
import os
from fractions import Fraction
from pathlib import Path

import pytest

from madang.core.rules import Facts, Line, percent
from madang.core.rules.population import variables
from madang.core.rules.population_tables import connect, tables_of

from .country_template import CONTRIBUTION, SCHEMA, Country

yaml = pytest.importorskip("yaml")
FOLDER = os.environ.get("MADANG_OPENFISCA_TEMPLATE", "")
MONEY = {"age": False, "housing_occupancy_status": False, "has_car": False, "goes_to_school": False}
REFORMED = [line for line in CONTRIBUTION if line.applies < datetime.date(2017, 1, 1)] + [
    Line([(6_000_00, percent(16)), (12_400_00, percent(12)), (40_000_00, percent(40))], "2017-01")
]
OPERATORS = {ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.Div: operator.truediv}


def published_cases():
    folder = Path(FOLDER) / "tests"
    paths = sorted(folder.rglob("*.yaml")) if FOLDER and folder.is_dir() else []
    return [
        pytest.param(case, id=f"{path.stem}: {case['name']}")
        for path in paths
        for case in yaml.safe_load(path.read_text())
    ]


CASES = published_cases()


def exact(value):
    """A published value, which may be written as a sum, as an exact fraction; anything else as it is."""
    if isinstance(value, bool | datetime.date):
        return value
    if isinstance(value, str):
        try:
            return _computed(ast.parse(value, mode="eval").body)
        except (SyntaxError, KeyError, ValueError):
            return value
    return Fraction(str(value))


def _computed(node):
    if isinstance(node, ast.Constant):
        return Fraction(str(node.value))
    if isinstance(node, ast.BinOp):
        return OPERATORS[type(node.op)](_computed(node.left), _computed(node.right))
    raise ValueError


def first_day(period):
    text = str(period)
    return datetime.date.fromisoformat({4: f"{text}-01-01", 7: f"{text}-01"}.get(len(text), text))


class Situation:
    """A published input as rows."""

    def __init__(self, case):
        self.case, self.period = case, case["period"]
        self.rows = {"person": [], "household": [], "pay": [], "home": []}
        self.ids = {}
        given = case.get("input", {})
        if "persons" in given:
            self._household(given["household"], given["persons"])
        else:
            count = max([len(value) for value in given.values() if isinstance(value, list)], default=1)
            for place in range(count):
                one = {name: value[place] if isinstance(value, list) else value for name, value in given.items()}
                self._household({"adults": ["somebody"], **one}, {"somebody": one})

    def _household(self, household, persons):
        home = self._add("household", stated_income=None)
        self._put_home(home, household)
        for name, facts in persons.items():
            role = "child" if name in household.get("children", ()) else "adult"
            person = self._add("person", household=home["id"], role=role, birth=facts.get("birth", datetime.date(1970, 1, 1)),
                               stated_age=facts.get("age"), has_car=facts.get("has_car", True), goes_to_school=True)  # fmt: skip
            self.ids[name] = person["id"]
            for fact in ("salary", "capital_returns"):
                for month, amount in self._by_month(facts.get(fact, {})):
                    pay = {"salary": 0, "capital_returns": 0, fact: int(amount * 100)}
                    self._add("pay", person=person["id"], month=month, **pay)
        if "household_income" in household:
            home["stated_income"] = household["household_income"] * 100

    def _put_home(self, home, given):
        months = {}
        for name, fact, factor in (("rent", "rent", 100), ("accommodation_size", "size", 100)):
            for month, value in self._by_month(given.get(name, {})):
                months.setdefault(month, {"rent": 0, "size": 0, "occupancy": "tenant"})[fact] = int(value * factor)
        for month, value in self._by_month(given.get("housing_occupancy_status", {})):
            months.setdefault(month, {"rent": 0, "size": 0, "occupancy": "tenant"})["occupancy"] = value
        for month, facts in months.items():
            self._add("home", household=home["id"], month=month, **facts)

    def _by_month(self, value):
        for period, one in (value if isinstance(value, dict) else {self.period: value}).items():
            months = [first_day(period)]
            if len(str(period)) == 4 and not isinstance(one, str):
                months, one = [datetime.date(int(period), month, 1) for month in range(1, 13)], Fraction(one) / 12
            yield from ((month, one) for month in months)

    def _add(self, entity, **facts):
        row = {"id": len(self.rows[entity]) + 1, **facts}
        self.rows[entity].append(row)
        return row

    def expected(self):
        """(variable, id of its row, day, expected value) for every published output."""
        output = self.case["output"]
        flat = {name: value for name, value in output.items() if name not in ("persons", "household")}
        yield from (
            (name, place, day, value) for name, given in flat.items() for place, day, value in self._each(given)
        )
        for name, given in output.get("household", {}).items():
            yield from ((name, 1, day, value) for _, day, value in self._each(given))
        for person, wanted in output.get("persons", {}).items():
            for name, given in wanted.items():
                yield from ((name, self.ids[person], day, value) for _, day, value in self._each(given))

    def _each(self, given):
        if isinstance(given, dict):
            return [(1, first_day(period), value) for period, value in given.items()]
        several = given if isinstance(given, list) else [given]
        return [(place, first_day(self.period), value) for place, value in enumerate(several, 1)]


def country_of(case):
    if "modify_social_security" in case.get("reforms", ""):
        return Country(contribution=REFORMED)
    changed = case.get("parameters", {}).get("benefits", {}).get("housing_allowance")
    if changed:
        lines = [Line(Fraction(str(one["value"])), str(day)) for day, one in changed["values"].items()]
        return Country(rent_share=lines)
    return Country()


@pytest.mark.skipif(not CASES, reason="set MADANG_OPENFISCA_TEMPLATE to the openfisca_country_template package folder")
def test_all_published_cases_are_there():
    assert len(CASES) >= 38


@pytest.mark.skipif(not CASES, reason="set MADANG_OPENFISCA_TEMPLATE to the openfisca_country_template package folder")
@pytest.mark.parametrize("case", CASES)
def test_a_published_case_holds(case):
    situation, country = Situation(case), country_of(case)
    facts = Facts(situation.rows, schema=SCHEMA)
    connection = connect(memory="1GB")
    tables = tables_of(connection, facts)
    margin = Fraction(str(case.get("absolute_error_margin", 0))) * 100
    checked = 0
    for name, row_id, day, published in situation.expected():
        wanted = exact(published)
        value = country.variables[name].value(facts, row_id, day)
        if MONEY.get(name, True):
            assert abs(value - wanted * 100) <= margin, (name, day)
        else:
            assert value == wanted, (name, day)
        rows = connection.to_pyarrow(variables([country.variables[name]], tables, day)).to_pylist()
        assert {row["id"]: row[name] for row in rows}[row_id] == value
        checked += 1
    assert checked
