"""What each field of a payment may hold: lengths, patterns, check digits, characters.

Sources: ISO 20022 pain.001.001.09 data types (Max35Text, Max34Text, Max140Text, BICFIDec2014Identifier, UUIDv4Identifier);
ISO 13616 (IBAN and its check digits, ISO 7064 mod 97-10); the basic Latin set shared by SWIFT FIN "x" and the European
Payments Council's rule books for identifiers.
"""

import enum
import re
import unicodedata
from collections.abc import Iterator

from madang.core.payments.engine.currencies import LARGEST_AMOUNT, MINOR_UNIT_DIGITS
from madang.core.payments.engine.iso20022 import Account, Agent, CreditTransfer, Initiation, PaymentInformation
from madang.core.payments.engine.problems import Problem
from madang.core.rules.text import _

_BASIC_LATIN = re.compile(r"[A-Za-z0-9/\-?:().,'+ ]*", re.ASCII)
_BIC = re.compile(r"[A-Z0-9]{4}[A-Z]{2}[A-Z0-9]{2}([A-Z0-9]{3})?", re.ASCII)
_IBAN = re.compile(r"[A-Z]{2}[0-9]{2}[A-Z0-9]{1,30}", re.ASCII)
_PURPOSE = re.compile(r"[A-Z]{4}", re.ASCII)
_CLEARING_SYSTEM = re.compile(r"[A-Z]{2,5}", re.ASCII)
# Letters that Unicode does not decompose into a base letter and a mark.
_WITHOUT_DECOMPOSITION = str.maketrans(
    {"đ": "d", "Đ": "D", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "ı": "i", "ß": "ss"}
)


class CharacterSet(enum.Enum):
    """What a clearing system can carry in names and remittance text. Identifiers are always basic Latin."""

    UNICODE = "unicode"
    BASIC_LATIN = "basic Latin"


def to_basic_latin(text: str) -> str | None:
    """The text without accents ("Nguyễn Văn Đức" is "Nguyen Van Duc"), or None if a letter has no Latin form."""
    decomposed = unicodedata.normalize("NFKD", text.translate(_WITHOUT_DECOMPOSITION))
    plain = "".join(character for character in decomposed if not unicodedata.combining(character))
    return plain if _BASIC_LATIN.fullmatch(plain) else None


def tidy_text(text: str) -> str:
    """Unicode NFC with single spaces: the one form in which names and remittance text are written and compared."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def iban_is_sound(iban: str) -> bool:
    """Whether the structure and the check digits of an IBAN hold (ISO 13616, ISO 7064 mod 97-10)."""
    if not _IBAN.fullmatch(iban):
        return False
    return int("".join(str(int(character, 36)) for character in iban[4:] + iban[:4])) % 97 == 1


def check_identifier(field: str, text: str) -> Iterator[Problem]:
    """Identifiers the bank sends back [Max35Text]: 1 to 35 basic Latin characters, no stray slashes."""
    if not 1 <= len(text) <= 35:
        yield Problem(
            field,
            _("An identifier has 1 to {most} characters; this one has {length}."),
            _("Shorten it, or give one."),
            {"most": 35, "length": len(text)},
        )
    elif not _BASIC_LATIN.fullmatch(text) or text != text.strip():
        yield Problem(
            field,
            _("An identifier holds only Latin letters, digits and / - ? : ( ) . , ' +."),
            _("Take the other characters out."),
        )
    elif text.startswith("/") or text.endswith("/") or "//" in text:
        yield Problem(
            field,
            _("An identifier may not begin or end with a slash or hold two in a row."),
            _("Take the slash out."),
        )


def check_text(field: str, text: str, most: int, characters: CharacterSet, required: bool = True) -> Iterator[Problem]:
    """Names and remittance text: printable, at most `most` characters, in the clearing system's character set."""
    tidy = tidy_text(text)
    if required and not tidy:
        yield Problem(field, _("The text is empty."), _("Give the text."))
    if len(tidy) > most:
        yield Problem(
            field,
            _("The text has {length} characters; the message holds {most}."),
            _("Shorten the text."),
            {"length": len(tidy), "most": most},
        )
    if any(unicodedata.category(character) in {"Cc", "Cs", "Cn", "Co"} for character in tidy):
        yield Problem(
            field,
            _("The text holds a control character or one that is not assigned."),
            _("Type the text again."),
        )
    elif characters is CharacterSet.BASIC_LATIN and to_basic_latin(tidy) is None:
        yield Problem(
            field,
            _("The bank's network carries Latin letters only."),
            _("Give the Latin spelling from the passport or the bank book."),
        )


