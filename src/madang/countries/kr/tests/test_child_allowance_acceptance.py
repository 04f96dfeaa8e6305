"""Child allowance: cases worked by hand from the text of the Act, Decree, Rule and addenda.

Each name begins with the article. Amounts in won; SEOUL pays no area supplement. How each text was read, and what
stays in doubt, is in docs/countries/kr.md.
"""

import datetime
from typing import Any

import pytest

from madang.core.rules import Facts
from madang.countries.kr.calendar import CALENDAR
from madang.countries.kr.child_allowance import CHILD_ALLOWANCE_BENEFIT as BENEFIT

SEOUL, BUSAN, GAPYEONG, YANGGU, TAEBAEK = "11110", "26350", "41820", "51800", "51190"
CHILD, MOTHER, FATHER, GRANDMOTHER = 1, 2, 3, 4


def d(text: str) -> datetime.date:
    return datetime.date.fromisoformat(f"{text}-01" if len(text) == 7 else text)


def family(born: str, area: str = SEOUL, **rows: list[dict[str, Any]]) -> Facts:
    """A child born on that day, its parents, one household; ``rows`` adds rows by entity, ``child`` changes columns."""
    child = {"id": CHILD, "born": d(born), "sex": "f", "nationality": "KOR", "mother": MOTHER, "father": FATHER}
    child |= {"household": 1} | dict(rows.pop("child", [{}])[0])
    parents = [
        {"id": number, "born": d("1988-05-05"), "sex": "f", "nationality": "KOR", "household": 1}
        for number in (MOTHER, FATHER, GRANDMOTHER)
    ]
    home = {"id": 1, "person": CHILD, "household": 1, "area": area, "since": d(born), "unknown_address": False}
    given = {name: [{"id": n, **row} for n, row in enumerate(some, 1)] for name, some in rows.items()}
    tables = {"person": [child, *parents], "household": [{"id": 1, "area": area}], "residence": [home]}
    return Facts({**tables, **given}, complete=True)


def paid(facts: Facts, first: str, last: str, *, claimed: str = "", known: str = "") -> dict[str, int]:
    """Amount by month, months without payment left out."""
    months = BENEFIT.months(
        facts, CHILD, d(first), d(last), d(known) if known else None, claimed_on=d(claimed) if claimed else None
    )
    return {f"{one.period_start:%Y-%m}": one.amount for one in months if one.verdict}


def span(facts: Facts, first: str, last: str, **more: str) -> tuple[str, str, int]:
    """First and last month paid and how many."""
    months = list(paid(facts, first, last, **more))
    return (months[0], months[-1], len(months)) if months else ("", "", 0)


# Art. 10(1), 4(1), Addenda 21489 art. 2: how long


@pytest.mark.parametrize(
    ("born", "last_month"),
    [
        pytest.param("2018-06-15", "2031-05", id="art_10_1_the_month_before_the_13th_birthday_month_is_the_last"),
        pytest.param("2018-06-01", "2031-05", id="art_10_1_born_on_the_first_the_birthday_month_is_not_paid_either"),
        pytest.param("2018-06-30", "2031-05", id="art_10_1_born_on_the_last_the_birthday_month_is_not_paid_either"),
        pytest.param("2018-01-15", "2030-12", id="art_10_1_born_in_january_ends_in_december"),
        pytest.param("2018-12-31", "2031-11", id="art_10_1_born_on_the_last_day_of_the_year"),
        pytest.param("2020-02-29", "2033-02", id="civil_act_160_3_a_leap_day_child_is_under_13_all_february_2033"),
        pytest.param("2024-02-29", "2037-02", id="civil_act_160_3_a_leap_day_child_is_under_13_all_february_2037"),
        pytest.param("2020-02-28", "2033-01", id="art_10_1_born_the_day_before_the_leap_day"),
        pytest.param("2020-03-01", "2033-02", id="art_10_1_born_the_day_after_the_leap_day"),
        pytest.param("2017-06-14", "2030-05", id="addenda_21489_art_2_2_cohort_2017_then_the_ordinary_limit_of_2030"),
        pytest.param("2017-01-01", "2029-12", id="addenda_21489_art_2_2_born_on_new_years_day_2017_ends_with_the_rule"),
        pytest.param("2017-01-31", "2029-12", id="addenda_21489_art_2_2_born_in_january_2017_has_no_month_in_2030"),
        pytest.param("2017-12-31", "2030-11", id="addenda_21489_art_2_2_born_on_the_last_day_of_2017"),
        pytest.param("2016-12-31", "2024-11", id="addenda_21489_art_2_born_in_2016_stays_out"),
        pytest.param("2014-02-01", "2022-01", id="addenda_18579_art_3_first_day_of_the_limit_of_eight"),
        pytest.param("2014-01-31", "2020-12", id="addenda_18579_art_3_one_day_too_early_for_the_limit_of_eight"),
        pytest.param("2016-02-29", "2024-01", id="addenda_18579_art_3_leap_day_child_with_a_birthday_in_2024"),
    ],
)
def test_the_last_month_paid(born: str, last_month: str) -> None:
    months = list(paid(family(born), "2018-09", "2038-01"))
    assert months[-1] == last_month


