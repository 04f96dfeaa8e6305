"""Write and read the bank's answers: customer payment status reports, ISO 20022 pain.002.001.10.

Reading is strict about what we act on (identifiers, statuses, reasons) and passes over the optional parts that banks add.
"""

import enum
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from typing import Any, BinaryIO
from xml.sax.saxutils import escape

from madang.core.payments.engine.hostile_xml import elements
from madang.core.payments.engine.problems import PaymentRefused, Problem
from madang.core.payments.engine.schema import PAIN_002
from madang.core.rules.text import _

MOST_ANSWER_BYTES = 2**28  # 50,000 answers with reasons take some 30 MB


class Outcome(enum.Enum):
    """What a status code means for us."""

    SETTLED = "settled"  # the money has moved
    ACCEPTED = "accepted"  # on its way, nothing to do
    REJECTED = "rejected"  # the money will not move


# ISO 20022 external codes for payment group and transaction status. A code that is not listed counts as accepted: it is
# neither proof of payment nor leave to pay again.
_OUTCOMES = {
    **dict.fromkeys(["ACSC", "ACCC"], Outcome.SETTLED),
    **dict.fromkeys(["RJCT", "CANC"], Outcome.REJECTED),
}


def outcome_of(status: str) -> Outcome:
    """What a group, payment or transaction status means: ACSC settled, RJCT rejected, ACCP and the others on the way."""
    return _OUTCOMES.get(status, Outcome.ACCEPTED)


@dataclass(frozen=True, slots=True)
class Reason:
    """Why [StatusReasonInformation12]: an ISO external status reason code, and the bank's own words."""

    code: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class TransactionStatus:
    """The answer to one transfer [TxInfAndSts]."""

    end_to_end_id: str
    status: str
    reasons: tuple[Reason, ...] = ()
    uetr: str = ""


@dataclass(frozen=True, slots=True)
class PaymentStatus:
    """The answer to one payment information [OrgnlPmtInfAndSts]; `status` is empty when only transfers are answered."""

    payment_information_id: str
    status: str = ""
    reasons: tuple[Reason, ...] = ()
    transactions: tuple[TransactionStatus, ...] = ()


@dataclass(frozen=True, slots=True)
class StatusReport:
    """One answer to one message [CustomerPaymentStatusReportV10]."""

    message_id: str
    created: datetime
    original_message_id: str
    status: str = ""
    reasons: tuple[Reason, ...] = ()
    payments: tuple[PaymentStatus, ...] = ()
    original_message_name: str = "pain.001.001.09"
    original_count: int | None = None
    original_control_sum: Decimal | None = None

    def transactions(self) -> Iterator[TransactionStatus]:
        """Every transfer that the bank answered by name."""
        for payment in self.payments:
            yield from payment.transactions

    def answer_for_the_rest(self) -> tuple[str, tuple[Reason, ...]]:
        """Status and reasons of transfers the bank did not name: the payment's, else the group's.

        A message of ours holds one payment information. PART says that some failed; those are named, so the rest is fine.
        """
        for payment in self.payments:
            if payment.status:
                return ("ACCP" if payment.status == "PART" else payment.status), payment.reasons or self.reasons
        return ("ACCP" if self.status == "PART" else self.status), self.reasons


def _reasons(reasons: tuple[Reason, ...]) -> str:
    parts = []
    for reason in reasons:
        words = "".join(
            f"<AddtlInf>{escape(reason.words[start : start + 105])}</AddtlInf>"
            for start in range(0, len(reason.words), 105)
        )
        parts.append(f"<StsRsnInf><Rsn><Cd>{escape(reason.code)}</Cd></Rsn>{words}</StsRsnInf>")
    return "".join(parts)


def _optional(tag: str, value: object | None) -> str:
    return "" if value is None or value == "" else f"<{tag}>{escape(str(value))}</{tag}>"


def write_pain002(report: StatusReport, out: BinaryIO) -> None:
    """Write a report as XML, one transfer at a time."""
    created = report.created.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    out.write(
        f'<?xml version="1.0" encoding="UTF-8"?>\n<Document xmlns="{PAIN_002}"><CstmrPmtStsRpt>\n'
        f"<GrpHdr><MsgId>{escape(report.message_id)}</MsgId><CreDtTm>{created}</CreDtTm></GrpHdr>\n"
        f"<OrgnlGrpInfAndSts><OrgnlMsgId>{escape(report.original_message_id)}</OrgnlMsgId>"
        f"<OrgnlMsgNmId>{escape(report.original_message_name)}</OrgnlMsgNmId>"
        f"{_optional('OrgnlNbOfTxs', report.original_count)}{_optional('OrgnlCtrlSum', report.original_control_sum)}"
        f"{_optional('GrpSts', report.status)}{_reasons(report.reasons)}</OrgnlGrpInfAndSts>\n".encode()
    )
    for payment in report.payments:
        out.write(
            f"<OrgnlPmtInfAndSts><OrgnlPmtInfId>{escape(payment.payment_information_id)}</OrgnlPmtInfId>"
            f"{_optional('PmtInfSts', payment.status)}{_reasons(payment.reasons)}\n".encode()
        )
        for transaction in payment.transactions:
            out.write(
                f"<TxInfAndSts><OrgnlEndToEndId>{escape(transaction.end_to_end_id)}</OrgnlEndToEndId>"
                f"{_optional('OrgnlUETR', transaction.uetr)}{_optional('TxSts', transaction.status)}"
                f"{_reasons(transaction.reasons)}</TxInfAndSts>\n".encode()
            )
        out.write(b"</OrgnlPmtInfAndSts>\n")
    out.write(b"</CstmrPmtStsRpt></Document>\n")


