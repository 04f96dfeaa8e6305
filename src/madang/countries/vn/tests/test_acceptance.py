"""The Vietnamese social pension, worked by hand from Decree 176/2025/ND-CP. Dong."""

import datetime

import pytest

from madang.core.rules import Facts
from madang.countries.vn.pack import SOCIAL_PENSION


def d(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


def elder(born: str, **statuses: int | None) -> Facts:
    """Somebody born then; ``statuses`` by code with underscores, with the money that comes with them."""
    rows = [
        {"id": n, "person": 1, "code": code.replace("_", "-"), "since": d("2020-01-01"), "value": value}
        for n, (code, value) in enumerate(statuses.items(), 1)
    ]
    return Facts({"person": [{"id": 1, "born": d(born), "nationality": "VNM"}], "status": rows}, complete=True)


@pytest.mark.parametrize(
    ("facts", "on", "expected"),
    [
        pytest.param(elder("1950-07-31"), "2025-07-01", 500_000, id="art_2_1a_75_in_the_first_month"),
        pytest.param(elder("1950-08-01"), "2025-07-31", 0, id="art_2_1a_a_day_too_young"),
        pytest.param(elder("1940-01-01"), "2025-06-30", 0, id="art_8_not_yet_in_force"),
        pytest.param(elder("1955-07-10", poor_household=None), "2025-07-01", 500_000, id="art_2_2_poor_and_70"),
        pytest.param(
            elder("1955-07-10", near_poor_household=None), "2025-07-01", 500_000, id="art_2_2_near_poor_and_70"
        ),
        pytest.param(elder("1955-07-10"), "2025-07-01", 0, id="art_2_2_70_and_not_poor"),
        pytest.param(elder("1955-08-01", poor_household=None), "2025-07-01", 0, id="art_2_2_poor_and_69"),
        pytest.param(
            elder("1945-01-01", monthly_pension=499_999), "2026-01-01", 500_000, id="art_2_1b_a_lower_pension"
        ),
        pytest.param(elder("1945-01-01", monthly_pension=500_000), "2026-01-01", 0, id="art_2_1b_an_equal_pension"),
        pytest.param(
            elder("1945-01-01", monthly_social_allowance=750_000), "2026-01-01", 0, id="art_3_a_higher_allowance"
        ),
        pytest.param(
            elder("1945-01-01", monthly_social_allowance=500_000), "2026-01-01", 500_000, id="art_3_an_equal_allowance"
        ),
    ],
)
def test_the_social_pension(facts: Facts, on: str, expected: int) -> None:
    outcome = SOCIAL_PENSION.evaluate(facts, 1, d(on))
    assert (outcome.amount if outcome.verdict else 0) == expected


def test_a_foreigner_is_told_why() -> None:
    facts = elder("1945-01-01")
    facts.tables["person"][1]["nationality"] = "LAO"
    explanation = SOCIAL_PENSION.explain(facts, 1, d("2026-01-01")).to_json()
    [reason] = [one for one in explanation["conditions"] if one["name"] == "citizen"]
    assert reason["sentence"] == "not a citizen of Viet Nam (nationality: LAO)"
