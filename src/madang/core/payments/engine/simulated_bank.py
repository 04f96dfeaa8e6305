"""A SIMULATED bank for demonstration, training and tests. No money moves.

It reads pain.001 as a bank would and answers pain.002. What it does depends on the last three digits of the creditor's
account, so that every outcome can be shown at will and always in the same way:

    …990  rejected AC01, no such account          …995  rejected RR04, a legal rule
    …991  rejected AC04, account closed           …996  rejected MS03, no reason given
    …992  rejected AC06, account blocked          …997  pending first (PDNG), settled on the day
    …993  rejected BE01, another person's name    …998  accepted first, rejected AC04 on the day
    …994  rejected MD07, account holder died      every other ending: accepted, settled on the day

A debtor's account ending in 994 holds no money: the whole file is rejected with AM04. A message identifier that came
before is refused with DU01, a file that breaks the structure with FF01, wrong totals with AM10 or AM18.
"""

import hashlib
from collections.abc import Iterable, MutableSet
from datetime import datetime
from decimal import Decimal
from typing import BinaryIO

from madang.core.payments.engine.pain001 import GroupHeader, Received, read_pain001
from madang.core.payments.engine.pain002 import PaymentStatus, Reason, StatusReport, TransactionStatus
from madang.core.payments.engine.problems import PaymentRefused

REJECTED_AT_ONCE = {
    "990": "AC01",
    "991": "AC04",
    "992": "AC06",
    "993": "BE01",
    "994": "MD07",
    "995": "RR04",
    "996": "MS03",
}
PENDING_ENDING = "997"
REJECTED_ON_THE_DAY = {"998": "AC04"}
EMPTY_DEBTOR_ENDING = "994"


class SimulatedBank:
    """Receives messages and, on the day of payment, reports what was settled.

    `messages` are the identifiers already received; the caller keeps them between calls (a set, or one backed by a file).
    """

    def __init__(self, messages: MutableSet[str]) -> None:
        self._messages = messages

    def receive(self, source: BinaryIO, now: datetime) -> StatusReport:
        """The bank's first answer: what is accepted, what is rejected. Transfers whose day has come settle at once."""
        return self._answer(source, now, first=True)

    def settle(self, source: BinaryIO, now: datetime) -> StatusReport:
        """The bank's second answer, on or after the day of payment: what was paid in the end."""
        return self._answer(source, now, first=False)

    def _answer(self, source: BinaryIO, now: datetime, first: bool) -> StatusReport:
        header: GroupHeader | None = None
        try:
            header, transfers = read_pain001(source)
            received = list(transfers)
        except PaymentRefused as refusal:
            original = header.message_id if header else "NOTPROVIDED"
            return self._refuse(original, now, "FF01", refusal.problems[0].sentence())
        if first:
            if header.message_id in self._messages:
                return self._refuse(header.message_id, now, "DU01")
            self._messages.add(header.message_id)
        if header.count != len(received):
            return self._refuse(header.message_id, now, "AM18")
        total = sum((item.transfer.money.decimal() for item in received), Decimal(0))
        if header.control_sum is not None and header.control_sum != total:
            return self._refuse(header.message_id, now, "AM10")
        if any(item.debtor_account.identification.endswith(EMPTY_DEBTOR_ENDING) for item in received):
            return self._refuse(header.message_id, now, "AM04")
        return self._report(header, received, now, first)

    def _refuse(self, original: str, now: datetime, code: str, words: str = "") -> StatusReport:
        return StatusReport(_report_id(original, now, code), now, original, "RJCT", (Reason(code, words),))

    def _report(self, header: GroupHeader, received: list[Received], now: datetime, first: bool) -> StatusReport:
        batches: dict[str, list[TransactionStatus]] = {}
        for item in received:
            due = item.requested_execution_date <= now.date()
            batches.setdefault(item.payment_information_id, []).append(_status(item, settled=due, first=first))
        payments = tuple(PaymentStatus(name, _summary(batch), (), tuple(batch)) for name, batch in batches.items())
        return StatusReport(
            _report_id(header.message_id, now, "first" if first else "second"),
            now,
            header.message_id,
            _summary(status for batch in batches.values() for status in batch),
            (),
            payments,
            original_count=header.count,
            original_control_sum=header.control_sum,
        )


def _status(item: Received, settled: bool, first: bool) -> TransactionStatus:
    ending = item.transfer.creditor_account.identification[-3:]
    code = REJECTED_AT_ONCE.get(ending) or (REJECTED_ON_THE_DAY.get(ending) if settled and not first else None)
    if code:
        status = "RJCT"
    elif settled and not (first and ending in {PENDING_ENDING, *REJECTED_ON_THE_DAY}):
        status = "ACSC"
    else:
        status = "PDNG" if ending == PENDING_ENDING else "ACCP"
    reasons = (Reason(code, "simulated bank"),) if code else ()
    return TransactionStatus(item.transfer.end_to_end_id, status, reasons, str(item.transfer.uetr))


def _summary(statuses: Iterable[TransactionStatus]) -> str:
    """Group status: the common status of all, else PART if some were rejected, else ACCP."""
    found = {item.status for item in statuses}
    if len(found) == 1:
        return found.pop()
    return "PART" if "RJCT" in found else "ACCP"


def _report_id(original: str, now: datetime, what: str) -> str:
    return "SIM-" + hashlib.sha256(f"{original} {now.isoformat()} {what}".encode()).hexdigest()[:28]