@pytest.mark.parametrize(
    ("born", "year", "months"),
    [
        pytest.param("2017-01-01", 2026, 12, id="addenda_21489_art_2_2_nine_years_old_all_year_and_paid_every_month"),
        pytest.param("2017-06-14", 2026, 12, id="addenda_21489_art_2_2_ninth_birthday_in_june_stops_nothing"),
        pytest.param("2017-06-14", 2027, 12, id="addenda_21489_art_2_2_tenth_birthday"),
        pytest.param("2017-06-14", 2028, 12, id="addenda_21489_art_2_2_eleventh_birthday"),
        pytest.param("2017-12-31", 2029, 12, id="addenda_21489_art_2_2_twelfth_birthday_on_the_last_day"),
        pytest.param("2017-06-14", 2030, 5, id="art_4_1_in_2030_until_the_month_before_13"),
        pytest.param("2017-06-14", 2025, 5, id="addenda_18579_art_3_in_2025_until_the_month_before_8"),
        pytest.param("2018-05-10", 2026, 12, id="addenda_21489_art_2_1_eight_in_2026_is_under_nine"),
        pytest.param("2018-05-10", 2027, 12, id="addenda_21489_art_2_1_nine_in_2027_is_under_ten"),
        pytest.param("2018-05-10", 2028, 12, id="addenda_21489_art_2_1_ten_in_2028_is_under_eleven"),
        pytest.param("2018-05-10", 2029, 12, id="addenda_21489_art_2_1_eleven_in_2029_is_under_twelve"),
        pytest.param("2018-05-10", 2030, 12, id="art_4_1_twelve_in_2030_is_under_thirteen"),
        pytest.param("2016-12-31", 2026, 0, id="addenda_21489_art_2_1_nine_on_new_years_day_is_not_under_nine"),
        pytest.param("2016-12-31", 2030, 0, id="art_4_1_born_in_2016_turns_thirteen_in_2029"),
        pytest.param("2013-03-10", 2019, 6, id="addenda_16249_art_1_six_in_march_paid_again_from_september_2019"),
        pytest.param("2013-10-10", 2019, 12, id="addenda_16249_art_1_six_only_after_the_limit_had_risen"),
        pytest.param("2012-08-31", 2019, 0, id="addenda_16249_art_1_seven_when_the_limit_rose_to_seven"),
        pytest.param("2014-05-20", 2022, 4, id="addenda_18579_art_5_months_of_2022_before_the_eighth_birthday"),
    ],
)
def test_months_paid_in_a_year(born: str, year: int, months: int) -> None:
    assert len(paid(family(born), f"{year}-01", f"{year}-12")) == months


# Art. 10(2), Civil Act art. 161, addenda: how far a claim reaches back


