"""The bank's answers, read strictly where we act on them."""

import datetime as dt
import io
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from madang.core.payments.engine.pain002 import (
    Outcome,
    PaymentStatus,
    Reason,
    StatusReport,
    TransactionStatus,
    outcome_of,
    read_pain002,
    write_pain002,
)
from madang.core.payments.engine.problems import PaymentRefused
from madang.core.payments.engine.status_reasons import STATUS_REASONS, Actor, explain_reason

NOW = dt.datetime(2026, 5, 22, 10, 30, tzinfo=dt.UTC)


def as_xml(report: StatusReport) -> bytes:
    out = io.BytesIO()
    write_pain002(report, out)
    return out.getvalue()


REPORT = StatusReport(
    "BANK-1",
    NOW,
    "HAESOL-2026-05-1",
    "PART",
    (),
    (
        PaymentStatus(
            "CHILD-2026-05",
            "PART",
            (),
            (
                TransactionStatus("E1", "ACSC"),
                TransactionStatus("E2", "RJCT", (Reason("AC04", "account <closed> & gone"),)),
            ),
        ),
    ),
    original_count=2,
    original_control_sum=Decimal("200000"),
)


def test_a_report_is_read_back_as_it_was_written():
    assert read_pain002(io.BytesIO(as_xml(REPORT))) == REPORT


def test_the_optional_parts_that_banks_add_do_no_harm():
    text = as_xml(REPORT).decode()
    text = text.replace(
        "</CreDtTm></GrpHdr>", "</CreDtTm><DbtrAgt><FinInstnId><BICFI>SHBKKRSE</BICFI></FinInstnId></DbtrAgt></GrpHdr>"
    )
    text = text.replace(
        "<OrgnlEndToEndId>E1<", "<StsId>1</StsId><OrgnlInstrId>7</OrgnlInstrId><OrgnlEndToEndId>E1<"
    ).replace(
        "<TxSts>ACSC</TxSts>",
        "<TxSts>ACSC</TxSts><AcctSvcrRef>99</AcctSvcrRef><OrgnlTxRef><Cdtr><Pty><Nm>x</Nm></Pty></Cdtr></OrgnlTxRef>",
    )
    assert read_pain002(io.BytesIO(text.encode())) == REPORT


@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        ("ACSC", Outcome.SETTLED),
        ("ACCC", Outcome.SETTLED),
        ("RJCT", Outcome.REJECTED),
        ("CANC", Outcome.REJECTED),
        ("ACCP", Outcome.ACCEPTED),
        ("PDNG", Outcome.ACCEPTED),
        ("QQQQ", Outcome.ACCEPTED),
    ],
)
def test_a_status_means_paid_or_rejected_only_when_the_standard_says_so(status, outcome):
    assert outcome_of(status) is outcome


@pytest.mark.parametrize(
    ("group", "payment", "rest"),
    [
        ("RJCT", None, "RJCT"),
        ("ACCP", None, "ACCP"),
        ("PART", "PART", "ACCP"),
        ("", "ACSC", "ACSC"),
        ("ACCP", "RJCT", "RJCT"),
    ],
)
def test_payments_that_the_bank_does_not_name_share_the_answer_of_their_batch(group, payment, rest):
    payments = () if payment is None else (PaymentStatus("P", payment, (Reason("DT01"),)),)
    report = StatusReport("B", NOW, "M", group, (), payments)
    assert report.answer_for_the_rest()[0] == rest


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [
        ("<MsgId>BANK-1</MsgId>", "", "MsgId"),
        ("<OrgnlMsgId>HAESOL-2026-05-1</OrgnlMsgId>", "", "OrgnlMsgId"),
        ("<OrgnlMsgId>HAESOL", "<OrgnlMsgId>" + "x" * 40, "OrgnlMsgId"),
        ("2026-05-22T10:30:00.000Z", "yesterday", "CreDtTm"),
        ("<OrgnlNbOfTxs>2<", "<OrgnlNbOfTxs>two<", "OrgnlGrpInfAndSts"),
        ("<OrgnlCtrlSum>200000<", "<OrgnlCtrlSum>lots<", "OrgnlGrpInfAndSts"),
        ("<TxSts>ACSC<", "<TxSts>ACSC-1<", "TxSts"),
        ("<OrgnlEndToEndId>E2<", "<OrgnlEndToEndId>E1<", "OrgnlEndToEndId"),
        ("<OrgnlEndToEndId>E2</OrgnlEndToEndId>", "", "OrgnlEndToEndId"),
        ("pain.002.001.10", "pain.002.001.03", "CstmrPmtStsRpt"),
    ],
)
def test_a_report_we_cannot_act_on_is_refused_whole_with_its_field(old, new, field):
    text = as_xml(REPORT).decode()
    assert old in text
    with pytest.raises(PaymentRefused) as refusal:
        read_pain002(io.BytesIO(text.replace(old, new).encode()))
    assert refusal.value.problems[0].field == field


def test_a_report_without_any_status_is_refused():
    with pytest.raises(PaymentRefused, match="GrpSts"):
        read_pain002(io.BytesIO(as_xml(StatusReport("B", NOW, "M"))))


codes = st.sampled_from([*STATUS_REASONS, "ZZ99"])
reasons = st.lists(
    st.builds(Reason, codes, st.text("ab 한<&>", max_size=90).map(lambda words: " ".join(words.split()))), max_size=2
)
identifiers = st.text("ABC123-", min_size=1, max_size=35)
transactions = st.lists(
    st.builds(
        lambda name, status, why: TransactionStatus(name, status, tuple(why)),
        identifiers,
        st.sampled_from(["ACCP", "ACSC", "RJCT", "PDNG"]),
        reasons,
    ),
    max_size=8,
    unique_by=lambda transaction: transaction.end_to_end_id,
)


@given(transactions, reasons, identifiers)
@settings(max_examples=100, deadline=None)
def test_every_report_comes_back_unchanged(answers, why, name):
    report = StatusReport("B", NOW, name, "PART", tuple(why), (PaymentStatus(name, "", (), tuple(answers)),))
    assert read_pain002(io.BytesIO(as_xml(report))) == report


def test_every_reason_says_what_it_means_and_who_acts():
    for reason in STATUS_REASONS.values():
        assert reason.meaning.endswith(".")
        assert reason.remedy.endswith(".")
    assert explain_reason("AC04").actor is Actor.PERSON
    assert explain_reason("AM04").actor is Actor.TREASURY


def test_a_reason_nobody_has_heard_of_still_gets_a_next_step():
    unknown = explain_reason("ZZ99")
    assert unknown.code == "ZZ99"
    assert unknown.actor is Actor.OFFICER
    assert unknown.remedy
