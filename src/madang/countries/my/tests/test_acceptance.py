"""Rahmah cash aid by the table of 2024, worked by hand. Ringgit here, sen in the pack."""

import datetime
from typing import Any

import pytest

from madang.core.rules import Facts
from madang.countries.my.pack import STR

ME, SPOUSE = 1, 2


def d(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


def applicant(monthly: int, *children: str, born: str = "1985-05-05", spouse_born: str = "", spouse_monthly: int = 0,
              codes: tuple[str, ...] = (), child_codes: tuple[str, ...] = ()) -> Facts:  # fmt: skip
    """A mother with children born on those days; incomes in ringgit a month of the year 2023."""
    persons: list[dict[str, Any]] = [{"id": ME, "born": d(born), "sex": "f", "nationality": "MYS"}]
    marriages = []
    if spouse_born:
        persons.append({"id": SPOUSE, "born": d(spouse_born), "sex": "m", "nationality": "MYS"})
        marriages = [
            {"id": 1, "person": ME, "spouse": SPOUSE, "since": d("2010-01-01")},
            {"id": 2, "person": SPOUSE, "spouse": ME, "since": d("2010-01-01")},
        ]
    persons += [{"id": n, "born": d(day), "nationality": "MYS", "mother": ME} for n, day in enumerate(children, 10)]
    incomes = [
        {"id": n, "person": one, "year": 2023, "kind": "wages", "amount": amount * 12 * 100}
        for n, (one, amount) in enumerate(((ME, monthly), (SPOUSE, spouse_monthly)), 1)
    ]
    statuses = [{"id": n, "person": ME, "code": code, "since": d("2020-01-01")} for n, code in enumerate(codes, 1)]
    statuses += [
        {"id": n, "person": 10, "code": code, "since": d("2020-01-01")} for n, code in enumerate(child_codes, 20)
    ]
    return Facts({"person": persons, "marriage": marriages, "income": incomes, "status": statuses}, complete=True)


YOUNG = "2018-01-01"


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        pytest.param(applicant(2_500, spouse_born="1990-01-01"), 1_000, id="household_lower_no_child"),
        pytest.param(applicant(2_500, YOUNG), 1_500, id="household_lower_one_child"),
        pytest.param(applicant(2_500, YOUNG, YOUNG), 1_500, id="household_lower_two_children"),
        pytest.param(applicant(2_500, *[YOUNG] * 3), 2_000, id="household_lower_three_children"),
        pytest.param(applicant(2_500, *[YOUNG] * 5), 2_500, id="household_lower_five_children"),
        pytest.param(applicant(2_501, spouse_born="1990-01-01"), 500, id="household_upper_no_child"),
        pytest.param(applicant(2_501, YOUNG), 750, id="household_upper_one_child"),
        pytest.param(applicant(5_000, *[YOUNG] * 4), 1_000, id="household_upper_four_children"),
        pytest.param(applicant(5_000, *[YOUNG] * 6), 1_250, id="household_upper_six_children"),
        pytest.param(applicant(5_001, YOUNG), 0, id="household_above_the_upper_limit"),
        pytest.param(
            applicant(2_000, YOUNG, spouse_born="1990-01-01", spouse_monthly=1_000), 750, id="both_incomes_count"
        ),
        pytest.param(applicant(2_000, YOUNG, spouse_born="1980-01-01"), 0, id="the_elder_spouse_applies"),
        pytest.param(applicant(2_000, "2005-12-31"), 350, id="a_child_of_18_no_longer_counts_so_a_single_person"),
        pytest.param(applicant(2_000, "2006-01-02"), 1_500, id="a_child_of_17_on_new_years_day_counts"),
        pytest.param(
            applicant(2_000, "2000-01-01", child_codes=("disability",)),
            1_500,
            id="a_grown_child_with_a_disability_counts",
        ),
        pytest.param(applicant(5_000, born="1960-01-01"), 600, id="older_person_alone"),
        pytest.param(applicant(5_001, born="1960-01-01"), 0, id="older_person_above_the_limit"),
        pytest.param(applicant(2_500), 350, id="single_person"),
        pytest.param(applicant(2_501), 0, id="single_person_above_the_limit"),
        pytest.param(applicant(0, born="2003-01-01"), 350, id="single_person_of_21"),
        pytest.param(applicant(0, born="2003-01-02"), 0, id="single_person_a_day_younger"),
        pytest.param(
            applicant(0, born="2004-06-01", codes=("disability",)), 350, id="single_person_of_19_with_a_disability"
        ),
        pytest.param(applicant(0, codes=("full-time-student",)), 0, id="single_full_time_student"),
    ],
)
def test_the_aid_of_2024(facts: Facts, expected: int) -> None:
    outcome = STR.evaluate(facts, ME, d("2024-06-15"))
    assert (outcome.amount / 100 if outcome.verdict else 0) == expected


def test_the_year_before_the_programme_has_no_aid() -> None:
    assert STR.evaluate(applicant(0), ME, d("2023-12-31")).failing == ("in_force",)
