"""Basic pension: amounts worked by hand from the Act and the Decree with the figures of 2026.

Base 349,700; selection amount 2,470,000 for a single person, 3,952,000 for a couple.
"""

import datetime
from typing import Any

import pytest

from madang.core.rules import Facts
from madang.countries.kr.basic_pension import BASIC_PENSION as BENEFIT

ME, SPOUSE = 1, 2


def d(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


def statuses(person: int, pension: int, redistributed: int) -> list[dict[str, Any]]:
    since = d("2020-01-01")
    return [
        {"person": person, "code": "national-pension", "since": since, "value": pension},
        {"person": person, "code": "national-pension-redistribution", "since": since, "value": redistributed},
    ]


def elder(
    income: int | None = 0, *, born: str = "1955-05-05", spouse_born: str = "", status: Any = (), **more: Any
) -> Facts:
    persons = [{"id": ME, "born": d(born), "sex": "f", "nationality": "KOR"} | more.pop("me", {})]
    marriages = []
    if spouse_born:
        persons.append(
            {"id": SPOUSE, "born": d(spouse_born), "sex": "m", "nationality": "KOR"} | more.pop("spouse", {})
        )
        marriages = [
            {"id": 1, "person": ME, "spouse": SPOUSE, "since": d("1980-01-01")},
            {"id": 2, "person": SPOUSE, "spouse": ME, "since": d("1980-01-01")},
        ]
    incomes = [{"id": 1, "person": ME, "year": 2026, "kind": "recognised", "amount": income}]
    rows = {"person": persons, "marriage": marriages, "income": incomes, **more}
    rows["status"] = [{"id": number, **row} for number, row in enumerate(status, 1)]
    return Facts(rows, complete=True)


def amount(facts: Facts, on: str = "2026-06-15") -> int | None:
    outcome = BENEFIT.evaluate(facts, ME, d(on))
    return outcome.amount if outcome.verdict else 0


@pytest.mark.parametrize(
    ("income", "expected"),
    [
        pytest.param(0, 349_700, id="art_5_7_no_national_pension_gives_the_base"),
        pytest.param(2_120_300, 349_700, id="art_8_2_income_and_pension_just_reach_the_limit"),
        pytest.param(2_120_301, 349_690, id="art_8_2_one_won_more_and_art_24_cuts_below_ten_won"),
        pytest.param(2_300_000, 170_000, id="decree_art_11_1_2_the_difference_to_the_limit"),
        pytest.param(2_450_000, 34_970, id="decree_art_11_1_1_at_least_ten_per_cent"),
        pytest.param(2_470_000, 34_970, id="art_3_1_exactly_the_limit"),
        pytest.param(2_470_001, 0, id="art_3_1_one_won_above_the_limit"),
    ],
)
def test_a_single_person_by_income(income: int, expected: int) -> None:
    assert amount(elder(income)) == expected


@pytest.mark.parametrize(
    ("pension", "redistributed", "expected"),
    [
        pytest.param(524_550, 400_000, 349_700, id="art_6_1_exactly_150_per_cent"),
        pytest.param(524_560, 400_000, 349_690, id="decree_art_10_just_above_150_per_cent"),
        pytest.param(600_000, 300_000, 324_550, id="art_5_5_formula_larger_than_decree_art_10"),
        pytest.param(690_000, 414_000, 248_550, id="art_5_5_base_less_two_thirds_plus_half"),
        pytest.param(699_400, 600_000, 174_850, id="decree_art_10_exactly_200_per_cent"),
        pytest.param(900_000, 600_000, 174_850, id="art_5_5_never_less_than_half_the_base"),
        pytest.param(900_000, 200_000, 349_700, id="art_7_never_more_than_the_base"),
        pytest.param(900_000, 300_000, 324_550, id="art_5_5_above_200_per_cent"),
    ],
)
def test_a_single_person_with_a_national_pension(pension: int, redistributed: int, expected: int) -> None:
    assert amount(elder(status=statuses(ME, pension, redistributed))) == expected


@pytest.mark.parametrize(
    ("income", "expected"),
    [
        pytest.param(0, 279_760, id="art_8_1_each_of_a_couple_less_twenty_per_cent"),
        pytest.param(3_392_480, 279_760, id="art_8_2_the_couple_just_reaches_its_limit"),
        pytest.param(3_500_000, 226_000, id="decree_art_11_2_2_half_of_the_difference"),
        pytest.param(3_900_000, 34_970, id="decree_art_11_2_1_at_least_twenty_per_cent_together"),
        pytest.param(3_952_001, 0, id="decree_art_4_2_above_1_6_times_the_limit"),
    ],
)
def test_a_couple_both_entitled(income: int, expected: int) -> None:
    assert amount(elder(income, spouse_born="1953-03-03")) == expected


def test_art_8_1_a_younger_spouse_costs_nothing_but_the_couples_limit_counts() -> None:
    assert amount(elder(3_000_000, spouse_born="1970-03-03")) == 349_700
    assert amount(elder(3_952_000, spouse_born="1970-03-03")) == 34_970


def test_decree_art_11_5_unequal_pensions_without_a_cut_keep_their_own_amounts() -> None:
    facts = elder(0, spouse_born="1953-03-03", status=statuses(SPOUSE, 900_000, 600_000))
    assert amount(facts) == 279_760
    mirrored = elder(0, spouse_born="1953-03-03", status=statuses(ME, 900_000, 600_000))
    assert amount(mirrored) == 139_880


def test_decree_art_11_5_unequal_pensions_under_a_cut_are_left_to_the_officer() -> None:
    facts = elder(3_800_000, spouse_born="1953-03-03", status=statuses(SPOUSE, 900_000, 600_000))
    outcome = BENEFIT.evaluate(facts, ME, d("2026-06-15"))
    assert (outcome.verdict, outcome.amount) == (True, None)


@pytest.mark.parametrize(
    ("born", "first_month"),
    [
        pytest.param("1961-06-15", "2026-06", id="art_3_1_the_month_of_the_65th_birthday"),
        pytest.param("1961-06-30", "2026-06", id="art_3_1_birthday_on_the_last_day"),
        pytest.param("1960-02-29", "2025-03", id="civil_act_160_3_leap_day_reaches_65_on_1_march"),
    ],
)
def test_the_first_month_of_the_right(born: str, first_month: str) -> None:
    facts = elder(0, born=born)
    facts.tables["income"][1]["year"] = 2025
    months = BENEFIT.months(facts, ME, d("2025-01-01"), d("2026-12-01"))
    assert next(f"{one.period_start:%Y-%m}" for one in months if one.verdict) == first_month


@pytest.mark.parametrize("whose", [ME, SPOUSE])
def test_art_3_3_a_public_service_pension_of_either_spouse_excludes_both(whose: int) -> None:
    status = [{"person": whose, "code": "public-service-pension", "since": d("2015-01-01")}]
    outcome = BENEFIT.evaluate(elder(0, spouse_born="1953-03-03", status=status), ME, d("2026-06-15"))
    assert outcome.failing == ("no_public_pension",)


def test_art_17_paid_through_the_month_of_death_and_a_dead_spouse_no_longer_counts() -> None:
    assert amount(elder(0, me={"died": d("2026-06-01")}), "2026-06-15") == 349_700
    assert amount(elder(0, me={"died": d("2026-05-31")}), "2026-06-15") == 0
    assert amount(elder(0, spouse_born="1953-03-03", spouse={"died": d("2026-01-10")})) == 349_700


def test_art_16_1_3_sixty_days_abroad_pause_from_the_month_after_the_60th_day() -> None:
    stay = [{"id": 1, "person": ME, "left": d("2026-03-02"), "returned": d("2026-06-10")}]  # 60th day: 30 April
    paid = {
        f"{one.period_start:%m}"
        for one in BENEFIT.months(elder(0, stay_abroad=stay), ME, d("2026-01-01"), d("2026-08-01"))
        if one.verdict
    }
    assert paid == {"01", "02", "03", "04", "07", "08"}


def test_art_16_1_1_a_sentence_pauses_from_the_month_after_it_began() -> None:
    status = [{"person": ME, "code": "in-prison", "since": d("2026-03-10"), "until": d("2026-05-20")}]
    paid = [one.verdict for one in BENEFIT.months(elder(0, status=status), ME, d("2026-02-01"), d("2026-06-01"))]
    assert paid == [True, True, False, False, True]


def test_an_unknown_income_is_unknown_and_named_and_no_assessment_is_said_plainly() -> None:
    outcome = BENEFIT.evaluate(elder(None), ME, d("2026-06-15"))
    assert outcome.verdict is None
    assert [one.code for one in outcome.missing] == ["income.amount"]
    facts = elder(0)
    facts.tables["income"].clear()
    assert BENEFIT.evaluate(facts, ME, d("2026-06-15")).failing == ("income_assessed",)


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        pytest.param("2014-07-01", 200_000, id="addenda_12617_art_7_from_july_2014"),
        pytest.param("2018-08-31", 209_960, id="notice_2018_before_the_rise"),
        pytest.param("2018-09-01", 250_000, id="act_15536_from_september_2018"),
        pytest.param("2021-01-01", 300_000, id="art_5_3_in_2021"),
        pytest.param("2025-12-31", 342_510, id="notice_2025"),
    ],
)
def test_the_base_amount_of_the_day(on: str, expected: int) -> None:
    facts = elder(0, born="1945-05-05")
    facts.tables["income"][1]["year"] = 2014
    assert amount(facts, on) == expected
