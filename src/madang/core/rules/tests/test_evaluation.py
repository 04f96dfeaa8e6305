"""What benefits answer: periods, unknown facts, arrears, claims, payees."""

import datetime

import pytest

from madang.core.rules import Facts, MissingFact, RuleError
from madang.core.rules.random_population import Households, random_facts

from .sample_pack import ALLOWANCE, BENEFITS, HOUSEHOLD_AID, PENSION, VOUCHER

Date = datetime.date
MAY = Date(2026, 5, 4)


def family(**child):
    """A child of 2019 with its mother; facts given replace those of the child."""
    rows = {"person": [{"id": 1, "born": Date(2019, 3, 2), "nationality": "KOR", "mother": 2, **child},
                       {"id": 2, "born": Date(1990, 1, 1), "nationality": "KOR"}]}  # fmt: skip
    return Facts(rows, complete=True)


def test_a_child_under_the_limit_gets_the_amount_and_the_mother_is_paid():
    outcome = ALLOWANCE.evaluate(family(), 1, MAY)
    assert (outcome.verdict, outcome.payee, outcome.missing) == (True, 2, ())
    assert dict(outcome.parts) == {"base": 100_000, "young": 0, "region": 5_000}
    assert outcome.amount == 105_000


def test_any_day_of_the_month_gives_the_months_answer():
    facts = family(born=Date(2017, 5, 31))
    answers = {ALLOWANCE.evaluate(facts, 1, Date(2026, 5, day)) for day in range(1, 32)}
    assert len(answers) == 1


def test_the_month_of_the_limit_birthday_is_no_longer_paid():
    facts = family(born=Date(2017, 5, 31))
    assert ALLOWANCE.evaluate(facts, 1, Date(2026, 4, 1)).verdict is True
    assert ALLOWANCE.evaluate(facts, 1, Date(2026, 5, 1)).failing == ("under_age_limit",)


def test_somebody_born_on_29_february_is_a_year_older_on_1_march():
    facts = family(born=Date(2020, 2, 29))
    explanation = ALLOWANCE.explain(facts, 1, Date(2026, 2, 1))
    ages = {reason.name: reason.figures for reason in explanation.reasons}["under_age_limit"]
    assert ages["age"].value == 5
    explanation = ALLOWANCE.explain(facts, 1, Date(2026, 3, 1))
    assert explanation.reasons[2].figures["age"].value == 6


def test_a_law_that_is_not_in_force_gives_nothing_and_says_so():
    outcome = ALLOWANCE.evaluate(family(), 1, Date(2018, 8, 31))
    assert (outcome.verdict, outcome.amount, outcome.failing) == (False, 0, ("in_force",))
    assert ALLOWANCE.explain(family(), 1, Date(2018, 8, 31)).reasons[0].name == "in_force"


def test_a_condition_that_ended_is_not_asked_any_more():
    rows = {"person": [{"id": 1, "born": Date(2016, 1, 1), "nationality": "KOR", "household": 1},
                       {"id": 2, "born": Date(1990, 1, 1), "household": 1}],
            "income": [{"id": 1, "person": 2, "year": 2018, "kind": "wages", "amount": 9_000_000}]}  # fmt: skip
    facts = Facts(rows, complete=True)
    assert ALLOWANCE.evaluate(facts, 1, Date(2018, 12, 1)).failing == ("low_income",)
    assert ALLOWANCE.evaluate(facts, 1, Date(2019, 4, 1)).verdict is True
    names = [reason.name for reason in ALLOWANCE.explain(facts, 1, Date(2019, 4, 1)).reasons]
    assert "low_income" not in names


def test_unknown_is_neither_yes_nor_no_and_names_what_is_missing():
    outcome = ALLOWANCE.evaluate(family(born=None), 1, MAY)
    assert (outcome.verdict, outcome.amount) == (None, None)
    assert outcome.unknown == ("born", "under_age_limit")
    assert outcome.missing == (MissingFact("person", 1, "born"),)


def test_a_missing_fact_that_cannot_change_the_answer_is_not_named():
    outcome = ALLOWANCE.evaluate(family(nationality=None, died=Date(2020, 1, 1)), 1, MAY)
    assert (outcome.verdict, outcome.missing) == (False, ())


