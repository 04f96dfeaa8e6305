"""Getting back what was paid without a right to it: amounts, interest, the floor, set-off, instalments.

Amounts are integers in the currency's smallest unit. Every figure of the law is a field of `RecoveryRules`, so that a law
pack states it with its source; the article numbers below are those of Korea's Child Allowance Act (Act), its Enforcement
Decree (Decree) and Enforcement Rule (Rule), for which this was written.
"""

import calendar
import enum
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from madang.core.payments.engine.currencies import split_equally


class Cause(enum.Enum):
    """Why there is an overpayment (Act art. 16(1))."""

    FRAUD = "fraud"  # no. 1: false statements or other unlawful means; bears interest
    SUSPENDED = "suspended"  # no. 2: paid for a month in which payment was suspended
    MISTAKE = "mistake"  # no. 3: paid wrongly for any other reason


@dataclass(frozen=True, slots=True)
class RecoveryRules:
    """What a law says about recovery.

    floor: a smaller claim need not be recovered (Act art. 16(4) no. 1, Decree art. 17(3): 3,000 won).
    instalments_from: the smallest claim that may be paid in parts (Rule art. 14(1): 250,000 won).
    most_instalments: (claim from, most parts), ascending (Rule art. 14(3)).
    instalment_months: the longest time between two parts (Rule art. 14(3): 2 months).
    missed_instalments: after so many missed parts all is due at once (Rule art. 14(4): 3).
    notice_days: shortest time to pay after the notice (Decree art. 18(1): 30 days).
    limitation_years: the right lapses (Act art. 20: 5 years).
    """

    floor: int = 0
    instalments_from: int = 0
    most_instalments: tuple[tuple[int, int], ...] = ()
    instalment_months: int = 1
    missed_instalments: int = 1
    notice_days: int = 30
    limitation_years: int = 5


@dataclass(frozen=True, slots=True)
class Overpaid:
    """One month for which more was paid than was due. `paid_on` is the day on which the money went out."""

    month: date
    paid: int
    due: int
    paid_on: date

    @property
    def amount(self) -> int:
        """What was paid too much."""
        return self.paid - self.due


@dataclass(frozen=True, slots=True)
class Claim:
    """What is to come back."""

    principal: int
    interest: int
    lapsed: int
    months: tuple[Overpaid, ...]
    waived: bool

    @property
    def total(self) -> int:
        """Principal and interest, smallest unit; zero when the claim stays below the floor."""
        return 0 if self.waived else self.principal + self.interest


def overpayments(paid: Mapping[date, tuple[int, date]], due: Mapping[date, int]) -> list[Overpaid]:
    """Months for which more was paid than is due; `paid` maps a month to (amount, day of payment).

    Months with too little are arrears, not netted here: setting off is a decision of its own (Act art. 16(2)).
    """
    return [
        Overpaid(month, amount, due.get(month, 0), paid_on)
        for month, (amount, paid_on) in sorted(paid.items())
        if amount > due.get(month, 0)
    ]


def _month_number(day: date) -> int:
    return day.year * 12 + day.month - 1


def interest(principal: int, paid_on: date, noticed_on: date, yearly_rates: Mapping[int, Fraction]) -> int:
    """Interest on one payment, rounded down to the smallest unit (Decree art. 17(2)).

    The months run from the month of payment to the month before the notice, both included. Within a year interest is
    simple, by months, at the rate of the calendar year in which the month lies; after every twelve months it is added to
    the principal. `yearly_rates` holds the average three-year deposit rate on 1 January of each year, such as
    Fraction("0.0325"). Raises `KeyError` when the rate of a year is missing: it is never guessed.
    """
    first, end = _month_number(paid_on), _month_number(noticed_on)
    capital, accrued = Fraction(principal), Fraction(0)
    for elapsed, number in enumerate(range(first, end)):
        if elapsed and elapsed % 12 == 0:
            capital, accrued = capital + accrued, Fraction(0)
        accrued += capital * yearly_rates[number // 12] / 12
    return int(capital + accrued - principal)


def claim(
    months: Iterable[Overpaid],
    cause: Cause,
    noticed_on: date,
    rules: RecoveryRules,
    yearly_rates: Mapping[int, Fraction] | None = None,
) -> Claim:
    """What may be recovered when the notice goes out on `noticed_on`.

    Months whose right has lapsed are left out and counted in `lapsed`. A fraud's claim bears interest and needs
    `yearly_rates`. Below the floor the claim is marked `waived`; interest counts towards the floor, as it is part of the
    amount to be recovered (Rule art. 14(1)).
    """
    everything = sorted(months, key=lambda item: item.month)
    alive = [item for item in everything if add_months(item.paid_on, 12 * rules.limitation_years) > noticed_on]
    principal = sum(item.amount for item in alive)
    bearing = 0
    if cause is Cause.FRAUD:
        if yearly_rates is None:
            raise ValueError("a claim for fraud bears interest: give the yearly rates")
        bearing = sum(interest(item.amount, item.paid_on, noticed_on, yearly_rates) for item in alive)
    return Claim(
        principal,
        bearing,
        sum(item.amount for item in everything) - principal,
        tuple(alive),
        waived=principal + bearing < rules.floor,
    )


@dataclass(frozen=True, slots=True)
class SetOff:
    """How one coming payment is shared between the claim and the person."""

    due_on: date
    due: int
    kept_back: int

    @property
    def paid_out(self) -> int:
        """What the person still receives."""
        return self.due - self.kept_back


def set_off(
    outstanding: int, payments: Iterable[tuple[date, int]], most_share: Fraction = Fraction(1)
) -> tuple[list[SetOff], int]:
    """Set a claim off against coming payments of the same benefit (Act art. 16(2)); answers the plan and the rest.

    `payments` are (day, amount). `most_share` limits what may be kept back from each, rounded down in the person's favour.
    """
    plan = []
    for due_on, due in sorted(payments):
        kept_back = min(outstanding, int(due * most_share))
        outstanding -= kept_back
        plan.append(SetOff(due_on, due, kept_back))
    return plan, outstanding


@dataclass(frozen=True, slots=True)
class Instalment:
    """One part of a claim and the last day to pay it."""

    due_on: date
    amount: int


def most_instalments(amount: int, rules: RecoveryRules) -> int:
    """Into how many parts a claim may be split; 1 when it must be paid at once."""
    if amount < rules.instalments_from:
        return 1
    return max((parts for least, parts in rules.most_instalments if amount >= least), default=1)


def instalments(
    amount: int, parts: int, first_due: date, rules: RecoveryRules, every_months: int = 1
) -> list[Instalment]:
    """Split a claim into equal parts, exact to the unit. Raises `ValueError` beyond what the rules allow."""
    most = most_instalments(amount, rules)
    if not 1 <= parts <= most:
        raise ValueError(f"a claim of {amount} may be paid in at most {most} parts, not {parts}")
    if not 1 <= every_months <= rules.instalment_months:
        raise ValueError(f"parts may lie at most {rules.instalment_months} months apart, not {every_months}")
    return [
        Instalment(add_months(first_due, index * every_months), part)
        for index, part in enumerate(split_equally(amount, parts))
    ]


def all_due_at_once(missed: int, rules: RecoveryRules) -> bool:
    """Whether so many parts were missed that the whole rest may be asked for (Rule art. 14(4))."""
    return missed >= rules.missed_instalments


def add_months(day: date, months: int) -> date:
    """The same day so many months later, or the last of that month where it has no such day."""
    year, month = divmod(_month_number(day) + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
