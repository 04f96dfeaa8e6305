"""Two years of a complaints office in a minute: made-up histories with transfers, reopenings and agencies that stay silent.

For trying out terms before they become law (`madang complaints clocks simulate`), and for proving the clocks.
"""

from __future__ import annotations

import datetime as dt
import random
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from madang.systems.complaints.engine.clocks import ClockRule, Rule, Step, Verb, WorkingDays, clocks, escalations

DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Behaviour:
    """How people behave, as shares of 1 unless said otherwise. slowness: mean time of an answer, in lengths of its term."""

    severities: tuple[tuple[int, float], ...] = ((2, 0.1), (5, 0.3), (14, 0.5), (60, 0.1))
    forwarded_at_once: float = 0.7
    never_forwarded: float = 0.02
    transferred: float = 0.25
    accepted: float = 0.75
    silent: float = 0.08
    recategorised: float = 0.06
    answered_twice: float = 0.05
    replied: float = 0.1
    closed_by_officer: float = 0.2
    reopened: float = 0.1
    joined: float = 0.06
    slowness: float = 0.8
    most_rounds: int = 4


class _Life:
    """One report, lived day by day."""

    def __init__(self, chance: random.Random, how: Behaviour, day: dt.date, closing: int, days: WorkingDays) -> None:
        self.chance, self.how, self.day, self.closing, self.days = chance, how, day, closing, days
        severities, shares = zip(*how.severities, strict=True)
        self.severity = chance.choices(severities, shares)[0]
        self.steps = [Step(day, Verb.RECEIVED, self.severity)]

    def happens(self, share: float) -> bool:
        return self.chance.random() < share

    def later(self, mean: float) -> None:
        """Let some days pass, often none."""
        self.day += dt.timedelta(days=int(self.chance.expovariate(1 / mean)))

    def say(self, verb: Verb, severity: int | None = None) -> None:
        self.steps.append(Step(self.day, verb, severity))

    def live(self) -> list[Step]:
        if self.happens(self.how.never_forwarded):
            return self.steps
        if not self.happens(self.how.forwarded_at_once):
            self.later(2.5)
        self.say(Verb.FORWARDED)
        for _ in range(self.how.most_rounds):
            if not self.round():
                break
        return self.steps

    def round(self) -> bool:
        """From being with an agency to the end; whether the matter came up again."""
        while self.happens(self.how.transferred):
            self.later(4)
            self.say(Verb.FORWARDED)
        if self.happens(self.how.recategorised):
            self.severity = self.chance.choice(self.how.severities)[0]
            self.later(2)
            self.say(Verb.RECATEGORISED, self.severity)
        if self.happens(self.how.joined):
            self.later(3)
            self.say(Verb.JOINED)
            return self.again(0.1)
        if self.happens(self.how.silent):
            return False
        if self.happens(self.how.accepted):
            self.later(4)
            self.say(Verb.ACCEPTED)
            while self.happens(self.how.transferred / 2):
                self.later(4)
                self.say(Verb.FORWARDED)
            if self.happens(0.05):
                self.later(3)
                self.say(Verb.REOPENED)  # by somebody who does not know that it is not answered yet
        self.later(self.how.slowness * self.severity * 7 / 5)
        self.say(Verb.ANSWERED)
        return self.after_the_answer()

    def after_the_answer(self) -> bool:
        closes = self.days.after(self.day, self.closing) + DAY
        while self.happens(self.how.answered_twice):
            self.later(3)
            if self.day >= closes:
                self.day = closes - DAY
            self.say(Verb.ANSWERED)
            closes = self.days.after(self.day, self.closing) + DAY
        if self.happens(self.how.replied):
            self.later(5)
            if self.day < closes:
                self.say(Verb.REPLIED)
                return True
        if self.day < closes and self.happens(self.how.closed_by_officer):
            self.later(4)
        if self.day >= closes or not self.happens(self.how.closed_by_officer):
            self.day = closes
        self.say(Verb.CLOSED)
        return self.again(self.how.reopened)

    def again(self, share: float) -> bool:
        if not self.happens(share):
            return False
        self.later(20)
        self.say(Verb.REOPENED)
        return True


def histories(
    reports: int,
    first: dt.date,
    last: dt.date,
    closing: int,
    days: WorkingDays,
    seed: int = 0,
    how: Behaviour = Behaviour(),
) -> Iterator[list[Step]]:
    """As many histories, received evenly from `first` to `last` and cut after `last`. closing: working days until one closes."""
    chance = random.Random(seed)  # noqa: S311 (a simulation)
    for _ in range(reports):
        day = first + dt.timedelta(days=chance.randrange((last - first).days + 1))
        yield [step for step in _Life(chance, how, day, closing, days).live() if step.on <= last]


@dataclass
class Outcome:
    """What the clocks did. started, late, running: by rule. heard: late clocks by who heard of them.

    unheard: late clocks of which nobody heard. restarted: reports whose clocks re-routing changed. Both must be none.
    """

    reports: int = 0
    started: Counter[Rule] = field(default_factory=Counter)
    late: Counter[Rule] = field(default_factory=Counter)
    running: Counter[Rule] = field(default_factory=Counter)
    heard: Counter[str] = field(default_factory=Counter)
    unheard: int = 0
    restarted: int = 0
    transfers: int = 0
    reopened: int = 0


def outcome(lives: Iterable[Sequence[Step]], rules: Sequence[ClockRule], days: WorkingDays, today: dt.date) -> Outcome:
    """Tell the clocks of every history and count; `today` is the day on which it is looked."""
    found = Outcome()
    for life in lives:
        states = clocks(life, rules, days)
        found.reports += 1
        found.reopened += max(state.round for state in states)
        direct = without_transfers(life)
        found.transfers += len(life) - len(direct)
        found.restarted += len(direct) < len(life) and clocks(direct, rules, days) != states
        for state in states:
            found.started[state.rule] += 1
            found.running[state.rule] += state.running
            if state.rule is not Rule.CLOSING and state.late(today):
                found.late[state.rule] += 1
                heard = escalations(state, today, days)
                found.heard.update(to for to, _ in heard)
                found.unheard += not heard
    return found


def without_transfers(life: Sequence[Step]) -> list[Step]:
    """The same history had the first agency kept the report."""
    kept: list[Step] = []
    forwarded = False
    for step in life:
        if step.verb is Verb.FORWARDED and forwarded:
            continue
        forwarded = forwarded or step.verb is Verb.FORWARDED
        kept.append(step)
    return kept
