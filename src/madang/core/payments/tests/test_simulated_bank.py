"""The simulated bank does the same for the same account, and refuses what a bank refuses."""

import datetime as dt
import io

import pytest

from madang.core.payments.engine.iso20022 import Account
from madang.core.payments.engine.simulated_bank import REJECTED_AT_ONCE, SimulatedBank
from madang.core.payments.tests.orders import message, transfer

BEFORE = dt.datetime(2026, 5, 21, 9, tzinfo=dt.UTC)
ON_THE_DAY = dt.datetime(2026, 5, 22, 9, tzinfo=dt.UTC)


def to_account(number: int, ending: str):
    return transfer(number, creditor_account=Account(number=f"110-222-{ending}"))


def statuses(report):
    return [(item.status, *(reason.code for reason in item.reasons)) for item in report.transactions()]


def test_good_accounts_are_accepted_first_and_settled_on_the_day():
    bank, order = SimulatedBank(set()), message(transfer(1), transfer(2))
    first = bank.receive(io.BytesIO(order), BEFORE)
    assert (first.status, statuses(first)) == ("ACCP", [("ACCP",), ("ACCP",)])
    assert (first.original_message_id, first.original_count) == ("HAESOL-2026-05-1", 2)
    second = bank.settle(io.BytesIO(order), ON_THE_DAY)
    assert (second.status, statuses(second)) == ("ACSC", [("ACSC",), ("ACSC",)])
    assert first.message_id != second.message_id


@pytest.mark.parametrize(("ending", "code"), REJECTED_AT_ONCE.items())
def test_the_ending_of_the_account_decides_the_rejection(ending, code):
    report = SimulatedBank(set()).receive(io.BytesIO(message(transfer(1), to_account(2, ending))), BEFORE)
    assert report.status == "PART"
    assert statuses(report) == [("ACCP",), ("RJCT", code)]


def test_a_pending_payment_settles_on_the_day():
    bank, order = SimulatedBank(set()), message(to_account(1, "997"))
    assert statuses(bank.receive(io.BytesIO(order), ON_THE_DAY)) == [("PDNG",)]
    assert statuses(bank.settle(io.BytesIO(order), BEFORE)) == [("PDNG",)]
    assert statuses(bank.settle(io.BytesIO(order), ON_THE_DAY)) == [("ACSC",)]


def test_an_accepted_payment_can_still_fail_on_the_day():
    bank, order = SimulatedBank(set()), message(to_account(1, "998"))
    assert statuses(bank.receive(io.BytesIO(order), BEFORE)) == [("ACCP",)]
    assert statuses(bank.settle(io.BytesIO(order), ON_THE_DAY)) == [("RJCT", "AC04")]


def test_the_same_message_twice_is_refused_as_a_duplicate():
    bank, order = SimulatedBank(set()), message(transfer(1))
    bank.receive(io.BytesIO(order), BEFORE)
    again = bank.receive(io.BytesIO(order), BEFORE)
    assert (again.status, [reason.code for reason in again.reasons]) == ("RJCT", ["DU01"])
    assert list(again.transactions()) == []


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        (b"<NbOfTxs>1<", b"<NbOfTxs>2<", "AM18"),
        (b"<CtrlSum>100000<", b"<CtrlSum>100001<", "AM10"),
        (b"<PmtMtd>TRF<", b"<PmtMtd>XXX<", "FF01"),
        (b"301-0000-0001", b"301-0000-0994", "AM04"),
    ],
)
def test_a_wrong_file_is_refused_as_a_whole(old, new, code):
    report = SimulatedBank(set()).receive(io.BytesIO(message(transfer(1)).replace(old, new)), BEFORE)
    assert (report.status, [reason.code for reason in report.reasons]) == ("RJCT", [code])


def test_an_unreadable_file_is_answered_without_its_name():
    report = SimulatedBank(set()).receive(io.BytesIO(b"not xml"), BEFORE)
    assert report.original_message_id == "NOTPROVIDED"
    assert report.reasons[0].code == "FF01"
