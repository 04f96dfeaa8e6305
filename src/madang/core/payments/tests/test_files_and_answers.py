"""From instructions to the bank and back: nothing is paid twice, nothing is lost, every rejection finds somebody to act."""

from __future__ import annotations

import datetime as dt
import io
import re
from pathlib import Path

import pytest

from madang.core.archive import sources
from madang.core.archive.models import LogEntry
from madang.core.cases.actions.decide import decide
from madang.core.cases.errors import CaseError
from madang.core.cases.models import Case, Outcome
from madang.core.notices.models import Message
from madang.core.payments.actions.read_bank_answer import read_bank_answer
from madang.core.payments.actions.send_payment_files import send_payment_files
from madang.core.payments.actions.settle_payments import ask_about_due_files
from madang.core.payments.actions.write_payment_files import write_payment_files
from madang.core.payments.engine.pain001 import read_pain001
from madang.core.payments.engine.pain002 import PaymentStatus, Reason, StatusReport, TransactionStatus, write_pain002
from madang.core.payments.engine.problems import PaymentRefused
from madang.core.payments.errors import PaymentError
from madang.core.payments.models import Instruction, InstructionState, Overpayment, PayingAccount, PaymentFile
from madang.core.registers.models import Access, BankAccount

pytestmark = pytest.mark.django_db

NOW = dt.datetime(2026, 5, 20, 9, 0, tzinfo=dt.UTC)
TODAY = dt.date(2026, 5, 20)
PAY_DAY = dt.date(2026, 5, 22)


def written(until: dt.date = PAY_DAY, **options) -> list[PaymentFile]:
    return list(write_payment_files(TODAY, until, **options))


def sent() -> list[Path]:
    return [answer for _file, answer in send_payment_files()]


def read(path: Path):
    with path.open("rb") as source:
        return read_bank_answer(source)


def states() -> list[str]:
    return list(Instruction.objects.order_by("pk").values_list("state", flat=True))


def answer_to(file: PaymentFile, status: str, *transactions: TransactionStatus, reasons=()) -> io.BytesIO:
    out = io.BytesIO()
    payments = (PaymentStatus(file.message_id, "", (), transactions),) if transactions else ()
    write_pain002(StatusReport("BANK-1", NOW, file.message_id, status, reasons, payments), out)
    out.seek(0)
    return out


def test_what_is_due_goes_into_one_file_for_each_payer_and_day(var, county, instruction, clock):
    first, second = instruction(), instruction()
    instruction(due_on=PAY_DAY + dt.timedelta(days=3))
    (file,) = written()
    assert (file.count, file.total, file.requested_on) == (2, 200_000, PAY_DAY)
    assert file.paying_account.organisation.code == "ministry"  # the county has no account of its own
    with (var / file.path).open("rb") as source:
        header, transfers = read_pain001(source)
        found = [item.transfer for item in transfers]
    assert header.message_id == file.message_id
    assert [item.end_to_end_id for item in found] == [first.end_to_end_id, second.end_to_end_id]
    assert found[0].remittance == "Test allowance 2026-05"
    assert found[0].creditor_name == "김하늘"
    assert found[0].uetr.hex == found[0].end_to_end_id


def test_writing_again_writes_nothing_twice(var, instruction, clock):
    instruction()
    assert len(written()) == 1
    assert written() == []


def test_a_large_run_is_split_at_the_limit(var, instruction, clock):
    for _number in range(5):
        instruction()
    assert [file.count for file in written(most=2)] == [2, 2, 1]
    assert Instruction.objects.filter(file=None).count() == 0


def test_a_file_that_was_planned_when_the_process_died_is_written_by_the_next_run(var, instruction, clock, monkeypatch):
    from madang.core.payments.actions import write_payment_files as module

    instruction()
    with monkeypatch.context() as patch:
        patch.setattr(module, "write_pain001_file", lambda *_: (_ for _ in ()).throw(OSError("no space left")))
        with pytest.raises(OSError, match="no space"):
            written()
    planned = PaymentFile.objects.get()
    assert (planned.sha256, sent()) == ("", [])
    assert [file.pk for file in written()] == [planned.pk]
    assert len(sent()) == 1


