"""Recovery after the Child Allowance Act art. 16, 17, 20, its Enforcement Decree art. 17 and Enforcement Rule art. 14."""

import datetime as dt
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from madang.core.payments.engine.recovery import (
    Cause,
    Overpaid,
    RecoveryRules,
    add_months,
    all_due_at_once,
    claim,
    instalments,
    interest,
    most_instalments,
    overpayments,
    set_off,
)

KOREA = RecoveryRules(
    floor=3_000,
    instalments_from=250_000,
    most_instalments=((250_000, 5), (500_000, 10), (1_000_000, 20), (2_000_000, 30), (3_000_000, 36)),
    instalment_months=2,
    missed_instalments=3,
    notice_days=30,
    limitation_years=5,
)
THREE_PERCENT = {year: Fraction(3, 100) for year in range(2015, 2041)}


def month(year: int, number: int, paid: int = 100_000, due: int = 0) -> Overpaid:
    return Overpaid(dt.date(year, number, 1), paid, due, dt.date(year, number, 25))


def test_art_16_1_only_months_paid_too_much_are_overpayments():
    paid = {dt.date(2026, n, 1): (100_000, dt.date(2026, n, 25)) for n in (1, 2, 3)}
    due = {dt.date(2026, 1, 1): 100_000, dt.date(2026, 2, 1): 40_000}
    found = overpayments(paid, due)
    assert [(item.month.month, item.amount) for item in found] == [(2, 60_000), (3, 100_000)]


def test_art_16_1_2_a_suspended_month_comes_back_without_interest():
    found = claim([month(2026, 3), month(2026, 4)], Cause.SUSPENDED, dt.date(2026, 11, 1), KOREA)
    assert (found.principal, found.interest, found.total) == (200_000, 0, 200_000)


@pytest.mark.parametrize(("amount", "waived"), [(2_999, True), (3_000, False)])
def test_art_17_3_a_claim_under_three_thousand_won_need_not_come_back(amount, waived):
    found = claim([month(2026, 3, paid=amount)], Cause.MISTAKE, dt.date(2026, 11, 1), KOREA)
    assert found.waived is waived
    assert found.total == (0 if waived else amount)


def test_art_17_2_interest_runs_from_the_month_of_payment_to_the_month_before_the_notice():
    paid_on = dt.date(2026, 1, 25)
    assert interest(1_200_000, paid_on, dt.date(2026, 1, 31), THREE_PERCENT) == 0
    assert interest(1_200_000, paid_on, dt.date(2026, 2, 1), THREE_PERCENT) == 3_000
    assert interest(1_200_000, paid_on, dt.date(2027, 1, 1), THREE_PERCENT) == 36_000


def test_art_17_2_interest_is_compounded_by_the_year():
    # Two years at 3 %: 1,000,000 × 1.03² − 1,000,000.
    assert interest(1_000_000, dt.date(2024, 1, 25), dt.date(2026, 1, 10), THREE_PERCENT) == 60_900
    # Half a year more is simple interest on the new capital: 1,060,900 × 1.5 % = 15,913.5.
    assert interest(1_000_000, dt.date(2024, 1, 25), dt.date(2026, 7, 10), THREE_PERCENT) == 76_813


def test_art_17_2_each_calendar_year_has_its_own_rate():
    rates = {2025: Fraction(2, 100), 2026: Fraction(4, 100)}
    # December 2025 at 2 %, January 2026 at 4 %: 1,200,000 × (2 % + 4 %) / 12.
    assert interest(1_200_000, dt.date(2025, 12, 25), dt.date(2026, 2, 1), rates) == 6_000
    with pytest.raises(KeyError):
        interest(1_200_000, dt.date(2024, 12, 25), dt.date(2026, 2, 1), rates)


def test_art_16_1_1_fraud_bears_interest_on_every_payment_from_its_own_month():
    found = claim(
        [month(2026, 1, 1_200_000), month(2026, 2, 1_200_000)], Cause.FRAUD, dt.date(2026, 3, 1), KOREA, THREE_PERCENT
    )
    assert found.interest == 6_000 + 3_000
    with pytest.raises(ValueError, match="yearly rates"):
        claim([month(2026, 1)], Cause.FRAUD, dt.date(2026, 3, 1), KOREA)