@pytest.mark.parametrize(
    ("born", "claimed", "first_month"),
    [
        pytest.param("2026-03-10", "2026-05-08", "2026-03", id="art_10_2_the_60th_day_counting_the_day_of_birth"),
        pytest.param(
            "2026-03-11", "2026-05-11", "2026-03", id="civil_act_161_the_60th_day_is_a_saturday_so_monday_is_in_time"
        ),
        pytest.param("2026-03-11", "2026-05-12", "2026-05", id="civil_act_161_tuesday_is_too_late"),
        pytest.param(
            "2026-03-10", "2026-05-09", "2026-05", id="art_10_2_the_61st_day_counts_from_the_month_of_the_claim"
        ),
        pytest.param("2026-03-31", "2026-04-01", "2026-03", id="art_10_2_born_on_the_last_of_the_month_is_paid_for_it"),
        pytest.param("2026-03-10", "2026-03-10", "2026-03", id="art_10_2_claimed_on_the_day_of_birth"),
        pytest.param(
            "2024-01-15", "2026-04-30", "2026-04", id="art_10_1_a_late_claim_counts_from_its_month_even_on_the_last_day"
        ),
        pytest.param("2024-01-15", "2026-05-01", "2026-05", id="art_10_1_one_day_later_costs_a_month"),
        pytest.param(
            "2017-06-14",
            "2026-03-20",
            "2026-01",
            id="addenda_21489_art_5_deemed_on_the_day_in_force_reaches_to_january",
        ),
        pytest.param(
            "2017-06-14",
            "2026-05-10",
            "2026-01",
            id="addenda_21489_art_3_asks_only_for_a_decision_so_a_first_claim_too",
        ),
        pytest.param("2018-03-20", "2026-04-10", "2026-01", id="addenda_21489_art_3_eight_on_the_very_day_in_force"),
        pytest.param(
            "2018-03-21", "2026-04-10", "2026-04", id="addenda_21489_art_3_eight_a_day_later_claims_like_everybody"
        ),
        pytest.param("2018-06-01", "2026-05-10", "2026-05", id="addenda_21489_art_3_still_seven_on_the_day_in_force"),
        pytest.param(
            "2017-06-14", "2026-03-19", "2026-03", id="addenda_21489_art_1_claimed_the_day_before_reaches_nowhere"
        ),
        pytest.param("2014-06-10", "2022-02-10", "2022-01", id="addenda_18579_art_5_1_claimed_before_the_day_in_force"),
        pytest.param("2014-06-10", "2022-04-01", "2022-01", id="addenda_18579_art_7_deemed_on_the_day_in_force"),
        pytest.param("2014-06-10", "2022-04-02", "2022-04", id="addenda_18579_art_5_a_day_later_only_from_its_month"),
        pytest.param(
            "2015-04-01", "2022-02-10", "2022-02", id="addenda_18579_art_2_born_in_april_2015_was_still_covered"
        ),
        pytest.param("2015-09-09", "2019-03-05", "2019-01", id="addenda_16249_art_3_1_claimed_before_april_2019"),
        pytest.param(
            "2019-02-20", "2019-03-31", "2019-02", id="addenda_16249_art_3_1_born_in_february_2019_from_birth"
        ),
        pytest.param("2018-12-20", "2019-02-15", "2018-12", id="addenda_16249_art_3_2_born_in_2018_and_within_60_days"),
        pytest.param(
            "2015-09-09", "2019-04-01", "2019-04", id="addenda_16249_art_3_claimed_on_the_day_in_force_is_too_late"
        ),
        pytest.param("2015-09-09", "2018-11-11", "2018-11", id="art_10_1_a_claim_of_2018_counts_from_its_month"),
    ],
)
def test_the_first_month_paid(born: str, claimed: str, first_month: str) -> None:
    facts = family(born)
    assert BENEFIT.first_period(facts, CHILD, d(claimed)) == d(first_month)
    assert next(iter(paid(facts, "2018-09", "2026-12", claimed=claimed))) == first_month


def test_rule_art_8_days_of_a_parentage_suit_do_not_count() -> None:
    assert BENEFIT.last_day_to_claim_from_birth(d("2026-03-10")) == d("2026-05-08")
    assert BENEFIT.last_day_to_claim_from_birth(d("2026-03-10"), excused_days=40) == d("2026-06-17")


def test_art_10_2_an_unborn_child_is_not_paid_before_the_month_of_birth() -> None:
    assert span(family("2026-03-31"), "2025-12", "2026-05") == ("2026-03", "2026-05", 3)


# Known when: arrears


def test_addenda_21489_art_3_arrears_of_a_child_whose_payment_had_stopped_at_eight() -> None:
    facts = family("2017-06-14")
    arrears = BENEFIT.arrears(
        facts, CHILD, d("2026-01"), d("2026-04"), known_on=d("2026-04-10"), known_before=d("2026-03-19")
    )
    assert [(f"{one.period_start:%m}", one.difference) for one in arrears] == [
        ("01", 100_000),
        ("02", 100_000),
        ("03", 100_000),
        ("04", 100_000),
    ]