def test_a_payer_without_any_account_is_told_how_to_add_one(var, county, instruction, clock):
    PayingAccount.objects.all().delete()
    instruction()
    with pytest.raises(PaymentError, match="madang payments account haesol"):
        written()


def test_an_account_that_cannot_be_sent_does_not_stop_the_others(var, instruction, clock):
    instruction(account="1<2")
    instruction()
    (file,) = written()
    assert file.count == 1
    assert states() == ["rejected", "prepared"]
    assert Case.objects.get().kind == "payment-rejected"


def test_what_is_kept_back_does_not_go_to_the_bank(var, instruction, clock):
    instruction(set_off=40_000)
    (file,) = written()
    assert file.total == 60_000


def test_sent_payments_are_settled_on_their_day(var, instruction, clock):
    instruction()
    (file,) = written()
    (answer,) = sent()
    assert states() == ["sent"]
    first = read(answer)
    assert (first.on_the_way, first.settled) == (1, 0)
    assert list(ask_about_due_files(TODAY)) == []
    clock(PAY_DAY)
    (second,) = ask_about_due_files(PAY_DAY)
    assert read(second).settled == 1
    assert states() == ["settled"]
    file.refresh_from_db()
    assert (file.status, file.answered_at is not None) == ("ACSC", True)
    assert list(ask_about_due_files(PAY_DAY)) == []
    assert LogEntry.objects.filter(kind="payment.file").count() == 1
    assert LogEntry.objects.filter(kind="payment.answer").count() == 2


def test_a_file_changed_on_disk_is_never_sent(var, instruction, clock):
    instruction()
    (file,) = written()
    path = var / file.path
    path.write_bytes(path.read_bytes().replace(b"110-222-001", b"999-999-999"))
    with pytest.raises(PaymentError, match="not as it was written"):
        sent()
    assert states() == ["prepared"]


def test_a_file_sent_twice_after_a_crash_pays_once(var, instruction, clock):
    instruction()
    written()
    (first,) = sent()
    PaymentFile.objects.update(sent_at=None)  # as if the process had died before noting it
    (again,) = sent()
    assert read(again).duplicate
    assert states() == ["sent"]
    assert read(first).on_the_way == 1


def test_a_rejected_payment_gets_a_case_and_the_person_is_told_what_to_do(var, county, instruction, clock):
    closed = instruction("991")
    instruction()
    written()
    result = read(sent()[0])
    assert (result.rejected, result.on_the_way) == (1, 1)
    closed.refresh_from_db()
    assert (closed.state, closed.reason_code) == ("rejected", "AC04")
    case = Case.objects.get(kind="payment-rejected")
    assert (case.organisation, case.applicant_id, case.exception) == (county, closed.payee_id, "The account is closed.")
    message = Message.objects.get(person_id=closed.payee_id)
    assert message.values["title"] == "The account is closed."


def test_a_reason_that_only_an_officer_can_act_on_does_not_bother_the_person(var, instruction, clock):
    instruction("995")
    written()
    read(sent()[0])
    assert Case.objects.count() == 1
    assert Message.objects.count() == 0


def test_reading_an_answer_again_changes_nothing(var, instruction, clock):
    instruction("991")
    instruction()
    written()
    (answer,) = sent()
    read(answer)
    again = read(answer)
    assert (again.rejected, again.unchanged, Case.objects.count(), Message.objects.count()) == (0, 1, 1, 1)


def test_a_late_rejection_never_undoes_what_was_settled(var, instruction, clock):
    one = instruction()
    (file,) = written()
    sent()
    read_bank_answer(answer_to(file, "", TransactionStatus(one.end_to_end_id, "ACSC")))
    result = read_bank_answer(answer_to(file, "", TransactionStatus(one.end_to_end_id, "RJCT", (Reason("AC04"),))))
    assert (result.unchanged, states()) == (1, ["settled"])


