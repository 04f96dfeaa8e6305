"""The Philippine grants, worked by hand. Pesos here, centavos in the pack."""

import datetime
from typing import Any

import pytest

from madang.core.rules import Facts
from madang.countries.ph.pack import FOURPS, SOCIAL_PENSION

MOTHER = 1


def d(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


def household(*levels: str, poor: str = "listahanan-poor", **more: Any) -> Facts:
    """A mother with one child of ten at each level of schooling."""
    persons = [{"id": MOTHER, "born": d("1990-01-01"), "nationality": "PHL", "household": 1}]
    statuses = [{"id": 1, "person": MOTHER, "code": poor, "since": d("2024-01-01")}] if poor else []
    for number, level in enumerate(levels, 2):
        persons.append({"id": number, "born": d("2016-03-03"), "nationality": "PHL", "household": 1})
        statuses.append({"id": number, "person": number, "code": f"school-{level}", "since": d("2024-01-01")})
    statuses += [{"id": 50 + number, **row} for number, row in enumerate(more.pop("status", []))]
    return Facts({"person": persons, "household": [{"id": 1, "area": "0402"}], "status": statuses}, complete=True)


def pesos(facts: Facts, on: str = "2026-08-15") -> float:
    outcome = FOURPS.evaluate(facts, MOTHER, d(on))
    return outcome.amount / 100 if outcome.verdict else 0


@pytest.mark.parametrize(
    ("levels", "expected"),
    [
        pytest.param(["elementary"], 1_050, id="sec_7_health_and_elementary"),
        pytest.param(["junior-high"], 1_250, id="sec_7_junior_high"),
        pytest.param(["senior-high"], 1_450, id="sec_7_senior_high"),
        pytest.param(["elementary", "junior-high", "senior-high"], 2_250, id="sec_7_three_children"),
        pytest.param(["elementary"] * 4, 1_650, id="sec_7_a_fourth_child_adds_nothing"),
        pytest.param(
            ["elementary", "elementary", "junior-high", "senior-high"], 2_250, id="sec_7_the_three_largest_count"
        ),
        pytest.param(["senior-high"] * 4, 2_850, id="sec_7_three_of_four_in_senior_high"),
        pytest.param(
            ["elementary", "senior-high", "senior-high", "senior-high"], 2_850, id="sec_7_no_place_left_for_elementary"
        ),
    ],
)
def test_the_grant_by_children(levels: list[str], expected: int) -> None:
    assert pesos(household(*levels)) == expected


def test_sec_7_education_is_paid_ten_months_and_health_twelve() -> None:
    amounts = [pesos(household("elementary"), f"2026-{month:02}-10") for month in range(1, 13)]
    assert amounts == [1_050, 1_050, 1_050, 750, 750, *[1_050] * 7]


def test_sec_7_a_household_that_is_not_on_the_list_gets_nothing() -> None:
    assert FOURPS.evaluate(household("elementary", poor=""), MOTHER, d("2026-08-15")).failing == ("poor",)


def test_sec_7_near_poor_households_count_and_a_pregnancy_is_enough() -> None:
    pregnant = [{"person": MOTHER, "code": "pregnant", "since": d("2026-05-01")}]
    assert pesos(household(poor="listahanan-near-poor", status=pregnant)) == 750


def test_sec_11_conditions_not_kept_in_a_month_cost_that_month() -> None:
    broken = [{"person": MOTHER, "code": "4ps-conditions-not-met", "since": d("2026-08-01"), "until": d("2026-09-01")}]
    facts = household("elementary", status=broken)
    assert [pesos(facts, f"2026-{month:02}-10") for month in (7, 8, 9)] == [1_050, 0, 1_050]


def test_sec_4_the_programme_ends_after_seven_years() -> None:
    registered = [{"person": MOTHER, "code": "4ps-registered", "since": d("2019-08-15")}]
    facts = household("elementary", status=registered)
    assert [pesos(facts, day) for day in ("2026-08-31", "2026-09-01")] == [1_050, 0]


def senior(born: str = "1960-01-01", *codes: str) -> Facts:
    statuses = [{"id": n, "person": 1, "code": code, "since": d("2015-01-01")} for n, code in enumerate(codes, 1)]
    return Facts({"person": [{"id": 1, "born": d(born), "nationality": "PHL"}], "status": statuses}, complete=True)


@pytest.mark.parametrize(
    ("facts", "on", "expected"),
    [
        pytest.param(
            senior("1960-01-01", "indigent-senior"), "2026-06-01", 1_000, id="ra_11916_sec_2_a_thousand_pesos"
        ),
        pytest.param(
            senior("1955-01-01", "indigent-senior"), "2022-08-31", 500, id="ra_9994_sec_5_five_hundred_before"
        ),
        pytest.param(senior("1955-01-01", "indigent-senior"), "2022-09-01", 1_000, id="ra_11916_from_september_2022"),
        pytest.param(
            senior("1966-06-30", "indigent-senior"), "2026-06-01", 1_000, id="ra_9994_sec_3_month_of_the_60th_birthday"
        ),
        pytest.param(senior("1966-07-01", "indigent-senior"), "2026-06-01", 0, id="ra_9994_sec_3_a_day_too_young"),
        pytest.param(senior("1960-01-01"), "2026-06-01", 0, id="ra_9994_sec_3h_not_found_indigent"),
        pytest.param(
            senior("1960-01-01", "indigent-senior", "pension"), "2026-06-01", 0, id="ra_9994_sec_3h_draws_a_pension"
        ),
    ],
)
def test_the_social_pension(facts: Facts, on: str, expected: int) -> None:
    outcome = SOCIAL_PENSION.evaluate(facts, 1, d(on))
    assert (outcome.amount / 100 if outcome.verdict else 0) == expected
