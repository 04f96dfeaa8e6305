"""What is due becomes instructions: exactly once, with arrears, corrections and overpayments."""

from __future__ import annotations

import datetime as dt

import pytest

from madang.core.cases.actions.decide import decide
from madang.core.cases.models import Case, CaseState, Decision, Outcome
from madang.core.notices.models import Message
from madang.core.payments.actions.prepare_payments import Prepared, prepare_payments
from madang.core.payments.models import Instruction, InstructionState, Overpayment
from madang.core.payments.recovered import settle as settle_instructions
from madang.core.people.models import Organisation
from madang.core.registers.models import Access, CivilRecord, Residence
from madang.core.services.models import Award, AwardState

pytestmark = pytest.mark.django_db

MAY = dt.date(2026, 5, 1)
BEFORE_THE_LAW = dt.date(2026, 5, 4)
AFTER_THE_LAW = dt.date(2026, 5, 21)  # 110,000 a month from March, known since 20 May
MAY_PAY_DAY = dt.date(2026, 5, 25)


def run(month: dt.date = MAY, today: dt.date = BEFORE_THE_LAW) -> Prepared:
    sums = Prepared()
    for done in prepare_payments(month, today):
        for name, value in vars(done).items():
            setattr(sums, name, getattr(sums, name) + value)
    return sums


def orders() -> list[tuple[str, int, str]]:
    return list(Instruction.objects.order_by("pk").values_list("period", "amount", "state"))


def settle() -> None:
    Instruction.objects.update(state=InstructionState.SETTLED)


def test_a_running_award_makes_one_instruction_for_the_month(award, county):
    made = award()
    done = run()
    (order,) = Instruction.objects.all()
    assert (order.reference, order.period, order.amount, order.currency) == (
        f"award:{made.pk}",
        "2026-05",
        100_000,
        "KRW",
    )
    assert (order.payee_id, order.subject_id, order.payer) == (made.payee_id, made.subject_id, county)
    assert (order.bank, order.account, order.due_on) == ("SHBKKRSE", "110-1", MAY_PAY_DAY)
    assert (done.awards, done.instructions, done.amount) == (1, 1, 100_000)


def test_running_again_prepares_nothing_twice(award):
    award()
    run()
    assert run().instructions == 0
    assert orders() == [("2026-05", 100_000, "prepared")]


def test_past_months_that_were_never_paid_come_as_arrears(award):
    award(from_month=dt.date(2026, 3, 1))
    run()
    assert orders() == [
        ("2026-05/arrears-2026-03", 100_000, "prepared"),
        ("2026-05/arrears-2026-04", 100_000, "prepared"),
        ("2026-05", 100_000, "prepared"),
    ]


def test_a_law_that_gives_more_backwards_pays_the_difference_of_months_already_paid(award):
    award(from_month=dt.date(2026, 2, 1))
    for month in (2, 3, 4):
        run(dt.date(2026, month, 1), dt.date(2026, month, 2))
    settle()
    run(today=AFTER_THE_LAW)
    assert orders()[3:] == [
        ("2026-05/arrears-2026-03", 10_000, "prepared"),
        ("2026-05/arrears-2026-04", 10_000, "prepared"),
        ("2026-05", 110_000, "prepared"),
    ]
    settle()
    assert run(today=AFTER_THE_LAW).instructions == 0


def test_an_instruction_that_has_not_left_yet_is_raised_instead_of_doubled(award):
    award()
    run(today=BEFORE_THE_LAW)
    assert run(today=AFTER_THE_LAW).corrected == 1
    assert orders() == [("2026-05", 110_000, "prepared")]


def test_a_month_that_is_not_due_after_all_is_cancelled_before_it_leaves(award):
    made = award()
    run()
    CivilRecord.objects.filter(person=made.subject).update(born=dt.date(2010, 1, 1))
    run()
    assert orders() == [("2026-05", 0, "cancelled")]
    CivilRecord.objects.filter(person=made.subject).update(born=dt.date(2020, 1, 1))
    old = Instruction.objects.get().end_to_end_id
    run()
    assert orders() == [("2026-05", 100_000, "prepared")]
    assert Instruction.objects.get().end_to_end_id != old


def test_pay_days_that_have_passed_are_made_good_on_the_next_working_day(award):
    award()
    run(today=dt.date(2026, 5, 30))  # a Saturday
    assert Instruction.objects.get().due_on == dt.date(2026, 6, 1)


def test_an_award_that_ended_is_paid_for_its_own_months_only(award):
    made = award(from_month=dt.date(2026, 3, 1))
    Award.objects.filter(pk=made.pk).update(state=AwardState.ENDED, to_month=dt.date(2026, 4, 1))
    run()
    assert [period for period, _amount, _state in orders()] == ["2026-05/arrears-2026-03", "2026-05/arrears-2026-04"]


def test_an_award_that_was_revoked_is_paid_nothing_more(award):
    made = award()
    Award.objects.filter(pk=made.pk).update(state=AwardState.ENDED, to_month=None)
    run()
    assert orders() == []


def test_what_was_paid_before_a_suspension_or_end_became_known_comes_back(award):
    for state in (AwardState.SUSPENDED, AwardState.ENDED):
        made = overpaid(award)
        Award.objects.filter(pk=made.pk).update(state=state)
        assert run().overpaid == 100_000