def test_a_known_right_can_have_an_unknown_amount():
    facts = Facts({"person": [{"id": 1, "born": Date(2019, 3, 2), "nationality": "KOR", "mother": 2}], "stay_abroad": [],
                   "guardianship": [], "status": []})  # fmt: skip
    outcome = ALLOWANCE.evaluate(facts, 1, MAY)
    assert (outcome.verdict, outcome.amount) == (True, None)
    assert [one.code for one in outcome.missing] == ["residence.*"]


def test_an_unknown_mother_makes_the_order_of_birth_unknown():
    facts = Facts({"person": [{"id": 1, "born": Date(2026, 4, 1), "mother": None}]}, complete=True)
    outcome = VOUCHER.evaluate(facts, 1, MAY)
    assert outcome.verdict is None
    assert {one.code for one in outcome.missing} == {"person.mother"}


def test_the_third_child_is_the_third():
    rows = [{"id": number, "born": Date(2020 + number, 1, 1), "mother": 9} for number in (1, 2, 5)]
    facts = Facts({"person": [*rows, {"id": 9, "born": Date(1990, 1, 1)}]}, complete=True)
    explanation = VOUCHER.explain(facts, 5, Date(2025, 6, 1))
    assert explanation.amount == 3_000_000
    assert explanation.parts[0].figures["order"].value == 3


def test_twins_have_different_places():
    rows = [{"id": number, "born": Date(2025, 1, 1), "mother": 9} for number in (1, 2)]
    facts = Facts({"person": [*rows, {"id": 9, "born": Date(1990, 1, 1)}]}, complete=True)
    amounts = [VOUCHER.evaluate(facts, number, Date(2025, 6, 1)).amount for number in (1, 2)]
    assert amounts == [2_000_000, 3_000_000]


def test_a_guardian_is_paid_before_the_mother():
    facts = Facts({"person": [{"id": 1, "born": Date(2019, 3, 2), "nationality": "KOR", "mother": 2}],
                   "guardianship": [{"id": 1, "child": 1, "guardian": 7, "since": Date(2020, 1, 1), "until": Date(2026, 5, 1)},
                                    {"id": 2, "child": 1, "guardian": 8, "since": Date(2026, 5, 1)}]}, complete=True)  # fmt: skip
    assert ALLOWANCE.evaluate(facts, 1, Date(2026, 4, 30)).payee == 7
    assert ALLOWANCE.evaluate(facts, 1, Date(2026, 5, 1)).payee == 8


def test_the_same_month_is_worth_more_once_the_law_is_known():
    facts = family(born=Date(2017, 6, 10))
    assert ALLOWANCE.evaluate(facts, 1, Date(2026, 1, 1), known_on=Date(2026, 3, 19)).verdict is False
    assert ALLOWANCE.evaluate(facts, 1, Date(2026, 1, 1), known_on=Date(2026, 3, 20)).verdict is True


def test_arrears_are_the_difference_between_then_and_now():
    facts = family(born=Date(2017, 6, 10))
    arrears = ALLOWANCE.arrears(facts, 1, Date(2025, 5, 1), Date(2026, 3, 1), known_on=Date(2026, 4, 1),
                                known_before=Date(2026, 3, 19))  # fmt: skip
    assert [(one.period_start, one.was, one.difference) for one in arrears] == [
        (Date(2026, month, 1), 0, 105_000) for month in (1, 2, 3)
    ]


def test_arrears_against_what_was_paid_show_overpayment_too():
    facts = family()
    paid = {Date(2026, 4, 1): 105_000, Date(2026, 5, 1): 205_000}
    arrears = ALLOWANCE.arrears(facts, 1, Date(2026, 4, 1), Date(2026, 6, 1), paid=paid)
    assert [(one.period_start.month, one.difference) for one in arrears] == [(5, -100_000), (6, 105_000)]


def test_arrears_need_something_to_compare_with():
    with pytest.raises(RuleError, match="known_before"):
        ALLOWANCE.arrears(family(), 1, MAY, MAY)


