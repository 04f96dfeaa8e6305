"""What a bank's reason code means in plain words, and who does what next.

Source: ISO 20022 external code set, ExternalStatusReason1Code. The sentences are ours; the codes we do not list get the
general answer, so that no rejected payment is ever left without a next step.
"""

import enum
from dataclasses import dataclass

from madang.core.rules.text import _


class Actor(enum.Enum):
    """Who has to act before the payment can go out again."""

    PERSON = "person"
    OFFICER = "officer"
    TREASURY = "treasury"


@dataclass(frozen=True, slots=True)
class StatusReason:
    """A reason in plain words. `meaning` and `remedy` are translatable sentences."""

    code: str
    meaning: str
    remedy: str
    actor: Actor


# Ours, not the bank's: no payment could be sent, because the account register holds no account of the person.
NO_ACCOUNT = "NOAC"

_NEW_ACCOUNT = _("Give us another account in your name; we then pay at once.")
_ASK_THE_BANK = _("Ask the bank what it needs, then pay again or take another account.")
_MEND_THE_FILE = _("Do not send the file again as it is. Find the cause, then prepare a new file.")
_NOTHING_LOST = _("Compare with the account statement before paying anything again.")

_REASONS = [
    StatusReason(NO_ACCOUNT, _("We know no account of the person."), _NEW_ACCOUNT, Actor.PERSON),
    StatusReason("AC01", _("There is no account with this number."), _NEW_ACCOUNT, Actor.PERSON),
    StatusReason("AC03", _("There is no account with this number."), _NEW_ACCOUNT, Actor.PERSON),
    StatusReason("AC04", _("The account is closed."), _NEW_ACCOUNT, Actor.PERSON),
    StatusReason("AC07", _("The account is closed."), _NEW_ACCOUNT, Actor.PERSON),
    StatusReason("AC06", _("The account is blocked."), _NEW_ACCOUNT, Actor.PERSON),
    StatusReason("AG01", _("This kind of account may not receive the payment."), _NEW_ACCOUNT, Actor.PERSON),
    StatusReason("CURR", _("The account does not take this currency."), _NEW_ACCOUNT, Actor.PERSON),
    StatusReason(
        "BE01",
        _("The name on the account is not the name of the person."),
        _("Compare the name in the register with the account holder; ask the person for proof or for another account."),
        Actor.OFFICER,
    ),
    StatusReason(
        "MD07",
        _("The bank says that the account holder has died."),
        _("Check the civil register. If it is so, end the award and see who may claim what is unpaid."),
        Actor.OFFICER,
    ),
    StatusReason("RC01", _("The bank code is wrong."), _("Correct the bank in the account register."), Actor.OFFICER),
    StatusReason("CNOR", _("The receiving bank cannot be reached."), _NEW_ACCOUNT, Actor.PERSON),
    StatusReason("RR04", _("A legal rule stops the payment."), _ASK_THE_BANK, Actor.OFFICER),
    StatusReason("MS02", _("The account holder refused the payment and gave no reason."), _ASK_THE_BANK, Actor.OFFICER),
    StatusReason("MS03", _("The bank gave no reason."), _ASK_THE_BANK, Actor.OFFICER),
    StatusReason("NARR", _("The bank gave its reason in its own words."), _ASK_THE_BANK, Actor.OFFICER),
    StatusReason(
        "AM04",
        _("The paying account did not hold enough money."),
        _("Fund the account, then pay again."),
        Actor.TREASURY,
    ),
    StatusReason("AM01", _("The amount is zero."), _MEND_THE_FILE, Actor.TREASURY),
    StatusReason("AM02", _("The amount is above the bank's limit."), _ASK_THE_BANK, Actor.TREASURY),
    StatusReason("AM03", _("The bank does not pay in this currency."), _MEND_THE_FILE, Actor.TREASURY),
    StatusReason("AM05", _("The bank already has this payment."), _NOTHING_LOST, Actor.TREASURY),
    StatusReason("DUPL", _("The bank already has this payment."), _NOTHING_LOST, Actor.TREASURY),
    StatusReason("DU01", _("The bank already has this file."), _NOTHING_LOST, Actor.TREASURY),
    StatusReason("DU02", _("The bank already has this batch."), _NOTHING_LOST, Actor.TREASURY),
    StatusReason("DU04", _("The bank already has this payment."), _NOTHING_LOST, Actor.TREASURY),
    StatusReason("AM10", _("The total in the file is not the sum of its payments."), _MEND_THE_FILE, Actor.TREASURY),
    StatusReason("AM18", _("The file does not hold as many payments as it states."), _MEND_THE_FILE, Actor.TREASURY),
    StatusReason("DT01", _("The day of payment is not possible."), _MEND_THE_FILE, Actor.TREASURY),
    StatusReason("TM01", _("The file came after the bank's closing time."), _MEND_THE_FILE, Actor.TREASURY),
    StatusReason("FF01", _("The bank cannot read the file."), _MEND_THE_FILE, Actor.TREASURY),
]
STATUS_REASONS = {reason.code: reason for reason in _REASONS}


def explain_reason(code: str) -> StatusReason:
    """The reason for a code; one that is not listed is answered with its code kept and the general next step."""
    known = STATUS_REASONS.get(code)
    return known or StatusReason(code, _("The bank refused the payment."), _ASK_THE_BANK, Actor.OFFICER)
