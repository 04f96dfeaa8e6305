"""What awards are worth this month becomes payment instructions, arrears and overpayments included.

The rules say for every period since the award began what it is worth as known today; the instructions say what was ordered
for it. The difference is paid or claimed back, so running it again, or after a law changed backwards, is always right.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from uuid import uuid4

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_noop

from madang.core.cases.actions.open_case import open_case
from madang.core.cases.models import Case, CaseState
from madang.core.payments.accounts import account_to_pay
from madang.core.payments.actions.open_overpayment import OverpaidPeriod, claimed_before, open_overpayment
from madang.core.payments.actions.reject_payment import reject_payment
from madang.core.payments.engine.pay_day import Shift, pay_day
from madang.core.payments.engine.recovery import add_months
from madang.core.payments.engine.status_reasons import NO_ACCOUNT
from madang.core.payments.models import Instruction, InstructionState
from madang.core.payments.payers import payers_of
from madang.core.payments.recovered import may_be_kept_back, settle
from madang.core.people.models import Organisation
from madang.core.registers.facts import facts_for
from madang.core.rules import Benefit, Facts, Period
from madang.core.services.models import Award, AwardState
from madang.core.services.packs import active_pack

PURPOSE = gettext_noop("Working out what is due to you this month")
BATCH = 500
# Where a law sets no day of payment.
_USUAL_DAY, _USUAL_SHIFT = 25, Shift.BEFORE
# After five years neither side can claim anything (Child Allowance Act art. 20).
_MONTHS_UNTIL_LAPSED = 60
# Orders that have not left the house and may still be corrected.
_STILL_OURS = (InstructionState.PREPARED, InstructionState.REJECTED)


@dataclass
class Prepared:
    """What one batch of awards came to."""

    awards: int = 0
    instructions: int = 0
    amount: int = 0
    corrected: int = 0
    overpaid: int = 0
    held: int = 0
    without_account: int = 0


@dataclass
class _Batch:
    """One batch while it is worked on."""

    benefit: Benefit
    month: dt.date
    due_on: dt.date
    payers: dict[int, Organisation]
    tally: Prepared = field(default_factory=Prepared)
    new: list[Instruction] = field(default_factory=list)
    changed: list[Instruction] = field(default_factory=list)

    @property
    def label(self) -> str:
        """The run's own period: 2026-05."""
        return f"{self.month:%Y-%m}"


def awards_to_prepare(month: dt.date) -> int:
    """How many awards a run for this month looks at."""
    return _awards([benefit.name for benefit in active_pack().benefits], month).count()


def prepare_payments(month: dt.date, today: dt.date) -> Iterator[Prepared]:
    """Prepare what is due for the month in which `month` lies; yields after each batch, which is one transaction.

    Stopping in between loses nothing: the next run goes on. Payments whose pay day has passed are due on the next working
    day from `today`.
    """
    first = month.replace(day=1)
    for benefit in active_pack().benefits:
        due_on = _due_on(benefit, first, today)
        last_pk = 0
        while True:
            with transaction.atomic():
                found = _awards([benefit.name], first).filter(pk__gt=last_pk).order_by("pk")
                awards = list(found.select_for_update(of=("self",)).select_related("case", "subject", "payee")[:BATCH])
                if not awards:
                    break
                last_pk = awards[-1].pk
                batch = _Batch(benefit, first, due_on, payers_of(benefit, [one.subject_id for one in awards], first))
                _prepare(batch, awards, today)
            yield batch.tally


def _awards(benefits: Sequence[str], month: dt.date) -> QuerySet[Award]:
    """Awards begun by that month: running, suspended (what was paid meanwhile comes back), or ended and not yet lapsed."""
    lapsed = Q(state=AwardState.ENDED, to_month__lt=add_months(month, -_MONTHS_UNTIL_LAPSED))
    return Award.objects.filter(benefit__in=benefits, from_month__lt=add_months(month, 1)).exclude(lapsed)


def _due_on(benefit: Benefit, month: dt.date, today: dt.date) -> dt.date:
    calendar = active_pack().calendar
    terms = benefit.pay_day
    day, shift = (terms.day, Shift(terms.if_not_working_day)) if terms else (_USUAL_DAY, _USUAL_SHIFT)
    due_on = pay_day(month, day, shift, calendar)
    while due_on < today or not (calendar.is_working_day(due_on) or shift is Shift.SAME):
        due_on = max(due_on + dt.timedelta(days=1), today)
    return due_on


def _prepare(batch: _Batch, awards: Sequence[Award], today: dt.date) -> None:
    facts = facts_for(
        [award.subject_id for award in awards],
        benefit=batch.benefit,
        purpose=PURPOSE,
        legal_basis=batch.benefit.law.name,
        reference=f"payments:{batch.label}",
    )
    ordered = _ordered(awards)
    claimed = claimed_before([_reference(award) for award in awards])
    for award in awards:
        batch.tally.awards += 1
        reference = _reference(award)
        overpaid = []
        for start, due, payee_id in _due(batch, award, facts, today):
            label = _label(batch.benefit, start)
            excess = _compare(batch, award, start, due, payee_id, ordered[reference][label])
            excess -= claimed.get((reference, label), 0)
            if excess > 0:
                overpaid.append(OverpaidPeriod(label, paid=due + excess, due=due))
        if overpaid:
            payer = batch.payers[award.subject_id]
            open_overpayment(award, overpaid, batch.benefit, payer, today)
            batch.tally.overpaid += sum(period.excess for period in overpaid)
    _store(batch, today)


