"""Orders to the bank: what is written can be read back, keeps to the structure, and is refused whole when a field is wrong."""

import datetime as dt
import io
import uuid
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from madang.core.payments.engine.currencies import MINOR_UNIT_DIGITS, Money, split_equally
from madang.core.payments.engine.field_rules import CharacterSet, check_transfer, iban_is_sound, to_basic_latin
from madang.core.payments.engine.iso20022 import Account, Agent
from madang.core.payments.engine.pain001 import read_pain001, write_pain001, write_pain001_file, write_pain001_files
from madang.core.payments.engine.problems import PaymentRefused
from madang.core.payments.engine.schema import validate_pain001
from madang.core.payments.tests.orders import CREATED, initiation, message, payment, transfer

# Examples from the IBAN registry (ISO 13616 registration authority).
REGISTRY_IBANS = [
    "DE89370400440532013000",
    "GB29NWBK60161331926819",
    "KZ86125KZT5004100100",
    "FR1420041010050500013M02606",
]


def fields_of(refusal: pytest.ExceptionInfo[PaymentRefused]) -> list[str]:
    return [problem.field.rpartition("/")[2] for problem in refusal.value.problems]


def test_an_order_is_read_back_as_it_was_written():
    orders = [transfer(1), transfer(2, money=Money(1, "KRW"), instruction_id="line-2", remittance="")]
    header, received = read_pain001(io.BytesIO(message(*orders)))
    assert (header.message_id, header.created, header.count) == ("HAESOL-2026-05-1", CREATED, 2)
    assert header.control_sum == 100_001
    found = list(received)
    assert [item.transfer for item in found] == orders
    assert {item.requested_execution_date for item in found} == {dt.date(2026, 5, 22)}
    assert {item.debtor_account.number for item in found} == {"301-0000-0001"}


@pytest.mark.parametrize(
    ("amount", "currency", "written"),
    [
        (100_000, "KRW", "100000"),
        (500_000, "VND", "500000"),
        (60_000, "THB", "600.00"),
        (75_050, "PHP", "750.50"),
        (5, "MYR", "0.05"),
    ],
)
def test_an_amount_has_the_decimals_of_its_currency(amount, currency, written):
    assert f'<InstdAmt Ccy="{currency}">{written}</InstdAmt>'.encode() in message(
        transfer(money=Money(amount, currency))
    )
    assert Money.from_decimal(written, currency) == Money(amount, currency)


@pytest.mark.parametrize("text", ["1.5", "1e3", "-1", " 1", "", "1,000", "٣", "NaN", "1" * 19])
def test_an_amount_that_is_no_amount_in_won_is_refused(text):
    with pytest.raises(PaymentRefused):
        Money.from_decimal(text, "KRW")


def test_markup_in_a_name_stays_text():
    name = 'Kim & "Lee" <GrpHdr>'
    _, received = read_pain001(io.BytesIO(message(transfer(creditor_name=name))))
    assert next(received).transfer.creditor_name == name


def test_several_payment_informations_share_one_header():
    out = io.BytesIO()
    first = payment([transfer(1)], payment_information_id="A")
    second = payment([transfer(2), transfer(3)], payment_information_id="B")
    written = write_pain001(initiation(first, second), out)
    assert (written.count, written.control_sum) == (3, 300_000)
    _, received = read_pain001(io.BytesIO(out.getvalue()))
    assert [item.payment_information_id for item in received] == ["A", "B", "B"]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"end_to_end_id": ""}, "EndToEndId"),
        ({"end_to_end_id": "x" * 36}, "EndToEndId"),
        ({"end_to_end_id": "김하늘"}, "EndToEndId"),
        ({"end_to_end_id": "/a"}, "EndToEndId"),
        ({"end_to_end_id": "a//b"}, "EndToEndId"),
        ({"instruction_id": "a "}, "InstrId"),
        ({"uetr": uuid.uuid1()}, "UETR"),
        ({"money": Money(0, "KRW")}, "InstdAmt"),
        ({"money": Money(-1, "KRW")}, "InstdAmt"),
        ({"money": Money(10**18, "KRW")}, "InstdAmt"),
        ({"money": Money(1, "XXX")}, "Ccy"),
        ({"creditor_name": " "}, "Nm"),
        ({"creditor_name": "a" * 141}, "Nm"),
        ({"creditor_name": "a\x07"}, "Nm"),
        ({"creditor_name": "a\ufffe"}, "Nm"),
        ({"creditor_account": Account()}, "CdtrAcct"),
        ({"creditor_account": Account(iban=REGISTRY_IBANS[0], number="1")}, "CdtrAcct"),
        ({"creditor_account": Account(iban="DE89370400440532013001")}, "CdtrAcct"),
        ({"creditor_account": Account(number="1<2")}, "CdtrAcct"),
        ({"creditor_account": Account(number="1" * 35)}, "CdtrAcct"),
        ({"creditor_agent": Agent()}, "CdtrAgt"),
        ({"creditor_agent": Agent(bic="shbkkrse")}, "CdtrAgt"),
        ({"creditor_agent": Agent(bic="SHBKKRSE", clearing_system="THCBC")}, "CdtrAgt"),
        ({"creditor_agent": Agent(member="1", clearing_system="TH CBC")}, "CdtrAgt"),
        ({"creditor_agent": Agent(member="1", clearing_system="THCBC", clearing_system_name="x")}, "CdtrAgt"),
        ({"remittance": "x" * 141}, "Ustrd"),
        ({"purpose": "child"}, "Purp"),
    ],
)
def test_a_wrong_field_is_named_and_nothing_is_written(changes, field):
    out = io.BytesIO()
    with pytest.raises(PaymentRefused) as refusal:
        write_pain001(initiation(payment([transfer(1), transfer(2, **changes)])), out)
    assert fields_of(refusal) == [field]
    assert all(problem.rule and problem.remedy and problem.sentence() for problem in refusal.value.problems)
    assert out.getvalue() == b""


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"debtor_name": ""}, "Nm"), ({"debtor_account": Account()}, "DbtrAcct"), ({"debtor_agent": Agent()}, "DbtrAgt")],
)
def test_a_wrong_paying_account_is_named(changes, field):
    with pytest.raises(PaymentRefused) as refusal:
        message(transfer(), **changes)
    assert fields_of(refusal) == [field]