_NS = f"{{{PAIN_002}}}"
_TAGS = ("GrpHdr", "OrgnlGrpInfAndSts", "TxInfAndSts", "OrgnlPmtInfAndSts")


def _refuse(field: str, rule: str, **figures: object) -> PaymentRefused:
    return PaymentRefused(Problem(field, rule, _("Ask the bank for the report again."), figures))


def _text(element: Any, path: str, most: int = 35, required: bool = False) -> str:
    text = str(element.findtext("/".join(_NS + step for step in path.split("/"))) or "").strip()
    field = path.rpartition("/")[2]
    if required and not text:
        raise _refuse(field, _("The report does not say it."))
    if len(text) > most:
        raise _refuse(field, _("The value has {length} characters; at most {most} fit."), length=len(text), most=most)
    return text


def _read_reasons(element: Any) -> tuple[Reason, ...]:
    found = []
    for information in element.findall(f"{_NS}StsRsnInf"):
        code = _text(information, "Rsn/Cd", 4) or _text(information, "Rsn/Prtry")
        words = " ".join(part.text.strip() for part in information.findall(f"{_NS}AddtlInf") if part.text)
        if code or words:
            found.append(Reason(code or "NARR", words[:1000]))
    return tuple(found)


def _read_transaction(element: Any) -> TransactionStatus:
    return TransactionStatus(
        _text(element, "OrgnlEndToEndId", required=True),
        _text(element, "TxSts", 4),
        _read_reasons(element),
        _text(element, "OrgnlUETR", 36),
    )


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise _refuse("CreDtTm", _("{text} is not a time."), text=text) from None
    # ISODateTime may leave the offset out; the bank's clock is then taken as UTC.
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def read_pain002(source: BinaryIO) -> StatusReport:
    """Read a whole report or refuse it whole. Raises `PaymentRefused` with field, rule and remedy."""
    header: dict[str, Any] = {}
    group: dict[str, Any] = {}
    payments: list[PaymentStatus] = []
    transactions: list[TransactionStatus] = []
    for element in elements(source, [_NS + tag for tag in _TAGS], most_bytes=MOST_ANSWER_BYTES):
        match element.tag.removeprefix(_NS):
            case "GrpHdr":
                header = {
                    "message_id": _text(element, "MsgId", required=True),
                    "created": _moment(_text(element, "CreDtTm", required=True)),
                }
            case "OrgnlGrpInfAndSts":
                group = _read_group(element)
            case "TxInfAndSts":
                transactions.append(_read_transaction(element))
            case _:
                payments.append(_read_payment(element, tuple(transactions)))
                transactions = []
    if not header or not group:
        raise _refuse("CstmrPmtStsRpt", _("This is not a pain.002.001.10 status report."))
    answers = [transaction.end_to_end_id for payment in payments for transaction in payment.transactions]
    if len(answers) != len(set(answers)):
        raise _refuse("OrgnlEndToEndId", _("One payment is answered twice in one report."))
    if not group["status"] and not payments:
        raise _refuse("GrpSts", _("The report does not say it."))
    return StatusReport(**header, **group, payments=tuple(payments))


def _read_group(element: Any) -> dict[str, Any]:
    count = _text(element, "OrgnlNbOfTxs", 15)
    control_sum = _text(element, "OrgnlCtrlSum", 20)
    try:
        return {
            "original_message_id": _text(element, "OrgnlMsgId", required=True),
            "original_message_name": _text(element, "OrgnlMsgNmId", required=True),
            "status": _text(element, "GrpSts", 4),
            "reasons": _read_reasons(element),
            "original_count": int(count) if count else None,
            "original_control_sum": Decimal(control_sum) if control_sum else None,
        }
    except (ValueError, InvalidOperation) as error:
        if isinstance(error, PaymentRefused):
            raise
        raise _refuse("OrgnlGrpInfAndSts", _("A count or a sum in it is not a number.")) from None


def _read_payment(element: Any, transactions: tuple[TransactionStatus, ...]) -> PaymentStatus:
    return PaymentStatus(
        _text(element, "OrgnlPmtInfId", required=True),
        _text(element, "PmtInfSts", 4),
        _read_reasons(element),
        transactions,
    )