@pytest.mark.parametrize(
    ("claimed_on", "first"),
    [(Date(2026, 3, 1), Date(2026, 1, 1)), (Date(2026, 3, 2), Date(2026, 3, 1)), (Date(2026, 1, 1), Date(2026, 1, 1))],
)
def test_a_claim_within_60_days_including_the_birthday_reaches_back_to_the_birth(claimed_on, first):
    facts = family(born=Date(2026, 1, 1))  # day 60 is 1 March
    assert ALLOWANCE.first_period(facts, 1, claimed_on) == first
    months = ALLOWANCE.months(facts, 1, Date(2026, 1, 1), Date(2026, 4, 1), claimed_on=claimed_on)
    assert next(outcome.period_start for outcome in months if outcome.verdict) == first
    assert all(outcome.failing == ("claim",) for outcome in months if outcome.period_start < first)


def test_months_cover_every_period_of_a_yearly_benefit():
    facts = Facts({"household": [{"id": 1}], "person": []}, complete=True)
    years = HOUSEHOLD_AID.months(facts, 1, Date(2024, 6, 1), Date(2026, 1, 1))
    assert [(one.period_start, one.period_end) for one in years] == [
        (Date(year, 1, 1), Date(year, 12, 31)) for year in (2024, 2025, 2026)
    ]


def test_an_unknown_subject_is_said_plainly():
    with pytest.raises(RuleError, match="There is no person with id 99"):
        ALLOWANCE.evaluate(family(), 99, MAY)


def test_a_marriage_with_somebody_old_enough_reduces_the_pension():
    couple = [{"id": 1, "born": Date(1950, 1, 1)}, {"id": 2, "born": Date(1955, 1, 1)}]
    marriage = [{"id": 1, "person": 1, "spouse": 2, "since": Date(1980, 1, 1)}]
    together = Facts({"person": couple, "marriage": marriage}, complete=True)
    alone = Facts({"person": couple}, complete=True)
    assert PENSION.evaluate(alone, 1, MAY).amount == 90_000
    assert PENSION.evaluate(together, 1, MAY).amount == 74_250 // 10 * 10


FILLING = {"date": Date(2019, 5, 5), "code": "KOR", "int": 2025, "money": 7, "bool": False}


@pytest.mark.parametrize("benefit", BENEFITS, ids=lambda benefit: benefit.name)
@pytest.mark.parametrize("seed", range(3))
def test_learning_a_missing_fact_never_turns_a_known_answer_round(benefit, seed):
    on = Households(seed, MAY).day()
    facts = random_facts(seed, 60, on, benefits=BENEFITS, unknown=0.15)
    completed = {}
    for entity in facts.schema:
        if entity.name not in facts.unknown:
            filling = {fact.name: FILLING[fact.kind] for fact in entity.facts if not fact.optional}
            completed[entity.name] = [
                {name: filling.get(name) if value is None else value for name, value in row.items()}
                for row in facts.tables[entity.name].values()
            ]
    known = Facts(completed)
    for subject_id in facts.tables[benefit.of.entity_.name]:
        before = benefit.evaluate(facts, subject_id, on)
        if before.verdict is not None:
            assert benefit.evaluate(known, subject_id, on).verdict is before.verdict


@pytest.mark.parametrize("benefit", BENEFITS, ids=lambda benefit: benefit.name)
def test_only_the_facts_named_as_missing_keep_an_answer_unknown(benefit):
    on = Households(8, MAY).day()
    facts = random_facts(8, 60, on, benefits=BENEFITS, unknown=0.15)
    for subject_id in facts.tables[benefit.of.entity_.name]:
        outcome = benefit.evaluate(facts, subject_id, on)
        if outcome.verdict is not None or any(one.id is None for one in outcome.missing):
            continue
        named = {(one.entity, one.id, one.fact) for one in outcome.missing}
        others = {}
        for entity in facts.schema:
            if entity.name in facts.unknown:
                continue
            filling = {fact.name: FILLING[fact.kind] for fact in entity.facts if not fact.optional}
            others[entity.name] = [
                {name: value if value is not None or (entity.name, row["id"], name) in named else filling.get(name)
                 for name, value in row.items()}
                for row in facts.tables[entity.name].values()
            ]  # fmt: skip
        assert benefit.evaluate(Facts(others), subject_id, on).verdict is None