def test_addenda_21489_art_4_1_the_area_supplement_is_arrears_from_january_2026() -> None:
    facts = family("2020-07-07", YANGGU)
    arrears = BENEFIT.arrears(
        facts, CHILD, d("2025-11"), d("2026-03"), known_on=d("2026-03-27"), known_before=d("2026-03-26")
    )
    assert [(f"{one.period_start:%Y-%m}", one.difference) for one in arrears] == [
        ("2026-01", 20_000),
        ("2026-02", 20_000),
        ("2026-03", 20_000),
    ]


def test_addenda_18579_art_5_arrears_of_a_child_stopped_at_seven_reach_to_january_2022() -> None:
    facts = family("2014-11-20")
    arrears = BENEFIT.arrears(
        facts, CHILD, d("2021-10"), d("2022-04"), known_on=d("2022-04-01"), known_before=d("2022-03-31")
    )
    assert [f"{one.period_start:%Y-%m}" for one in arrears] == ["2022-01", "2022-02", "2022-03", "2022-04"]


def test_addenda_21489_art_1_before_the_day_in_force_january_2026_is_answered_by_the_old_limit() -> None:
    assert paid(family("2017-06-14"), "2026-01", "2026-01", known="2026-03-19") == {}
    assert paid(family("2017-06-14"), "2026-01", "2026-01", known="2026-03-20") == {"2026-01": 100_000}


# Art. 4(5), Decree art. 2(1): the first two years


@pytest.mark.parametrize(
    ("born", "month", "amount"),
    [
        pytest.param("2026-03-20", "2026-03", 1_100_000, id="decree_art_2_1_1_month_of_birth"),
        pytest.param("2026-03-20", "2027-02", 1_100_000, id="decree_art_2_1_1_twelfth_month"),
        pytest.param("2026-03-20", "2027-03", 600_000, id="decree_art_2_1_2_month_of_the_first_birthday"),
        pytest.param("2026-03-20", "2028-02", 600_000, id="decree_art_2_1_2_twenty_fourth_month"),
        pytest.param("2026-03-20", "2028-03", 100_000, id="art_4_5_month_of_the_second_birthday"),
        pytest.param("2022-01-01", "2022-01", 400_000, id="addenda_18579_art_4_first_child_with_the_supplement"),
        pytest.param("2021-12-31", "2022-01", 100_000, id="addenda_18579_art_4_born_a_day_too_early"),
        pytest.param("2022-05-05", "2023-01", 800_000, id="addenda_19455_art_2_700000_under_one_in_2023"),
        pytest.param("2022-05-05", "2023-05", 450_000, id="addenda_19455_art_2_350000_in_the_second_year"),
        pytest.param("2022-05-05", "2024-01", 600_000, id="addenda_18579_art_6_500000_from_2024"),
        pytest.param("2023-08-08", "2024-01", 1_100_000, id="addenda_18579_art_6_1000000_from_2024"),
    ],
)
def test_the_supplement_of_the_first_two_years(born: str, month: str, amount: int) -> None:
    assert paid(family(born), month, month) == {month: amount}


# Art. 4(6), (7), Decree arts. 2(2), 9(6): where the child lives


@pytest.mark.parametrize(
    ("area", "month", "amount"),
    [
        pytest.param(SEOUL, "2026-05", 100_000, id="decree_art_2_2_capital_region_has_none"),
        pytest.param(BUSAN, "2026-05", 105_000, id="decree_art_2_2_2_outside_the_capital_region"),
        pytest.param(TAEBAEK, "2026-05", 110_000, id="decree_art_2_2_1_depopulating_area"),
        pytest.param(YANGGU, "2026-05", 120_000, id="decree_art_2_2_1_proviso_area_named_by_the_minister"),
        pytest.param(GAPYEONG, "2026-05", 110_000, id="decree_art_2_2_1_depopulating_area_of_the_capital_region"),
        pytest.param(YANGGU, "2025-12", 100_000, id="addenda_21489_art_4_1_nothing_before_january_2026"),
        pytest.param(YANGGU, "2026-01", 120_000, id="addenda_21489_art_4_1_from_january_2026"),
    ],
)
def test_the_area_supplement(area: str, month: str, amount: int) -> None:
    assert paid(family("2020-07-07", area), month, month) == {month: amount}


