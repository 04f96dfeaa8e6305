"""Believable orders for the tests of this block."""

import datetime as dt
import io
import uuid
from collections.abc import Iterable

from madang.core.payments.engine.currencies import Money
from madang.core.payments.engine.iso20022 import Account, Agent, CreditTransfer, Initiation, PaymentInformation
from madang.core.payments.engine.pain001 import write_pain001

CREATED = dt.datetime(2026, 5, 20, 9, 0, tzinfo=dt.UTC)
PAY_DAY = dt.date(2026, 5, 22)


def transfer(number: int = 1, **changes: object) -> CreditTransfer:
    fields: dict[str, object] = {
        "end_to_end_id": f"202605-{number:08d}",
        "uetr": uuid.uuid5(uuid.NAMESPACE_URL, f"order {number}"),
        "money": Money(100_000, "KRW"),
        "creditor_name": "김하늘",
        "creditor_account": Account(number=f"110-{number:06d}"),
        "creditor_agent": Agent(bic="SHBKKRSE"),
        "remittance": "아동수당 2026-05",
    } | changes
    # Version 4, but the same in every run.
    fields["uetr"] = uuid.UUID(int=fields["uetr"].int, version=4) if "uetr" not in changes else changes["uetr"]
    return CreditTransfer(**fields)


def payment(transfers: Iterable[CreditTransfer], **changes: object) -> PaymentInformation:
    fields: dict[str, object] = {
        "payment_information_id": "CHILD-2026-05",
        "requested_execution_date": PAY_DAY,
        "debtor_name": "해솔군",
        "debtor_account": Account(number="301-0000-0001"),
        "debtor_agent": Agent(member="011", clearing_system_name="KFTC"),
        "transfers": transfers,
    } | changes
    return PaymentInformation(**fields)


def initiation(*payments: PaymentInformation, message_id: str = "HAESOL-2026-05-1", **changes: object) -> Initiation:
    fields: dict[str, object] = {
        "message_id": message_id,
        "created": CREATED,
        "initiating_party": "해솔군",
        "payments": list(payments),
    } | changes
    return Initiation(**fields)


def message(*transfers: CreditTransfer, message_id: str = "HAESOL-2026-05-1", **changes: object) -> bytes:
    out = io.BytesIO()
    write_pain001(initiation(payment(transfers, **changes), message_id=message_id), out)
    return out.getvalue()
