"""The Thai grants, worked by hand. Baht here, satang in the pack."""

import datetime

import pytest

from madang.core.rules import Facts
from madang.countries.th.pack import CHILD_SUPPORT_GRANT, OLD_AGE_ALLOWANCE

CHILD, MOTHER, FATHER = 1, 2, 3


def d(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


def family(born: str, yearly: int | None, *, year: int = 2025, codes: tuple[str, ...] = ()) -> Facts:
    """Child, mother, father; the mother's income of ``year`` in baht (None: not declared)."""
    persons = [
        {"id": number, "born": d(day), "nationality": "THA", "household": 1, "mother": MOTHER if number == 1 else None}
        for number, day in ((CHILD, born), (MOTHER, "1995-01-01"), (FATHER, "1993-01-01"))
    ]
    incomes = (
        [{"id": 1, "person": MOTHER, "year": year, "kind": "declared", "amount": yearly * 100}]
        if yearly is not None
        else []
    )
    statuses = [
        {"id": n, "person": CHILD if code == "in-institution" else MOTHER, "code": code, "since": d("2015-01-01")}
        for n, code in enumerate(codes, 1)
    ]
    return Facts(
        {"person": persons, "household": [{"id": 1, "area": "50"}], "income": incomes, "status": statuses},
        complete=True,
    )


def baht(facts: Facts, on: str) -> float:
    outcome = CHILD_SUPPORT_GRANT.evaluate(facts, CHILD, d(on))
    return outcome.amount / 100 if outcome.verdict else 0


@pytest.mark.parametrize(
    ("facts", "on", "expected"),
    [
        pytest.param(family("2024-05-05", 300_000), "2026-06-01", 600, id="exactly_100000_a_head"),
        pytest.param(family("2024-05-05", 300_001), "2026-06-01", 0, id="one_baht_above_100000_a_head"),
        pytest.param(family("2024-05-05", None), "2026-06-01", 0, id="nothing_declared"),
        pytest.param(
            family("2024-05-05", None, codes=("state-welfare-card",)), "2026-06-01", 600, id="welfare_card_is_enough"
        ),
        pytest.param(
            family("2020-06-15", 90_000), "2026-06-01", 600, id="still_five_on_the_first_of_the_birthday_month"
        ),
        pytest.param(family("2020-06-15", 90_000), "2026-07-01", 0, id="six_years_old"),
        pytest.param(family("2020-06-01", 90_000), "2026-06-01", 0, id="six_on_the_first_of_the_month"),
        pytest.param(family("2015-10-01", 90_000, year=2014), "2015-10-31", 400, id="first_day_of_the_grant_400_baht"),
        pytest.param(family("2015-09-30", 90_000, year=2014), "2015-10-31", 0, id="born_a_day_too_early"),
        pytest.param(
            family("2015-11-15", 100_000, year=2015), "2016-10-01", 600, id="600_baht_until_three_from_october_2016"
        ),
        pytest.param(family("2015-11-15", 108_001, year=2015), "2016-10-01", 0, id="36000_a_head_until_september_2018"),
        pytest.param(family("2015-10-15", 90_000, year=2017), "2018-11-01", 600, id="until_six_from_october_2018"),
        pytest.param(family("2024-05-05", 90_000, codes=("in-institution",)), "2026-06-01", 0, id="in_an_institution"),
    ],
)
def test_the_child_support_grant(facts: Facts, on: str, expected: int) -> None:
    assert baht(facts, on) == expected


def test_an_unknown_income_of_a_member_is_unknown_and_named() -> None:
    facts = family("2024-05-05", 90_000)
    facts.tables["income"][1]["amount"] = None
    outcome = CHILD_SUPPORT_GRANT.evaluate(facts, CHILD, d("2026-06-01"))
    assert outcome.verdict is None
    assert [one.code for one in outcome.missing] == ["income.amount"]


@pytest.mark.parametrize(
    ("born", "expected"),
    [("1966-06-02", 0), ("1966-06-01", 600), ("1956-06-02", 600), ("1956-06-01", 700), ("1946-06-01", 800), ("1936-06-02", 800), ("1936-06-01", 1_000), ("1920-01-01", 1_000)],
)  # fmt: skip
def test_the_old_age_allowance_rises_every_ten_years(born: str, expected: int) -> None:
    facts = Facts({"person": [{"id": 1, "born": d(born), "nationality": "THA"}]}, complete=True)
    outcome = OLD_AGE_ALLOWANCE.evaluate(facts, 1, d("2026-06-15"))
    assert (outcome.amount / 100 if outcome.verdict else 0) == expected


def test_a_pension_of_the_state_excludes() -> None:
    pension = [{"id": 1, "person": 1, "code": "state-pension", "since": d("2020-01-01")}]
    facts = Facts(
        {"person": [{"id": 1, "born": d("1950-01-01"), "nationality": "THA"}], "status": pension}, complete=True
    )
    assert OLD_AGE_ALLOWANCE.evaluate(facts, 1, d("2026-06-15")).failing == ("no_state_pension",)
