"""The typed parts of a customer credit transfer initiation, ISO 20022 pain.001.001.09.

Names follow the message definition (Payments Initiation, 2019 edition); the abbreviation of each element stands in brackets.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from madang.core.payments.engine.currencies import Money


@dataclass(frozen=True, slots=True)
class Account:
    """A cash account [CashAccount38]: exactly one of `iban` and `number` [Id/IBAN, Id/Othr/Id]."""

    iban: str = ""
    number: str = ""

    @property
    def identification(self) -> str:
        """The account as the bank knows it, whichever of the two kinds it is."""
        return self.iban or self.number


@dataclass(frozen=True, slots=True)
class Agent:
    """A bank [BranchAndFinancialInstitutionIdentification6]: its BIC, or its member code in a national clearing system.

    `clearing_system` is an ISO external code of up to five letters such as THCBC [ClrSysId/Cd]; a system without one is
    named in `clearing_system_name` [ClrSysId/Prtry].
    """

    bic: str = ""
    member: str = ""
    clearing_system: str = ""
    clearing_system_name: str = ""


@dataclass(frozen=True, slots=True)
class CreditTransfer:
    """One payment to one person [CreditTransferTransaction34].

    `end_to_end_id` [PmtId/EndToEndId] stays the same from the order to the account statement and is never used twice.
    `uetr` [PmtId/UETR] is a random (version 4) UUID, stored with the instruction so that a repeated file repeats it.
    `purpose` [Purp/Cd] is an ISO external purpose code: BENE, GOVT, SSBE, PENS.
    """

    end_to_end_id: str
    uetr: UUID
    money: Money
    creditor_name: str
    creditor_account: Account
    creditor_agent: Agent
    remittance: str = ""
    purpose: str = "SSBE"
    instruction_id: str = ""


@dataclass(frozen=True, slots=True)
class PaymentInformation:
    """All transfers from one account on one day [PaymentInstruction30]. `transfers` may be a one-time iterator."""

    payment_information_id: str
    requested_execution_date: date
    debtor_name: str
    debtor_account: Account
    debtor_agent: Agent
    transfers: Iterable[CreditTransfer]


@dataclass(frozen=True, slots=True)
class Initiation:
    """The whole message [CustomerCreditTransferInitiationV09]. `created` carries its offset from UTC."""

    message_id: str
    created: datetime
    initiating_party: str
    payments: Iterable[PaymentInformation]
