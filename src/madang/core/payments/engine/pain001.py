"""Write and read customer credit transfer initiations, ISO 20022 pain.001.001.09.

A file's header states how many transfers follow and their sum, so the transfers are written to a temporary file first and
copied behind the header: a million of them never stand in memory.
"""

import hashlib
import os
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import chain, islice
from pathlib import Path
from typing import Any, BinaryIO
from uuid import UUID
from xml.sax.saxutils import escape

from madang.core.payments.engine.currencies import Money
from madang.core.payments.engine.field_rules import (
    CharacterSet,
    check_initiation,
    check_payment,
    check_transfer,
    tidy_text,
    to_basic_latin,
)
from madang.core.payments.engine.hostile_xml import elements
from madang.core.payments.engine.iso20022 import Account, Agent, CreditTransfer, Initiation, PaymentInformation
from madang.core.payments.engine.problems import PaymentRefused, Problem
from madang.core.payments.engine.schema import PAIN_001, pain001_schema, validate_pain001
from madang.core.rules.text import _

# Banks state their own limit; this one is below all that we know of.
MOST_TRANSFERS_A_FILE = 50_000


@dataclass(frozen=True, slots=True)
class Written:
    """What went into one message: `control_sum` in whole currency units, as [CtrlSum] states it."""

    message_id: str
    count: int
    control_sum: Decimal
    sha256: str = ""
    path: Path | None = None