def test_art_20_what_was_paid_five_years_ago_cannot_be_claimed_any_more():
    found = claim([month(2021, 10), month(2021, 11), month(2021, 12)], Cause.MISTAKE, dt.date(2026, 11, 25), KOREA)
    assert (found.principal, found.lapsed) == (100_000, 200_000)


def test_art_16_2_a_claim_is_set_off_against_the_next_payments():
    payments = [(dt.date(2026, n, 25), 100_000) for n in (12, 11)]
    plan, rest = set_off(130_000, payments)
    assert [(item.due_on.month, item.kept_back, item.paid_out) for item in plan] == [
        (11, 100_000, 0),
        (12, 30_000, 70_000),
    ]
    assert rest == 0


def test_a_share_of_each_payment_can_be_left_to_the_person():
    plan, rest = set_off(130_000, [(dt.date(2026, 11, 25), 100_001)], Fraction(1, 2))
    assert (plan[0].kept_back, plan[0].paid_out, rest) == (50_000, 50_001, 80_000)


@pytest.mark.parametrize(
    ("amount", "parts"),
    [
        (249_999, 1),
        (250_000, 5),
        (499_999, 5),
        (500_000, 10),
        (999_999, 10),
        (1_000_000, 20),
        (2_000_000, 30),
        (3_000_000, 36),
    ],
)
def test_rule_14_3_the_claim_decides_into_how_many_parts_it_may_be_split(amount, parts):
    assert most_instalments(amount, KOREA) == parts


def test_rule_14_3_parts_are_equal_and_at_most_two_months_apart():
    plan = instalments(250_001, 5, dt.date(2026, 12, 31), KOREA, every_months=2)
    assert [item.amount for item in plan] == [50_001, 50_000, 50_000, 50_000, 50_000]
    assert [item.due_on for item in plan][:2] == [dt.date(2026, 12, 31), dt.date(2027, 2, 28)]
    with pytest.raises(ValueError, match="at most 5 parts"):
        instalments(250_001, 6, dt.date(2026, 12, 31), KOREA)
    with pytest.raises(ValueError, match="2 months apart"):
        instalments(250_001, 5, dt.date(2026, 12, 31), KOREA, every_months=3)


def test_rule_14_4_three_missed_parts_make_the_rest_due():
    assert not all_due_at_once(2, KOREA)
    assert all_due_at_once(3, KOREA)


def test_a_month_later_than_a_leap_day_is_the_last_of_february():
    assert add_months(dt.date(2024, 2, 29), 12) == dt.date(2025, 2, 28)
    assert add_months(dt.date(2026, 11, 30), 3) == dt.date(2027, 2, 28)


money = st.integers(0, 5_000_000)


@given(
    money,
    st.lists(st.tuples(st.dates(dt.date(2026, 1, 1), dt.date(2030, 1, 1)), money), max_size=30),
    st.fractions(0, 1),
)
def test_setting_off_neither_makes_nor_loses_money(outstanding, payments, share):
    plan, rest = set_off(outstanding, payments, share)
    assert sum(item.kept_back for item in plan) + rest == outstanding
    assert rest >= 0
    assert all(0 <= item.kept_back <= item.due for item in plan)


@given(st.integers(250_000, 10_000_000), st.integers(1, 36), st.dates(dt.date(2026, 1, 1), dt.date(2030, 1, 1)))
def test_instalments_add_up_to_the_claim(amount, parts, first_due):
    if parts > most_instalments(amount, KOREA):
        return
    plan = instalments(amount, parts, first_due, KOREA)
    assert sum(item.amount for item in plan) == amount
    assert [item.due_on for item in plan] == sorted({item.due_on for item in plan})


@given(st.integers(1, 5_000_000), st.dates(dt.date(2019, 1, 1), dt.date(2026, 1, 1)), st.integers(0, 80))
def test_interest_never_falls_with_time_and_never_reaches_monthly_compounding(principal, paid_on, months):
    now = interest(principal, paid_on, add_months(paid_on.replace(day=1), months), THREE_PERCENT)
    later = interest(principal, paid_on, add_months(paid_on.replace(day=1), months + 1), THREE_PERCENT)
    assert now <= later
    assert now <= principal * (Fraction(1) + Fraction(3, 1200)) ** months - principal