def test_a_message_without_a_time_zone_is_refused():
    with pytest.raises(PaymentRefused) as refusal:
        write_pain001(initiation(payment([transfer()]), created=dt.datetime(2026, 5, 20)), io.BytesIO())
    assert fields_of(refusal) == ["CreDtTm"]


def test_one_end_to_end_id_never_stands_twice_in_a_file():
    with pytest.raises(PaymentRefused, match="stands twice"):
        message(transfer(1), transfer(1))


def test_an_empty_order_is_refused():
    with pytest.raises(PaymentRefused, match="no payment in it"):
        message()


@pytest.mark.parametrize("iban", REGISTRY_IBANS)
def test_the_registry_s_own_ibans_are_sound(iban):
    assert iban_is_sound(iban)
    assert not iban_is_sound(iban[:2] + str((int(iban[2:4]) + 1) % 100).zfill(2) + iban[4:])


def test_accents_fall_away_for_a_network_of_latin_letters():
    assert to_basic_latin("Nguyễn Văn Đức") == "Nguyen Van Duc"
    assert to_basic_latin("สมชาย") is None
    out = io.BytesIO()
    order = payment([transfer(creditor_name="Nguyễn Văn Đức", remittance="")], debtor_name="Bo Y te")
    write_pain001(initiation(order, initiating_party="Bo Y te"), out, CharacterSet.BASIC_LATIN)
    assert b"<Nm>Nguyen Van Duc</Nm>" in out.getvalue()


def test_a_name_without_latin_letters_is_refused_on_such_a_network():
    problems = check_transfer(transfer(remittance=""), CharacterSet.BASIC_LATIN)
    assert [problem.field for problem in problems] == ["Cdtr/Nm"]


def test_a_file_appears_whole_with_its_digest_or_not_at_all(tmp_path):
    path = tmp_path / "out" / "order.xml"
    written = write_pain001_file(initiation(payment([transfer(1)])), path)
    assert written.path == path
    import hashlib

    assert written.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    with pytest.raises(PaymentRefused):
        write_pain001_file(initiation(payment([transfer(1, money=Money(0, "KRW"))])), tmp_path / "out" / "bad.xml")
    assert [file.name for file in path.parent.iterdir()] == ["order.xml"]


def test_a_large_order_is_split_at_the_bank_s_limit_without_loss(tmp_path):
    files = list(
        write_pain001_files(
            payment(transfer(number) for number in range(25)), tmp_path, "해솔군", CREATED, lambda n: f"M-{n}", most=10
        )
    )
    assert [(file.message_id, file.count) for file in files] == [("M-1", 10), ("M-2", 10), ("M-3", 5)]
    found = [
        item.transfer.end_to_end_id for file in files for item in read_pain001(io.BytesIO(file.path.read_bytes()))[1]
    ]
    assert found == [transfer(number).end_to_end_id for number in range(25)]


names = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=150)
digits = st.text("0123456789-", max_size=40)
orders = st.builds(
    lambda name, words, number, amount, currency, uetr: transfer(
        creditor_name=name,
        remittance=words,
        creditor_account=Account(number=number),
        money=Money(amount, currency),
        uetr=uetr,
    ),
    names,
    names,
    digits,
    st.integers(-1, 10**18),
    st.sampled_from(sorted(MINOR_UNIT_DIGITS)),
    st.uuids(version=4),
)


@settings(max_examples=300, deadline=None)
@given(orders)
def test_whatever_passes_the_field_rules_is_valid_and_comes_back_unchanged(order):
    if check_transfer(order):
        with pytest.raises(PaymentRefused):
            message(order)
        return
    written = message(order)
    assert validate_pain001(io.BytesIO(written)) == 1
    _, received = read_pain001(io.BytesIO(written))
    found = next(received).transfer
    assert (found.money, found.creditor_account, found.uetr) == (order.money, order.creditor_account, order.uetr)


@given(st.lists(st.integers(1, 10**12), min_size=1, max_size=20), st.sampled_from(["KRW", "THB", "KWD"]))
@settings(max_examples=50, deadline=None)
def test_the_control_sum_is_exact(amounts, currency):
    out = io.BytesIO()
    orders = [transfer(index, money=Money(amount, currency)) for index, amount in enumerate(amounts)]
    written = write_pain001(initiation(payment(orders)), out)
    assert written.control_sum == Decimal(sum(amounts)).scaleb(-MINOR_UNIT_DIGITS[currency])


@given(st.integers(0, 10**15), st.integers(1, 100))
def test_equal_shares_add_up_and_differ_by_one_at_most(amount, parts):
    shares = list(split_equally(amount, parts))
    assert sum(shares) == amount
    assert len(shares) == parts
    assert max(shares) - min(shares) <= 1