def _time(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _agent(agent: Agent) -> str:
    parts = [f"<BICFI>{agent.bic}</BICFI>"] if agent.bic else []
    if agent.member:
        system = ""
        if agent.clearing_system:
            system = f"<ClrSysId><Cd>{agent.clearing_system}</Cd></ClrSysId>"
        elif agent.clearing_system_name:
            system = f"<ClrSysId><Prtry>{escape(agent.clearing_system_name)}</Prtry></ClrSysId>"
        parts.append(f"<ClrSysMmbId>{system}<MmbId>{escape(agent.member)}</MmbId></ClrSysMmbId>")
    return f"<FinInstnId>{''.join(parts)}</FinInstnId>"


def _account(account: Account) -> str:
    if account.iban:
        return f"<Id><IBAN>{account.iban}</IBAN></Id>"
    return f"<Id><Othr><Id>{account.number}</Id><SchmeNm><Cd>BBAN</Cd></SchmeNm></Othr></Id>"


def _text(text: str, characters: CharacterSet) -> str:
    tidy = tidy_text(text)
    return escape((to_basic_latin(tidy) or "") if characters is CharacterSet.BASIC_LATIN else tidy)


def _transfer(transfer: CreditTransfer, characters: CharacterSet) -> str:
    instruction = f"<InstrId>{escape(transfer.instruction_id)}</InstrId>" if transfer.instruction_id else ""
    purpose = f"<Purp><Cd>{transfer.purpose}</Cd></Purp>" if transfer.purpose else ""
    text = _text(transfer.remittance, characters)
    remittance = f"<RmtInf><Ustrd>{text}</Ustrd></RmtInf>" if text else ""
    money = transfer.money
    return (
        f"<CdtTrfTxInf><PmtId>{instruction}<EndToEndId>{escape(transfer.end_to_end_id)}</EndToEndId>"
        f"<UETR>{transfer.uetr}</UETR></PmtId>"
        f'<Amt><InstdAmt Ccy="{money.currency}">{money.decimal()}</InstdAmt></Amt>'
        f"<CdtrAgt>{_agent(transfer.creditor_agent)}</CdtrAgt>"
        f"<Cdtr><Nm>{_text(transfer.creditor_name, characters)}</Nm></Cdtr>"
        f"<CdtrAcct>{_account(transfer.creditor_account)}</CdtrAcct>"
        f"{purpose}{remittance}</CdtTrfTxInf>\n"
    )


@dataclass(slots=True)
class _Body:
    """The transfers of one payment information, spooled to disk, with what its header must state."""

    file: BinaryIO
    count: int = 0
    control_sum: Decimal = Decimal(0)


def _spool(payment: PaymentInformation, file: BinaryIO, characters: CharacterSet, seen: set[str]) -> _Body:
    body = _Body(file)
    for transfer in payment.transfers:
        problems = check_transfer(transfer, characters)
        if transfer.end_to_end_id in seen:
            problems.append(
                Problem(
                    "EndToEndId",
                    _("{id} stands twice in one file."),
                    _("Give every payment its own."),
                    {"id": transfer.end_to_end_id},
                )
            )
        if problems:
            raise PaymentRefused(*(replace(p, field=f"{transfer.end_to_end_id}/{p.field}") for p in problems))
        seen.add(transfer.end_to_end_id)
        body.file.write(_transfer(transfer, characters).encode())
        body.count += 1
        body.control_sum += transfer.money.decimal()
    if not body.count:
        raise PaymentRefused(
            Problem(
                payment.payment_information_id,
                _("There is no payment in it."),
                _("Send a file only when something is due."),
            )
        )
    return body


def write_pain001(initiation: Initiation, out: BinaryIO, characters: CharacterSet = CharacterSet.UNICODE) -> Written:
    """Write one message. Raises `PaymentRefused` with every broken rule before a byte is written."""
    payments = list(initiation.payments)
    problems = check_initiation(initiation, characters)
    for payment in payments:
        problems += check_payment(payment, characters)
    if problems:
        raise PaymentRefused(*problems)
    seen: set[str] = set()
    with ExitStack() as files:
        bodies = [
            _spool(payment, files.enter_context(tempfile.TemporaryFile(prefix="pain001-")), characters, seen)
            for payment in payments
        ]
        count = sum(body.count for body in bodies)
        control_sum = sum((body.control_sum for body in bodies), Decimal(0))
        out.write(
            f'<?xml version="1.0" encoding="UTF-8"?>\n<Document xmlns="{PAIN_001}"><CstmrCdtTrfInitn>\n'
            f"<GrpHdr><MsgId>{escape(initiation.message_id)}</MsgId><CreDtTm>{_time(initiation.created)}</CreDtTm>"
            f"<NbOfTxs>{count}</NbOfTxs><CtrlSum>{control_sum}</CtrlSum>"
            f"<InitgPty><Nm>{_text(initiation.initiating_party, characters)}</Nm></InitgPty></GrpHdr>\n".encode()
        )
        for payment, body in zip(payments, bodies, strict=True):
            out.write(_payment_header(payment, body, characters).encode())
            body.file.seek(0)
            shutil.copyfileobj(body.file, out, 2**20)
            out.write(b"</PmtInf>\n")
        out.write(b"</CstmrCdtTrfInitn></Document>\n")
    return Written(initiation.message_id, count, control_sum)


def _payment_header(payment: PaymentInformation, body: _Body, characters: CharacterSet) -> str:
    return (
        f"<PmtInf><PmtInfId>{escape(payment.payment_information_id)}</PmtInfId><PmtMtd>TRF</PmtMtd>"
        f"<BtchBookg>true</BtchBookg><NbOfTxs>{body.count}</NbOfTxs><CtrlSum>{body.control_sum}</CtrlSum>"
        f"<PmtTpInf><CtgyPurp><Cd>GOVT</Cd></CtgyPurp></PmtTpInf>"
        f"<ReqdExctnDt><Dt>{payment.requested_execution_date.isoformat()}</Dt></ReqdExctnDt>"
        f"<Dbtr><Nm>{_text(payment.debtor_name, characters)}</Nm></Dbtr>"
        f"<DbtrAcct>{_account(payment.debtor_account)}</DbtrAcct>"
        f"<DbtrAgt>{_agent(payment.debtor_agent)}</DbtrAgt><ChrgBr>DEBT</ChrgBr>\n"
    )


class _Hashing:
    """A binary file that keeps the SHA-256 of what was written to it."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.digest = hashlib.sha256()

    def write(self, data: bytes) -> int:
        self.digest.update(data)
        return self._file.write(data)


def write_pain001_file(initiation: Initiation, path: Path, characters: CharacterSet = CharacterSet.UNICODE) -> Written:
    """Write one message to `path`, whole or not at all, and check it against the schema. Raises `PaymentRefused`."""
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, draft = tempfile.mkstemp(prefix=".", suffix=".xml", dir=path.parent)
    try:
        with os.fdopen(descriptor, "w+b") as file:
            hashing = _Hashing(file)
            written = write_pain001(initiation, hashing, characters)  # type: ignore[arg-type] # only write() is used
            file.flush()
            file.seek(0)
            validate_pain001(file)
            os.fsync(file.fileno())
        Path(draft).replace(path)
    except BaseException:
        Path(draft).unlink(missing_ok=True)
        raise
    return replace(written, sha256=hashing.digest.hexdigest(), path=path)


def write_pain001_files(
    payment: PaymentInformation,
    directory: Path,
    initiating_party: str,
    created: datetime,
    message_id: Callable[[int], str],
    characters: CharacterSet = CharacterSet.UNICODE,
    most: int = MOST_TRANSFERS_A_FILE,
) -> Iterator[Written]:
    """Write as many files as the bank's limit asks for; each is on disk before the next begins.

    `message_id(n)` names the n-th message (from 1) and its payment information; the file is called like its message.
    """
    transfers = iter(payment.transfers)
    number = 0
    while (first := next(transfers, None)) is not None:
        number += 1
        name = message_id(number)
        part = replace(payment, payment_information_id=name, transfers=chain([first], islice(transfers, most - 1)))
        yield write_pain001_file(
            Initiation(name, created, initiating_party, [part]), directory / f"{name}.xml", characters
        )


@dataclass(frozen=True, slots=True)
class GroupHeader:
    """What the header of a received message states; the counts are its sender's claim."""

    message_id: str
    created: datetime
    count: int
    control_sum: Decimal | None


@dataclass(frozen=True, slots=True)
class Received:
    """One transfer as read back, with the payment information that it stood in."""

    payment_information_id: str
    requested_execution_date: date
    debtor_account: Account
    transfer: CreditTransfer


_NS = f"{{{PAIN_001}}}"


def _get(element: Any, path: str) -> str:
    return str(element.findtext("/".join(_NS + step for step in path.split("/"))) or "")


def _read_account(element: Any, name: str) -> Account:
    return Account(_get(element, f"{name}/Id/IBAN"), _get(element, f"{name}/Id/Othr/Id"))


def _read_agent(element: Any, name: str) -> Agent:
    base = f"{name}/FinInstnId"
    system = f"{base}/ClrSysMmbId/ClrSysId"
    return Agent(
        _get(element, f"{base}/BICFI"),
        _get(element, f"{base}/ClrSysMmbId/MmbId"),
        _get(element, f"{system}/Cd"),
        _get(element, f"{system}/Prtry"),
    )


def _read_transfer(element: Any) -> CreditTransfer:
    amount = element.find(f"{_NS}Amt/{_NS}InstdAmt")
    return CreditTransfer(
        end_to_end_id=_get(element, "PmtId/EndToEndId"),
        uetr=UUID(_get(element, "PmtId/UETR")),
        money=Money.from_decimal(amount.text, amount.get("Ccy")),
        creditor_name=_get(element, "Cdtr/Nm"),
        creditor_account=_read_account(element, "CdtrAcct"),
        creditor_agent=_read_agent(element, "CdtrAgt"),
        remittance=_get(element, "RmtInf/Ustrd"),
        purpose=_get(element, "Purp/Cd"),
        instruction_id=_get(element, "PmtId/InstrId"),
    )


def read_pain001(source: BinaryIO) -> tuple[GroupHeader, Iterator[Received]]:
    """Read a message that keeps to our schema: its header at once, its transfers one by one. Raises `PaymentRefused`."""
    found = elements(
        source,
        [_NS + tag for tag in ("GrpHdr", "PmtInfId", "ReqdExctnDt", "DbtrAcct", "CdtTrfTxInf")],
        pain001_schema(),
    )
    header = next(found, None)
    if header is None or header.tag != _NS + "GrpHdr":
        raise PaymentRefused(Problem("GrpHdr", _("The group header is missing."), _("Ask the sender for a new file.")))
    control_sum = _get(header, "CtrlSum")
    group = GroupHeader(
        _get(header, "MsgId"),
        datetime.fromisoformat(_get(header, "CreDtTm")),
        int(_get(header, "NbOfTxs")),
        Decimal(control_sum) if control_sum else None,
    )
    return group, _transfers(found)


def _transfers(found: Iterable[Any]) -> Iterator[Received]:
    payment_information_id, day, debtor_account = "", date.min, Account()
    for element in found:
        if element.tag == _NS + "PmtInfId":
            payment_information_id = element.text or ""
        elif element.tag == _NS + "ReqdExctnDt":
            day = date.fromisoformat(_get(element, "Dt"))
        elif element.tag == _NS + "DbtrAcct":
            debtor_account = Account(_get(element, "Id/IBAN"), _get(element, "Id/Othr/Id"))
        else:
            yield Received(payment_information_id, day, debtor_account, _read_transfer(element))
