"""Decree art. 11: what is still unpaid when a child dies."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from madang.core.rules import Facts
from madang.countries.kr.unpaid_at_death import TELL_WITHIN, claimants, shares

DIED = datetime.date(2026, 5, 10)


def facts(*spells: tuple[int, str, str]) -> Facts:
    rows = [
        {
            "id": number,
            "child": 1,
            "guardian": guardian,
            "since": datetime.date.fromisoformat(since),
            "until": datetime.date.fromisoformat(until) if until else None,
        }
        for number, (guardian, since, until) in enumerate(spells, 1)
    ]
    return Facts({"person": [{"id": 1, "born": datetime.date(2020, 1, 1), "mother": 2}], "guardianship": rows})


def test_art_11_1_the_guardians_at_the_time_of_death_may_claim() -> None:
    assert claimants(facts((2, "2020-01-01", "2026-05-10"), (3, "2026-05-10", "")), 1, DIED) == [3]
    assert claimants(facts((2, "2020-01-01", ""), (3, "2020-01-01", "")), 1, DIED) == [2, 3]
    assert claimants(facts(), 1, DIED) == [2]


def test_decree_art_11_4_several_guardians_claim_equal_parts() -> None:
    assert shares(120_000, [2, 3]) == {2: 60_000, 3: 60_000}
    assert shares(100_000, [2, 3, 4]) == {2: 33_333, 3: 33_333, 4: 33_333}


def test_decree_art_11_5_the_one_they_chose_claims_all() -> None:
    assert shares(120_000, [2, 3], representative=3) == {3: 120_000}
    with pytest.raises(ValueError, match="one of the guardians"):
        shares(120_000, [2, 3], representative=9)


def test_decree_art_11_3_they_are_told_within_14_days() -> None:
    assert TELL_WITHIN.amount == 14


@given(amount=st.integers(0, 10**9), guardians=st.lists(st.integers(1, 50), min_size=1, max_size=6, unique=True))
def test_never_more_than_the_whole_is_shared_and_everybody_gets_the_same(amount: int, guardians: list[int]) -> None:
    found = shares(amount, guardians)
    assert len(set(found.values())) == 1
    assert amount - len(guardians) < sum(found.values()) <= amount