def test_payments_the_bank_did_not_name_share_the_answer_of_the_file(var, instruction, clock):
    one, _two = instruction(), instruction()
    (file,) = written()
    sent()
    result = read_bank_answer(
        answer_to(
            file,
            "ACSC",
            TransactionStatus(one.end_to_end_id, "RJCT", (Reason("AC01"),)),
            TransactionStatus("strange", "ACSC"),
        )
    )
    assert (result.rejected, result.settled, result.unknown) == (1, 1, 1)


def test_a_file_refused_as_a_whole_waits_for_the_next_one_with_one_case(var, instruction, clock):
    PayingAccount.objects.update(number="301-0000-0994")  # the simulated bank finds no money in it
    for _number in range(3):
        instruction()
    written()
    result = read(sent()[0])
    assert result.rejected == 3
    assert states() == ["prepared"] * 3
    case = Case.objects.get()
    assert (case.kind, case.exception) == ("payment-file-rejected", "The paying account did not hold enough money.")
    PayingAccount.objects.update(number="301-0000-0001")
    (second,) = written()
    assert second.count == 3


def test_an_answer_to_a_file_that_is_not_ours_is_refused(var, db):
    other = PaymentFile(message_id="SOMEBODY-ELSE")
    with pytest.raises(PaymentRefused, match="no file called SOMEBODY-ELSE"):
        read_bank_answer(answer_to(other, "ACSC"))


def test_the_officer_pays_again_to_the_new_account_under_a_new_id(var, instruction, clock, django_user_model):
    closed = instruction("991")
    written()
    read(sent()[0])
    case = Case.objects.get(kind="payment-rejected")
    officer = django_user_model.objects.create(username="officer")
    with pytest.raises(CaseError, match="no account of this person"):
        decide(case.pk, Outcome.GRANTED, by=officer, words="New account given.")
    BankAccount.objects.create(person=closed.payee, bank="KOEXKRSE", number="777-1", since=dt.date(2026, 5, 1))
    decide(case.pk, Outcome.GRANTED, by=officer, words="New account given.")
    old = closed.end_to_end_id
    closed.refresh_from_db()
    assert (closed.state, closed.bank, closed.account, closed.file_id) == ("prepared", "KOEXKRSE", "777-1", None)
    assert closed.end_to_end_id != old
    assert re.fullmatch("[0-9a-f]{32}", closed.end_to_end_id)
    access = Access.objects.filter(person=closed.payee).latest("pk")
    assert (access.reference, access.legal_basis) == (f"case:{case.number}", "test-act")
    (file,) = written()
    assert file.count == 1


def test_what_was_kept_back_counts_as_recovered_only_when_the_payment_is_settled(var, instruction, person, clock):
    payee = person()
    claim = Overpayment.objects.create(
        service="test-allowance", reference="award:1", person=payee, amount=50_000, currency="KRW",
        periods=[], noticed_on=dt.date(2026, 4, 1), pay_by=dt.date(2026, 5, 1),
    )  # fmt: skip
    instruction(payee=payee, set_off=30_000)
    written()
    read(sent()[0])
    claim.refresh_from_db()
    assert claim.recovered == 0
    clock(PAY_DAY)
    for answer in ask_about_due_files(PAY_DAY):
        read(answer)
    claim.refresh_from_db()
    assert (claim.recovered, claim.outstanding) == (30_000, 20_000)


def test_a_payment_file_altered_in_the_database_no_longer_matches_the_log(var, instruction, clock):
    instruction()
    (file,) = written()
    rebuild, references = sources["payment.file"]
    entry = LogEntry.objects.get(kind="payment.file")
    assert list(references()) == [entry.reference]
    assert rebuild(entry.reference) == entry.payload
    PaymentFile.objects.filter(pk=file.pk).update(total=1)
    assert rebuild(entry.reference) != entry.payload


def test_every_state_has_a_name_for_people():
    assert all(str(label) for _value, label in InstructionState.choices)
