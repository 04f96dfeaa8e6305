"""What cannot be right is refused where it is written, with what to do."""

import datetime
import re
import subprocess
import sys

import pytest

from madang.core.rules import (
    BOOL,
    CODE,
    DOWN,
    INT,
    MONEY,
    NEVER,
    RATE,
    Benefit,
    ClaimWindow,
    Currency,
    Entity,
    Fact,
    Line,
    Pack,
    Parameter,
    PayDay,
    Relation,
    RuleError,
    Scale,
    Schema,
    Table,
    Variable,
    age_in_years,
    all_of,
    days,
    if_,
    in_force,
    money,
    months,
    must,
    on,
    part,
    percent,
    period_end,
    subject,
)

from .sample_pack import ACT, ALLOWANCE, BASE, EveryDayWorks

person = subject("person")


@pytest.mark.parametrize(
    ("written", "says"),
    [
        (lambda: person.born < 6, "should be date"),
        (lambda: person.incomes.sum(lambda i: i.amount) < person.incomes.sum(lambda i: i.year), "one kind"),
        (lambda: person.incomes.sum(lambda i: i.amount) * person.incomes.sum(lambda i: i.amount), "means nothing"),
        (lambda: person.born + 1, "should be date"),
        (lambda: person.sex < "m", "no order"),
        (lambda: person.died < NEVER, "may be absent"),
        (lambda: person.father.born < NEVER, "may be absent"),
        (lambda: person.age, "has no 'age'. It has: born"),
        (lambda: person.born < 0.5, "float"),
        (lambda: money(0.5), "float"),
        (lambda: percent(4.5), r"percent\('4.5'\)"),
        (lambda: bool(person.sex == "m"), "Use & | ~"),
        (lambda: person.mother.exists, "always exists"),
        (lambda: person.incomes.sum(lambda i: i.kind), "needs int or money"),
        (lambda: person.incomes.max(lambda i: i.kind, default=""), "needs int, money or date"),
        (lambda: person.incomes.latest(lambda i: i.amount, by=lambda i: i.kind, default=0), "needs a date or a number"),
        (lambda: person.sex.is_in([]), "can never be true"),
        (lambda: person.sex.is_in([1]), "should be code"),
        (lambda: if_(person.sex == "m", money(1), person.born), "two of one kind"),
        (lambda: person.incomes.sum(lambda i: i.amount) / 0, "above 0"),
        (lambda: (person.incomes.sum(lambda i: i.amount) * percent(3)) == person.born, "needs numbers"),
        (lambda: must("x", BASE * percent(3), cite="1", says=""), "Round it as the law says"),
        (lambda: (BASE * percent(3)).rounded(DOWN, to=0), "must be 1 or more"),
        (lambda: all_of(), "at least one"),
        (lambda: money(10**16), "largest"),
        (lambda: must("two words", person.sex == "m", cite="1", says=""), "identifiers"),
        (lambda: must("x", person.sex == "m", cite="1", says="{height}"), r"names \{height\}. Known figures: .*sex"),
        (lambda: must("x", person.sex == "m", cite="1", says="", during=BASE), "in_force"),
        (lambda: must("x", person.sex == "m", cite="1", says="{died}", figures={"died": person.died}), "plain value"),
        (lambda: part("x", person.born, cite="1", says=""), "must be money"),
        (lambda: Parameter("a b", INT, [Line(1, "2020-01")]), "identifier"),
        (lambda: Parameter("a", INT, []), "at least one"),
        (lambda: Parameter("a", INT, [Line("x", "2020-01")]), "should be int"),
        (lambda: Parameter("a", MONEY, [Line(1.5, "2020-01")]), "float"),
        (lambda: Line(1, "2020-13"), "not a date"),
        (lambda: Table("t", MONEY, [Line({"a": 1}, "2020-01")], by=CODE, default=None), "needs default"),
        (lambda: Table("t", MONEY, [Line(1, "2020-01")], by=CODE, default=0), "must be a dict"),
        (lambda: Table("t", MONEY, [Line({"a": 1}, "2020-01")], by=CODE, default=0) + 1, r"write t\[key\]"),
        (lambda: BASE["11"], "without"),
        (lambda: Scale("s", RATE, [Line([(5, percent(1)), (1, percent(2))], "2020-01")]), "must rise"),
        (lambda: Scale("s", RATE, [Line([(0, percent(1))], "2020-01")]) < 1, "band"),
        (lambda: Scale("s", RATE, [Line([(0, percent(1))], "2020-01")]).band(1), "needs int or money"),
        (lambda: Scale("s", INT, [Line([(0, 1)], "2020-01")]).marginal(1), "needs rates"),
        (lambda: ClaimWindow(person.born, months(2)), "calendar days"),
        (lambda: PayDay(32), "1 to 31"),
        (lambda: days(0), "1 or more"),
        (lambda: Entity("e", "es", "e", "r", (Fact("id", INT, "id"),)), "taken, reserved"),
        (lambda: Schema([Entity("e", "es", "e", "r", (), (Relation("x", "nowhere", "x"),))]), "not declared"),
        (lambda: subject("dragon"), "There is no entity 'dragon'. Known: person"),
    ],
)  # fmt: skip
def test_a_mistake_is_refused_with_the_remedy(written, says):
    with pytest.raises(RuleError) as error:
        written()
    assert re.search(says, str(error.value)), str(error.value)