def _reference(award: Award) -> str:
    return f"award:{award.pk}"


def _label(benefit: Benefit, start: dt.date) -> str:
    return {Period.MONTH: f"{start:%Y-%m}", Period.YEAR: f"{start:%Y}", Period.ONCE: "once"}[benefit.period]


def _ordered(awards: Sequence[Award]) -> dict[str, dict[str, list[Instruction]]]:
    """What was ordered under each award, by the period it is for (arrears belong to the period they make good)."""
    ordered: dict[str, dict[str, list[Instruction]]] = defaultdict(lambda: defaultdict(list))
    for instruction in Instruction.objects.filter(reference__in=[_reference(award) for award in awards]).order_by("pk"):
        period = instruction.period.rstrip("+")
        ordered[instruction.reference][period.rpartition("arrears-")[2]].append(instruction)
    return ordered


def _due(batch: _Batch, award: Award, facts: Facts, today: dt.date) -> Iterator[tuple[dt.date, int, int]]:
    """(first day, amount due, payee) of every period of the award up to the run's month; an unknown one is held."""
    benefit = batch.benefit
    if benefit.period is Period.ONCE:
        yield award.from_month, int(award.case.data["amount"]), award.payee_id
        return
    for outcome in benefit.months(facts, award.subject_id, award.from_month, batch.month, today):
        if outcome.verdict is None or outcome.amount is None:
            batch.tally.held += 1
            _hold(batch, award, _label(benefit, outcome.period_start))
        else:
            yield outcome.period_start, outcome.amount, outcome.payee or award.payee_id


def _compare(
    batch: _Batch, award: Award, start: dt.date, due: int, payee_id: int, orders: Sequence[Instruction]
) -> int:
    """Order what is missing for a period, cut what has not left yet; answers what was paid too much."""
    live = [order for order in orders if order.state != InstructionState.CANCELLED]
    difference = due - sum(order.amount for order in live)
    if difference > 0 and not _may_order(award, start):
        return 0
    if difference > 0:
        _order(batch, award, _label(batch.benefit, start), difference, payee_id, orders)
        return 0
    for order in reversed(live):
        if difference < 0 and order.state in _STILL_OURS and order.file_id is None:
            cut = min(-difference, order.amount)
            difference += cut
            order.amount -= cut
            order.set_off = min(order.set_off, order.amount)
            if not order.amount:
                order.state = InstructionState.CANCELLED
            batch.changed.append(order)
    return -difference


def _may_order(award: Award, start: dt.date) -> bool:
    """An award that has ended still makes good its own months; later ones belong to a new award."""
    return award.state != AwardState.ENDED or (award.to_month is not None and start <= award.to_month)


def _order(batch: _Batch, award: Award, label: str, amount: int, payee_id: int, orders: Sequence[Instruction]) -> None:
    wanted = label if label in {batch.label, "once"} and not orders else f"{batch.label}/arrears-{label}"
    taken = {order.period: order for order in orders}
    open_order = taken.get(label if label in {batch.label, "once"} else wanted)
    if open_order is not None and open_order.file_id is None:
        if open_order.state == InstructionState.CANCELLED:
            open_order.state, open_order.end_to_end_id = InstructionState.PREPARED, uuid4().hex
        if open_order.state == InstructionState.PREPARED:
            open_order.amount += amount
            batch.changed.append(open_order)
            return
    while wanted in taken:
        wanted += "+"
    batch.new.append(
        Instruction(
            service=award.benefit,
            reference=_reference(award),
            period=wanted,
            payee_id=payee_id,
            subject_id=award.subject_id,
            payer=batch.payers[award.subject_id],
            amount=amount,
            currency=award.currency,
            due_on=batch.due_on,
            end_to_end_id=uuid4().hex,
        )
    )


def _hold(batch: _Batch, award: Award, label: str) -> None:
    reference = f"{_reference(award)}/{label}"
    if Case.objects.filter(kind="payment-held", reference=reference).exclude(state=CaseState.DECIDED).exists():
        return
    open_case(
        "payment-held",
        service=award.benefit,
        title=gettext_noop("Payment held: {title}"),
        title_values={"title": batch.benefit.title, "values": {}},
        organisation=batch.payers[award.subject_id],
        subject=award.subject,
        applicant=award.payee,
        exception=gettext_noop("A fact is missing, so nobody can say whether it is due. Complete the register."),
        reference=reference,
    )


def _store(batch: _Batch, today: dt.date) -> None:
    fields = ["amount", "set_off", "state", "end_to_end_id"]
    Instruction.objects.bulk_update(batch.changed, fields, batch_size=500)
    batch.tally.corrected = len(batch.changed)
    if not batch.new:
        return
    accounts = account_to_pay(
        [order.payee_id for order in batch.new],
        today,
        legal_basis=batch.benefit.law.name,
        reference=f"payments:{batch.label}",
    )
    kept = may_be_kept_back({order.payee_id for order in batch.new}, batch.benefit.name, batch.due_on)
    for order in batch.new:
        order.bank, order.account = accounts.get(order.payee_id, ("", ""))
        order.set_off = min(kept.get(order.payee_id, 0), order.amount)
        if order.set_off:
            kept[order.payee_id] -= order.set_off
    Instruction.objects.bulk_create(batch.new, batch_size=500)
    batch.tally.instructions = len(batch.new)
    batch.tally.amount = sum(order.amount for order in batch.new)
    for order in batch.new:
        if not order.paid_out:
            settle([order])
        elif not order.account:
            reject_payment(order, NO_ACCOUNT)
            batch.tally.without_account += 1
