"""Changed law: the same rules with other figures, in both forms."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction

import pytest

from madang.core.rules import (
    CODE,
    DOWN,
    INT,
    MONEY,
    Benefit,
    Facts,
    Law,
    Line,
    Parameter,
    Scale,
    Table,
    age_in_years,
    in_force,
    must,
    part,
    percent,
    period_end,
    subject,
)
from madang.core.rules.agreement import disagreements
from madang.core.rules.kinds import Kind
from madang.core.rules.random_population import random_facts
from madang.core.rules.tests.sample_pack import BENEFITS
from madang.core.services.planning.changed_law import under
from madang.core.services.planning.figures import ChangeRefused, changed_parameters, figures

ACT = Law("act", {"en": "Act"}, "1", "")
TODAY = dt.date(2026, 6, 15)
FIRST = dt.date(2026, 6, 1)

LIMIT = Parameter("limit", INT, [Line(9, "2020-01"), Line(10, "2027-01")])
BASE = Parameter("base", MONEY, [Line(1000, "2020-01")])
RATE = Parameter("rate", Kind.RATE, [Line(percent("12.5"), "2020-01")])
PLACES = Table("places", MONEY, [Line({f"{n}": n % 2 * 50 for n in range(20)}, "2020-01")], by=CODE, default=0)
STEPS = Scale("steps", MONEY, [Line([(0, 10), (5, 20)], "2020-01")])

child = subject("person")
age = age_in_years(child.born, period_end)
ALLOWANCE = Benefit(
    "allowance",
    title="Allowance",
    law=ACT,
    of=child,
    in_force=in_force("2020-01"),
    conditions=[must("young", age < LIMIT, cite="1", says="under {limit}")],
    amount=[
        part("base", BASE, cite="2", says="base"),
        part("place", PLACES[child.household.area], cite="3", says="place"),
        part("step", STEPS.band(age), cite="4", says="step"),
        part("share", (BASE * RATE).rounded(DOWN), cite="5", says="share"),
    ],
)  # fmt: skip
FACTS = Facts(
    {
        "person": [{"id": n, "born": dt.date(2026 - n, 1, 1), "household": 1} for n in range(1, 13)],
        "household": [{"id": 1, "area": "3"}],
    }
)


def changed(since=FIRST, **values):
    known = {figure.name: figure for figure in figures(ALLOWANCE, TODAY)}
    given = {known[name.replace("__", ".")]: value for name, value in values.items()}
    return under(ALLOWANCE, changed_parameters(given, since))


def amounts(benefit, on=TODAY):
    return [benefit.evaluate(FACTS, n, on).amount for n in range(1, 13)]


def test_the_figures_name_every_value_that_holds_on_the_day():
    known = {figure.name: figure.value for figure in figures(ALLOWANCE, TODAY)}
    assert known == {
        "limit": 9,
        "base": 1000,
        "places.0": 0,
        "places.50": 50,
        "steps.0.from": 0,
        "steps.0.figure": 10,
        "steps.1.from": 5,
        "steps.1.figure": 20,
        "rate": Fraction(1, 8),
        "in_force": True,
    }


def test_a_changed_figure_changes_the_answer_and_leaves_the_law_itself_alone():
    before = amounts(ALLOWANCE)
    assert sum(amount > 0 for amount in amounts(changed(limit=12))) == 11
    assert amounts(changed(base=2000))[0] == before[0] + 1000 + 125
    assert amounts(changed(places__50=80))[0] == before[0] + 30
    assert amounts(changed(steps__1__from=1))[0] == before[0] + 10
    assert sum(amounts(changed(in_force=False))) == 0
    assert amounts(ALLOWANCE) == before


def test_a_change_holds_from_its_day_on_even_against_later_law():
    later = dt.date(2028, 6, 15)
    cut = changed(since=dt.date(2026, 9, 1), limit=3)
    assert amounts(cut) == amounts(ALLOWANCE)
    assert sum(amount > 0 for amount in amounts(cut, later)) < sum(amount > 0 for amount in amounts(ALLOWANCE, later))


def test_steps_that_do_not_rise_and_rates_finer_than_the_rule_are_refused():
    with pytest.raises(ChangeRefused, check=lambda refused: refused.rule == "order"):
        changed(steps__1__from=0)
    with pytest.raises(ChangeRefused, check=lambda refused: refused.rule == "step"):
        changed(rate=Fraction(1, 7))
    assert amounts(changed(rate=Fraction(1, 4)))[0] == amounts(ALLOWANCE)[0] + 125


@pytest.mark.parametrize("benefit", BENEFITS, ids=lambda benefit: benefit.name)
def test_both_forms_agree_under_changed_law_on_random_households(benefit):
    for seed, figure in enumerate(figures(benefit, TODAY)):
        new = {Kind.BOOL: lambda value: not value, Kind.DATE: lambda value: value + dt.timedelta(40)}.get(
            figure.kind, lambda value: value * 2 if isinstance(value, int | Fraction) else value
        )(figure.value)
        try:
            replaced = changed_parameters({figure: new}, FIRST)
        except ChangeRefused:
            continue
        facts = random_facts(seed, 60, TODAY, benefits=BENEFITS, unknown=0.04)
        assert disagreements(under(benefit, replaced), facts, TODAY) == []