def benefit(**changes):
    wanted = {
        "title": "T", "law": ACT, "of": person, "in_force": in_force("2000-01"),
        "conditions": [must("man", person.sex == "m", cite="1", says="man")], "amount": part("base", 100, cite="1", says="a"),
    }  # fmt: skip
    return Benefit("b", **{**wanted, **changes})


def test_a_monthly_benefit_cannot_speak_of_a_single_day():
    with pytest.raises(RuleError, match="use period_start or period_end"):
        benefit(conditions=[must("born", person.born <= on, cite="1", says="born")])


def test_a_benefit_speaks_of_its_own_subject_only():
    with pytest.raises(RuleError, match="not its subject"):
        benefit(conditions=[must("old", age_in_years(subject("person").born, period_end) > 1, cite="1", says="old")])


def test_a_benefit_for_everybody_is_refused():
    with pytest.raises(RuleError, match="no conditions"):
        benefit(conditions=[])


def test_a_name_stands_for_one_thing():
    with pytest.raises(RuleError, match="used twice"):
        benefit(amount=part("man", 100, cite="1", says="a"))
    with pytest.raises(RuleError, match="used twice"):
        Pack("xx", "X", Currency("XXX", 0), [ALLOWANCE, ALLOWANCE], EveryDayWorks())


def test_a_pack_knows_its_benefits_parameters_and_laws():
    pack = Pack("xx", "X", Currency("XXX", 0), [ALLOWANCE], EveryDayWorks())
    assert pack.benefit("allowance") is ALLOWANCE
    assert {"age_limit", "base_amount", "region_class"} <= {parameter.name for parameter in pack.parameters}
    assert pack.laws == (ACT,)
    with pytest.raises(RuleError, match=r"There is no benefit 'x'\. Known: allowance"):
        pack.benefit("x")


def test_a_benefit_reads_only_what_its_rules_need():
    reads = benefit().reads
    assert reads == {"person": ("id", "sex")}
    assert "incomes" not in ALLOWANCE.reads
    assert ALLOWANCE.reads["stay_abroad"] == ("id", "left", "person", "returned")


def test_equal_expressions_are_computed_once():
    def count():
        return person.children.count(lambda c: c.sex == "f")

    assert count().uid == count().uid
    assert count().uid != person.children.count(lambda c: c.sex == "m").uid
    source = benefit(
        conditions=[must("a", count() > 1, cite="1", says=""), must("b", count() < 5, cite="1", says="")]
    ).program.source
    assert source.count("for row") == 1


def test_kinds_are_words_everybody_knows():
    assert [str(kind) for kind in (BOOL, INT, MONEY)] == ["bool", "int", "money"]


def test_rules_need_neither_the_web_framework_nor_the_query_library():
    code = (
        "import sys, madang.core.rules; print([name for name in ('django', 'ibis', 'pyarrow') if name in sys.modules])"
    )
    found = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env={"PYTHONPATH": "src"}
    )
    assert found.stdout.strip() == "[]"


def test_a_constant_date_is_a_date():
    assert Line(1, datetime.date(2020, 1, 1)).applies == datetime.date(2020, 1, 1)


def test_a_monthly_figure_cannot_speak_of_a_single_day():
    early = Variable("early", entity="person", formulas=lambda person, _when: age_in_years(person.born, on))
    with pytest.raises(RuleError, match=r"use when\.start"):
        _ = early.node


def test_a_variable_is_known_by_an_identifier_and_belongs_to_one_entity():
    with pytest.raises(RuleError, match="identifier"):
        Variable("two words", entity="person", formulas=lambda person, _when: money(1))
    with pytest.raises(RuleError, match="belongs to a household"):
        Variable("rent", entity="household", formulas=lambda home, _when: money(1))(person)