@pytest.mark.parametrize(
    ("moved", "expected"),
    [
        pytest.param(
            "2026-05-15", {"2026-04": 100_000, "2026-05": 120_000}, id="decree_art_9_6_1_moved_in_on_the_15th"
        ),
        pytest.param(
            "2026-05-16", {"2026-05": 100_000, "2026-06": 120_000}, id="decree_art_9_6_2_moved_in_on_the_16th"
        ),
        pytest.param(
            "2026-05-01", {"2026-04": 100_000, "2026-05": 120_000}, id="decree_art_9_6_1_moved_in_on_the_first"
        ),
        pytest.param(
            "2026-05-31", {"2026-05": 100_000, "2026-06": 120_000}, id="decree_art_9_6_2_moved_in_on_the_last"
        ),
    ],
)
def test_after_a_move_the_supplement_follows_the_municipality_that_pays(moved: str, expected: dict[str, int]) -> None:
    homes = [
        {"person": CHILD, "area": SEOUL, "since": d("2020-07-07"), "until": d(moved), "unknown_address": False},
        {"person": CHILD, "area": YANGGU, "since": d(moved), "unknown_address": False},
    ]
    found = paid(family("2020-07-07", residence=homes), *(min(expected), max(expected)))
    assert found == expected


def test_decree_art_9_6_a_newborn_registered_after_the_15th_counts_where_first_registered() -> None:
    assert paid(family("2026-05-28", YANGGU), "2026-05", "2026-05") == {"2026-05": 1_120_000}


def test_art_4_7_certificates_add_10000_in_depopulating_areas_only_and_not_before_april_2026() -> None:
    certificates = [{"person": CHILD, "code": "paid-in-local-certificates", "since": d("2026-01-01")}]
    assert paid(family("2020-07-07", YANGGU, status=certificates), "2026-03", "2026-04") == {
        "2026-03": 120_000,
        "2026-04": 130_000,
    }
    assert paid(family("2020-07-07", BUSAN, status=certificates), "2026-04", "2026-04") == {"2026-04": 105_000}


# Art. 13, Decree art. 13: paused


def abroad(left: str, returned: str = "", born: str = "2020-07-07") -> Facts:
    stay = {"person": CHILD, "left": d(left), "returned": d(returned) if returned else None}
    return family(born, stay_abroad=[stay])


@pytest.mark.parametrize(
    ("left", "returned", "unpaid"),
    [
        pytest.param(
            "2025-01-01", "2025-06-10", ["04", "05", "06"], id="art_13_1_1_90th_day_31_march_paused_from_april"
        ),
        pytest.param("2025-01-02", "2025-06-10", ["05", "06"], id="art_13_1_1_90th_day_1_april_paused_from_may"),
        pytest.param("2025-01-01", "2025-06-01", ["04", "05", "06"], id="art_13_1_the_month_of_return_is_still_paused"),
        pytest.param("2025-01-01", "2025-05-31", ["04", "05"], id="art_13_1_back_on_the_last_of_may_paid_from_june"),
        pytest.param("2025-01-01", "2025-03-31", [], id="art_13_1_1_back_on_the_90th_day_was_never_90_days_away"),
        pytest.param("2025-01-01", "2025-04-01", ["04"], id="art_13_1_1_back_a_day_later_costs_that_month"),
        pytest.param("2025-01-10", "2025-04-09", [], id="art_13_1_1_back_on_the_day_of_the_90th"),
        pytest.param(
            "2025-01-10", "2025-04-20", [], id="art_13_1_90_days_reached_and_back_within_one_month_pauses_nothing"
        ),
        pytest.param("2024-11-20", "2025-02-10", [], id="art_13_1_1_83_days_over_new_year"),
    ],
)
def test_months_unpaid_for_a_stay_abroad(left: str, returned: str, unpaid: list[str]) -> None:
    found = paid(abroad(left, returned), "2025-01", "2025-08")
    assert [month[5:] for month in (f"2025-{n:02}" for n in range(1, 9)) if month not in found] == unpaid


def test_art_13_1_1_a_child_still_abroad_stays_paused() -> None:
    assert span(abroad("2025-01-01"), "2025-01", "2026-12") == ("2025-01", "2025-03", 3)


