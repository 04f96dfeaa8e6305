"""First-meeting voucher: cases worked by hand from the Framework Act on Low Birth Rate art. 10."""

import datetime

import pytest

from madang.core.rules import Facts
from madang.countries.kr.first_meeting import FIRST_MEETING_VOUCHER as BENEFIT

MOTHER = 100


def d(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


def siblings(*born: str, mother: int | None = MOTHER) -> Facts:
    """Children of one mother, with ids 1, 2, 3 in the order given."""
    children = [
        {"id": number, "born": d(day), "nationality": "KOR", "mother": mother} for number, day in enumerate(born, 1)
    ]
    return Facts({"person": [*children, {"id": MOTHER, "born": d("1990-01-01"), "nationality": "KOR"}]}, complete=True)


@pytest.mark.parametrize(
    ("born", "child", "on", "expected"),
    [
        pytest.param(["2026-05-01"], 1, "2026-05-20", 2_000_000, id="art_10_3_first_child"),
        pytest.param(["2023-05-01", "2026-05-01"], 2, "2026-05-20", 3_000_000, id="decree_art_1_2_second_child"),
        pytest.param(
            ["2019-01-01", "2021-01-01", "2026-05-01"], 3, "2026-05-20", 3_000_000, id="decree_art_1_2_third_child"
        ),
        pytest.param(
            ["2020-05-01", "2023-05-01"], 2, "2023-06-01", 2_000_000, id="addenda_19843_art_2_born_before_2024"
        ),
        pytest.param(["2023-12-31"], 1, "2024-02-01", 2_000_000, id="addenda_18580_art_3_born_in_2023"),
        pytest.param(
            ["2020-05-01", "2024-01-01"], 2, "2024-02-01", 3_000_000, id="addenda_19843_art_2_born_on_1_january_2024"
        ),
        pytest.param(["2022-01-01"], 1, "2022-04-01", 2_000_000, id="addenda_18580_art_1_first_day_in_force"),
        pytest.param(["2022-01-01"], 1, "2022-03-31", 0, id="addenda_18580_art_1_not_yet_in_force"),
        pytest.param(["2021-12-31"], 1, "2022-04-01", 0, id="addenda_18580_art_3_born_a_day_too_early"),
        pytest.param(["2024-05-01"], 1, "2026-04-30", 2_000_000, id="art_10_6_last_day_of_two_years"),
        pytest.param(["2024-05-01"], 1, "2026-05-01", 0, id="art_10_6_two_years_have_passed"),
        pytest.param(["2023-05-01"], 1, "2024-05-01", 0, id="decree_art_1_2_one_year_for_births_before_2024"),
    ],
)
def test_the_voucher(born: list[str], child: int, on: str, expected: int) -> None:
    outcome = BENEFIT.evaluate(siblings(*born), child, d(on))
    assert (outcome.amount if outcome.verdict else 0) == expected


def test_decree_art_1_2_of_first_born_twins_the_elder_gets_two_and_the_younger_three_million() -> None:
    twins = siblings("2026-05-01", "2026-05-01")
    assert [BENEFIT.evaluate(twins, child, d("2026-05-20")).amount for child in (1, 2)] == [2_000_000, 3_000_000]


def test_an_unknown_mother_leaves_the_amount_unknown_and_is_named() -> None:
    outcome = BENEFIT.evaluate(siblings("2026-05-01", mother=None), 1, d("2026-05-20"))
    assert (outcome.verdict, outcome.amount) == (True, None)
    assert "person.mother" in [one.code for one in outcome.missing]