def test_an_award_that_ended_five_years_ago_is_left_alone(award):
    made = award(from_month=dt.date(2020, 7, 1))
    Award.objects.filter(pk=made.pk).update(state=AwardState.ENDED, to_month=dt.date(2021, 4, 1))
    assert run().awards == 0


def test_an_award_that_begins_later_is_not_paid_yet(award):
    award(from_month=dt.date(2026, 6, 1))
    assert run().awards == 0


def test_who_moved_in_after_the_fifteenth_is_paid_by_the_former_municipality(award, county):
    made = award()
    Organisation.objects.create(code="elsewhere", titles={"en": "Elsewhere"}, parent=county.parent, area="52")
    Residence.objects.update(until=dt.date(2026, 5, 16))
    Residence.objects.create(person=made.subject, area="52", since=dt.date(2026, 5, 16))
    run()
    run(dt.date(2026, 6, 1), dt.date(2026, 6, 1))
    payers = dict(Instruction.objects.values_list("period", "payer__code"))
    assert (payers["2026-05"], payers["2026-06"]) == ("haesol", "elsewhere")


def test_a_child_born_after_the_fifteenth_is_paid_by_the_municipality_of_its_first_home(award, county):
    made = award(born=dt.date(2026, 5, 18))
    Residence.objects.filter(person=made.subject).update(since=dt.date(2026, 5, 18))
    run(today=AFTER_THE_LAW)
    assert Instruction.objects.get().payer == county


def test_an_unknown_fact_holds_the_payment_and_opens_one_case(award):
    made = award(born=None)
    assert run().held == 1
    assert run().held == 1
    assert orders() == []
    case = Case.objects.get(kind="payment-held")
    assert (case.subject_id, case.exception[:17]) == (made.subject_id, "A fact is missing")


def test_a_person_without_an_account_is_asked_for_one(award):
    made = award(account=False)
    assert run().without_account == 1
    assert orders() == [("2026-05", 100_000, "rejected")]
    assert Case.objects.get(kind="payment-rejected").applicant_id == made.payee_id
    assert Message.objects.get().person_id == made.payee_id


def test_every_read_of_facts_and_account_is_logged_for_the_person(award):
    made = award()
    run()
    reads = Access.objects.filter(reference="payments:2026-05")
    assert {row.legal_basis for row in reads} == {"test-act"}
    facts = [name for row in reads.filter(person=made.payee) for name in row.facts]
    assert "bank_account.number" in facts
    assert any("person.born" in row.facts for row in reads.filter(person=made.subject))


def overpaid(award) -> Award:
    made = award(from_month=dt.date(2026, 4, 1))
    run(dt.date(2026, 4, 1), dt.date(2026, 4, 2))
    run()
    settle()
    CivilRecord.objects.filter(person=made.subject).update(born=dt.date(2017, 5, 10))
    return made


def test_months_paid_without_a_right_become_one_overpayment_with_a_case(award):
    made = overpaid(award)
    assert run().overpaid == 100_000
    claim = Overpayment.objects.get()
    assert claim.periods == [{"period": "2026-05", "paid": 100_000, "due": 0}]
    assert (claim.person_id, claim.amount, claim.service) == (made.payee_id, 100_000, "test-allowance")
    case = Case.objects.get(kind="overpayment")
    assert (case.applicant_id, case.parent_id, case.state) == (made.payee_id, made.case_id, CaseState.OPEN)
    assert run().overpaid == 0
    assert Overpayment.objects.count() == 1


def test_an_overpayment_under_the_floor_is_let_be_by_the_law_itself(award, pack):
    overpaid(award)
    object.__setattr__(pack.benefits[0].recovery, "floor", 100_001)
    try:
        run()
    finally:
        object.__setattr__(pack.benefits[0].recovery, "floor", 3_000)
    claim = Overpayment.objects.get()
    assert (claim.waived, claim.outstanding) == (100_000, 0)
    assert Decision.objects.get(case__kind="overpayment").outcome == Outcome.WAIVED


def test_a_decided_overpayment_is_kept_back_from_payments_after_its_time_to_pay(award, django_user_model):
    made = overpaid(award)
    run()
    officer = django_user_model.objects.create(username="officer")
    decide(Case.objects.get(kind="overpayment").pk, Outcome.RECOVERED, by=officer, words="The child turned nine.")
    claim = Overpayment.objects.get()
    assert claim.pay_by is not None
    assert Message.objects.get(person=made.payee).values["amount"] == "100000"

    Overpayment.objects.update(pay_by=dt.date(2026, 6, 10), amount=160_000)
    sibling = award()
    Award.objects.filter(pk=sibling.pk).update(payee=made.payee)
    CivilRecord.objects.filter(person=sibling.subject).update(mother=made.payee)
    for month in (5, 6, 7, 8):
        run(dt.date(2026, month, 1), dt.date(2026, month, 2))
        settle_run(month)
    kept = Instruction.objects.filter(reference=f"award:{sibling.pk}").order_by("pk").values_list("set_off", "state")
    # May in full, then 10,000 of arrears and June; 10,000 came from arrears of the elder child, the rest from July.
    assert [amount for amount, _state in kept] == [0, 10_000, 110_000, 30_000, 0]
    assert {state for _amount, state in kept} == {"settled"}
    assert Overpayment.objects.get().outstanding == 0


def settle_run(month: int) -> None:
    """What the bank's answer would do."""
    settle_instructions(list(Instruction.objects.filter(state=InstructionState.PREPARED)))