def test_art_13_1_1_a_child_born_abroad_counts_from_birth() -> None:
    facts = abroad("2025-03-10", "2025-09-02", born="2025-03-10")
    assert list(paid(facts, "2025-03", "2025-11")) == ["2025-03", "2025-04", "2025-05", "2025-06", "2025-10", "2025-11"]


def test_art_13_1_1_two_short_stays_are_not_added_up() -> None:
    stays = [
        {"person": CHILD, "left": d("2025-01-01"), "returned": d("2025-03-20")},
        {"person": CHILD, "left": d("2025-03-25"), "returned": d("2025-06-10")},
    ]
    assert len(paid(family("2020-07-07", stay_abroad=stays), "2025-01", "2025-12")) == 12


@pytest.mark.parametrize(
    ("reported", "found_on", "unpaid"),
    [
        pytest.param("2025-03-01", "2025-06-20", ["04", "05", "06"], id="decree_art_13_1_30_days_end_on_31_march"),
        pytest.param("2025-03-02", "2025-06-20", ["05", "06"], id="decree_art_13_1_30_days_end_on_1_april"),
        pytest.param("2025-03-02", "2025-03-28", [], id="decree_art_13_1_found_within_30_days"),
    ],
)
def test_months_unpaid_while_missing(reported: str, found_on: str, unpaid: list[str]) -> None:
    report = [{"person": CHILD, "code": "reported-missing", "since": d(reported), "until": d(found_on)}]
    found = paid(family("2020-07-07", status=report), "2025-01", "2025-08")
    assert [month[5:] for month in (f"2025-{n:02}" for n in range(1, 9)) if month not in found] == unpaid


def test_decree_art_13_2_unknown_address_pauses_from_the_month_after_unless_the_real_address_is_known() -> None:
    homes = [
        {"person": CHILD, "area": SEOUL, "since": d("2020-07-07"), "until": d("2025-03-10"), "unknown_address": False},
        {"person": CHILD, "area": SEOUL, "since": d("2025-03-10"), "until": d("2025-06-02"), "unknown_address": True},
        {"person": CHILD, "area": SEOUL, "since": d("2025-06-02"), "unknown_address": False},
    ]
    assert list(paid(family("2020-07-07", residence=homes), "2025-02", "2025-07")) == ["2025-02", "2025-03", "2025-07"]
    known = [{"person": CHILD, "code": "real-address-known", "since": d("2025-03-20")}]
    assert len(paid(family("2020-07-07", residence=homes, status=known), "2025-02", "2025-07")) == 6


# Art. 14: lost


@pytest.mark.parametrize(
    ("column", "on", "last_month"),
    [
        pytest.param("died", "2025-05-01", "2025-05", id="art_14_1_died_on_the_first_paid_for_that_month"),
        pytest.param("died", "2025-05-31", "2025-05", id="art_14_1_died_on_the_last"),
        pytest.param("nationality_lost", "2025-05-10", "2025-05", id="art_14_2_nationality_lost"),
    ],
)
def test_the_right_is_lost_from_the_month_after(column: str, on: str, last_month: str) -> None:
    assert span(family("2020-07-07", child=[{column: d(on)}]), "2025-01", "2025-12")[1] == last_month


def test_decree_art_14_a_refugee_is_paid_until_the_month_of_revocation() -> None:
    status = [{"person": CHILD, "code": "refugee", "since": d("2024-02-10"), "until": d("2025-05-10")}]
    facts = family("2020-07-07", child=[{"nationality": "SYR"}], status=status)
    assert span(facts, "2024-01", "2025-12") == ("2024-02", "2025-05", 16)


def test_art_14_a_foreign_child_is_not_paid_and_is_told_why() -> None:
    facts = family("2020-07-07", child=[{"nationality": "JPN"}])
    reasons = BENEFIT.explain(facts, CHILD, d("2026-05-01")).to_json()["conditions"]
    [reason] = [one for one in reasons if one["name"] == "belongs_here"]
    assert reason["verdict"] is False
    assert [one["sentence"] for one in reason["children"]] == [
        "not a citizen of Korea (nationality: JPN)",
        "not recognised as a refugee",
    ]


# Act 15539 art. 4: the income cut of 2018


