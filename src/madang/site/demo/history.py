"""A little history for the demo town: what some people and officers already did, through the same actions as everybody.

Each part looks first whether it has happened, so that loading the town again does not repeat it. People with a story are
left alone: what they can do is for the visitor to do.
"""

from __future__ import annotations

import datetime as dt

from django.db.models import Exists, OuterRef
from django.utils import timezone

from madang.core.cases.actions.appeal import appeal, appeal_limit
from madang.core.cases.actions.decide import decide
from madang.core.cases.models import Case, CaseState, Decision, Outcome
from madang.core.payments.actions.prepare_payments import prepare_payments
from madang.core.payments.actions.read_bank_answer import read_bank_answer
from madang.core.payments.actions.send_payment_files import send_payment_files
from madang.core.payments.actions.write_payment_files import write_payment_files
from madang.core.payments.models import Instruction, InstructionState, PaymentFile
from madang.core.people.models import Person, User
from madang.core.registers.actions.dispute_fact import dispute_fact
from madang.core.registers.disputes import CORRECTION
from madang.core.registers.models import BankAccount, Guardianship, Income, StayAbroad
from madang.core.services.actions.answer_offer import confirm, decline
from madang.core.services.errors import OfferError
from madang.core.services.models import Confirmation, Offer, OfferState
from madang.site.demo.population import CLOSED_ACCOUNT

CONFIRMATIONS = 24
LEFT_TO_THE_OFFICER = 6

# What invented people wrote, as they wrote it: not texts of the product, so not in its catalogues.
WORDS = {
    "declined": {"en": "We do not need it at present.", "ko": "지금은 필요하지 않습니다."},
    "refused": {
        "en": "The papers do not show the income of the household.",
        "ko": "제출된 서류로는 가구 소득을 확인할 수 없습니다.",
    },
    "granted": {"en": "All conditions are met.", "ko": "모든 요건을 갖추었습니다."},
    "appeal": {
        "en": "I think that the amount was not worked out rightly.",
        "ko": "금액이 잘못 계산된 것 같습니다. 다시 살펴봐 주세요.",
    },
    "not abroad": {
        "en": "I was home again earlier than the register says.",
        "ko": "등록된 날짜보다 먼저 돌아왔습니다.",
    },
    "lower income": {
        "en": "I earned half of what the register says.",
        "ko": "실제 소득은 등록된 금액의 절반입니다.",
    },
}


def make_history(storied: set[int], staff: dict[str, Person]) -> None:
    """Confirmations, a decline, decisions, payments, a rejected payment, an appeal and a dispute. `storied`: persons to leave alone."""
    if not Confirmation.objects.exists():
        _confirm_and_decline(storied)
    officer = User.objects.get(person=staff["supervisor"])
    if not Decision.objects.filter(decided_by__isnull=False).exists():
        _decide(officer)
    if not PaymentFile.objects.exists():
        _pay()
    if not Case.objects.filter(kind="appeal").exists():
        _appeal()
    if not Case.objects.filter(kind=CORRECTION).exists():
        _dispute(storied)


def _confirm_and_decline(storied: set[int]) -> None:
    closed = BankAccount.objects.filter(person=OuterRef("payee"), number__endswith=CLOSED_ACCOUNT)
    offers = list(
        Offer.objects.filter(state=OfferState.OPEN)
        .exclude(payee_id__in=storied)
        .exclude(subject_id__in=storied)
        .annotate(sent_back=Exists(closed))
        .select_related("payee")
        .order_by("-sent_back", "benefit", "pk")
    )
    sent_back = [offer for offer in offers if offer.sent_back][:1]
    ordinary = [offer for offer in offers if not offer.sent_back]
    wanted = min(CONFIRMATIONS, len(ordinary))
    spread = [ordinary[place * len(ordinary) // wanted] for place in range(wanted)]  # of every benefit some
    for offer in [*sent_back, *spread]:
        try:
            confirm(offer.pk, by=offer.payee, idempotency_key=f"demo-{offer.pk}")
        except OfferError as error:
            if error.code != "changed":
                raise
    undecided = Offer.objects.filter(state=OfferState.OPEN).exclude(payee_id__in=storied).select_related("payee").last()
    if undecided is not None:
        decline(undecided.pk, by=undecided.payee, reason=_in(undecided.payee, "declined"))


def _decide(officer: User) -> None:
    """An officer decides what the law leaves to a person: one refusal, the others granted, some left on the list."""
    waiting = Case.objects.filter(kind="benefit", state=CaseState.OPEN).order_by("pk")
    for place, case in enumerate(list(waiting)[:-LEFT_TO_THE_OFFICER]):
        outcome = Outcome.REFUSED if place == 0 else Outcome.GRANTED
        words = "refused" if place == 0 else "granted"
        amount = None if outcome == Outcome.REFUSED else case.data["amount"]
        decide(
            case.pk,
            outcome,
            by=officer,
            amount=amount,
            currency=case.data["currency"],
            reasons=case.facts.get("conditions", []),
            words=_in(case.applicant, words),
            appeal_until=appeal_limit(case),
        )


def _pay() -> None:
    """Prepare this month, send it to the simulated bank, and read its answer."""
    today = timezone.localdate()
    for _batch in prepare_payments(today, today):
        pass
    last = Instruction.objects.filter(state=InstructionState.PREPARED).order_by("-due_on").first()
    if last is None:
        return
    for _file in write_payment_files(today, last.due_on):
        pass
    for _file, answer in send_payment_files():
        if answer is not None:
            with answer.open("rb") as source:
                read_bank_answer(source)
            answer.unlink()


def _appeal() -> None:
    """One person appeals: against the refusal where there is one, else against an amount."""
    decisions = Decision.objects.filter(final=True, case__kind="benefit", appeal_until__gte=timezone.localdate())
    refused = decisions.filter(outcome=Outcome.REFUSED)
    decision = refused.first() or decisions.order_by("-amount", "pk").first()
    if decision is None or decision.case.applicant is None:
        return
    person = decision.case.applicant
    appeal(decision.pk, applicant=person, words=_in(person, "appeal"))


def _dispute(storied: set[int]) -> None:
    """Somebody says that the border register missed their return; where nobody is abroad, that an income is wrong."""
    for stay in StayAbroad.objects.filter(returned=None).exclude(person_id__in=storied).order_by("pk"):
        guardianship = Guardianship.objects.filter(child=stay.person, until=None).select_related("guardian").first()
        applicant = guardianship.guardian if guardianship is not None else stay.person
        if applicant.pk not in storied:
            home = min(stay.left + dt.timedelta(days=30), timezone.localdate())
            words = _in(applicant, "not abroad")
            _disputed(stay, "stay_abroad.returned", words, home.isoformat(), applicant)
            return
    income = Income.objects.filter(amount__gt=0).exclude(person_id__in=storied).order_by("pk").first()
    if income is not None and income.amount is not None:
        words = _in(income.person, "lower income")
        _disputed(income, "income.amount", words, str(income.amount // 2), income.person)


def _disputed(row: StayAbroad | Income, fact: str, words: str, claimed: str, applicant: Person) -> None:
    dispute_fact(row.person, fact, words, claimed=claimed, row_id=row.pk, applicant=applicant)


def _in(person: Person | None, key: str) -> str:
    """What somebody wrote, in the language they write; English where we do not know theirs."""
    words = WORDS[key]
    return words.get(person.language if person is not None else "en", words["en"])