def check_account(field: str, account: Account) -> Iterator[Problem]:
    """Exactly one of IBAN (with sound check digits) and account number [Max34Text, digits, letters, hyphens]."""
    if bool(account.iban) == bool(account.number):
        yield Problem(
            field,
            _("An account has either an IBAN or an account number."),
            _("Give one of the two."),
        )
    elif account.iban and not iban_is_sound(account.iban):
        yield Problem(
            field,
            _("The check digits of the IBAN do not fit."),
            _("Compare it with the bank card or the bank book, letter by letter."),
        )
    elif account.number and not re.fullmatch(r"[0-9A-Za-z](-?[0-9A-Za-z]){0,33}", account.number, re.ASCII):
        yield Problem(
            field,
            _("An account number holds digits, letters and single hyphens."),
            _("Compare it with the bank book."),
        )
    elif len(account.number) > 34:
        yield Problem(
            field,
            _("An account number has at most 34 characters."),
            _("Compare it with the bank book."),
        )


def check_agent(field: str, agent: Agent) -> Iterator[Problem]:
    """A BIC, or a member code; a clearing system only beside a member code."""
    if not agent.bic and not agent.member:
        yield Problem(field, _("The bank is missing."), _("Give its BIC or its bank code."))
    if agent.bic and not _BIC.fullmatch(agent.bic):
        yield Problem(
            field,
            _("A BIC has 8 or 11 capital letters and digits."),
            _("Look the BIC up on the bank's page."),
        )
    if agent.member:
        yield from check_identifier(field, agent.member)
    if agent.clearing_system and not _CLEARING_SYSTEM.fullmatch(agent.clearing_system):
        yield Problem(
            field,
            _("A clearing system's code has 2 to 5 capital letters."),
            _("Take the code from the ISO 20022 external code list, or give the system's name instead."),
        )
    if agent.clearing_system_name:
        yield from check_identifier(field, agent.clearing_system_name)
    if (agent.clearing_system or agent.clearing_system_name) and not agent.member:
        yield Problem(
            field,
            _("A clearing system is named without the bank's code in it."),
            _("Give the bank's code."),
        )
    if agent.clearing_system and agent.clearing_system_name:
        yield Problem(
            field,
            _("The clearing system is named twice."),
            _("Give its code or its name, not both."),
        )


def check_transfer(transfer: CreditTransfer, characters: CharacterSet = CharacterSet.UNICODE) -> list[Problem]:
    """Every rule that one transfer breaks; an empty list means that it can be sent."""
    problems = [*check_identifier("EndToEndId", transfer.end_to_end_id)]
    if transfer.instruction_id:
        problems += check_identifier("InstrId", transfer.instruction_id)
    if transfer.uetr.version != 4:
        problems.append(Problem("UETR", _("The UETR is not a random UUID."), _("Make a new one (version 4).")))
    if transfer.money.currency not in MINOR_UNIT_DIGITS:
        problems.append(
            Problem(
                "Ccy",
                _("The currency {currency} is not known here."),
                _("Use one of: {known}."),
                {"currency": transfer.money.currency, "known": ", ".join(sorted(MINOR_UNIT_DIGITS))},
            )
        )
    if not 0 < transfer.money.amount <= LARGEST_AMOUNT:
        problems.append(
            Problem(
                "InstdAmt",
                _("The amount must be more than zero and have at most 18 digits."),
                _("Leave payments of zero out of the file."),
            )
        )
    problems += check_text("Cdtr/Nm", transfer.creditor_name, 140, characters)
    problems += check_account("CdtrAcct", transfer.creditor_account)
    problems += check_agent("CdtrAgt", transfer.creditor_agent)
    problems += check_text("RmtInf/Ustrd", transfer.remittance, 140, characters, required=False)
    if transfer.purpose and not _PURPOSE.fullmatch(transfer.purpose):
        problems.append(
            Problem(
                "Purp",
                _("A purpose code has four capital letters."),
                _("Take one from the ISO 20022 external code list, for example SSBE."),
            )
        )
    return problems


def check_payment(payment: PaymentInformation, characters: CharacterSet = CharacterSet.UNICODE) -> list[Problem]:
    """Rules for the account that pays; its transfers are checked one by one with `check_transfer`."""
    return [
        *check_identifier("PmtInfId", payment.payment_information_id),
        *check_text("Dbtr/Nm", payment.debtor_name, 140, characters),
        *check_account("DbtrAcct", payment.debtor_account),
        *check_agent("DbtrAgt", payment.debtor_agent),
    ]


def check_initiation(initiation: Initiation, characters: CharacterSet = CharacterSet.UNICODE) -> list[Problem]:
    """Rules for the group header."""
    problems = [
        *check_identifier("MsgId", initiation.message_id),
        *check_text("InitgPty/Nm", initiation.initiating_party, 140, characters),
    ]
    if initiation.created.tzinfo is None:
        problems.append(
            Problem(
                "CreDtTm",
                _("The time of creation does not say its time zone."),
                _("Use a time with its offset from UTC."),
            )
        )
    return problems