def test_act_15539_art_4_the_income_cut_counts_until_december_2018_once_the_law_of_2019_is_known() -> None:
    rich = [{"person": CHILD, "code": "child-allowance-income-too-high", "since": d("2018-09-01")}]
    facts = family("2015-09-09", status=rich)
    assert span(facts, "2018-09", "2019-06") == ("2019-01", "2019-06", 6)
    assert paid(facts, "2019-01", "2019-03", known="2019-03-31") == {}


def test_act_15539_art_4_everybody_else_was_paid_from_september_2018() -> None:
    assert span(family("2015-09-09"), "2018-01", "2018-12") == ("2018-09", "2018-12", 4)


# Payee, twins, unknown facts


def test_art_2_4_the_guardian_of_the_month_is_paid_else_the_mother() -> None:
    cares = [
        {"child": CHILD, "guardian": MOTHER, "since": d("2020-07-07"), "until": d("2026-02-10")},
        {"child": CHILD, "guardian": GRANDMOTHER, "since": d("2026-02-10")},
    ]
    facts = family("2020-07-07", guardianship=cares)
    payees = [BENEFIT.evaluate(facts, CHILD, d(month)).payee for month in ("2026-01-05", "2026-02-05", "2026-03-05")]
    assert payees == [MOTHER, GRANDMOTHER, GRANDMOTHER]
    assert BENEFIT.evaluate(family("2020-07-07"), CHILD, d("2026-01-05")).payee == MOTHER


def test_art_2_4_an_entry_with_an_unknown_guardian_pays_nobody_else() -> None:
    cares = [{"child": CHILD, "guardian": None, "since": d("2020-07-07")}]
    outcome = BENEFIT.evaluate(family("2020-07-07", guardianship=cares), CHILD, d("2026-01-05"))
    assert (outcome.verdict, outcome.payee) == (True, None)
    assert [one.code for one in outcome.missing] == ["guardianship.guardian"]


def test_art_4_1_twins_are_each_paid_in_full() -> None:
    twin = {"id": 9, "born": d("2026-05-05"), "nationality": "KOR", "mother": MOTHER, "household": 1}
    facts = family("2026-05-05", YANGGU)
    facts = Facts(
        {
            "person": [*facts.tables["person"].values(), twin],
            "household": list(facts.tables["household"].values()),
            "residence": [],
        },
        complete=True,
    )
    assert [BENEFIT.evaluate(facts, one, d("2026-06-01")).amount for one in (CHILD, 9)] == [1_120_000, 1_120_000]


def test_an_unknown_date_of_birth_is_unknown_and_named_not_zero() -> None:
    outcome = BENEFIT.evaluate(family("2020-07-07", child=[{"born": None}]), CHILD, d("2026-05-01"))
    assert outcome.verdict is None
    assert [one.code for one in outcome.missing] == ["person.born"]


# Terms


def test_decree_art_9_1_the_25th_on_a_holiday_is_paid_on_the_working_day_before() -> None:
    assert (BENEFIT.pay_day.day, BENEFIT.pay_day.if_not_working_day) == (25, "before")
    days = {
        month: CALENDAR.previous_working_day(d(f"{month}-25")) for month in ("2026-05", "2026-09", "2026-10", "2026-12")
    }
    assert days == {
        "2026-05": d("2026-05-22"),  # substitute for Buddha's Birthday, then a weekend
        "2026-09": d("2026-09-23"),  # Chuseok
        "2026-10": d("2026-10-23"),  # a Sunday
        "2026-12": d("2026-12-24"),  # Christmas
    }


def test_art_19_rule_art_7_decree_art_17_the_terms_of_the_act() -> None:
    assert (BENEFIT.appeal_within.amount, BENEFIT.appeal_review.amount, BENEFIT.decide_within.amount) == (90, 30, 30)
    assert BENEFIT.recovery.floor == 3_000
    assert BENEFIT.resumption is not None


def test_every_condition_and_part_cites_an_article_with_an_official_address() -> None:
    for one in [*BENEFIT.all_conditions(), *BENEFIT.parts]:
        if getattr(one, "group", ""):
            continue
        citations = BENEFIT.cites(one.cite).citations
        assert citations, one.name
        assert all(citation.article and citation.url.startswith("https://www.law.go.kr/") for citation in citations)
