"""The clocks of a report: by when it must be forwarded, followed up, answered and closed, on working days.

Law: rules are dated (`ClockRule`); the version in force on the day a clock starts holds until it ends. The day of the start
does not count. Four clocks, after SP4N-LAPOR! (Indonesia, Ministerial Regulation PANRB 62/2018):

- forward: from receipt until an agency has the report;
- follow_up: from the first forwarding until the agency says what it will do;
- answer: from receipt until the answer in plain words; its length is the severity of the category;
- closing: from the last answer until the report closes itself because the reporter does not reply.

A report that is re-routed keeps all its clocks: the second agency has what the first one left. A change of category can bring an
answer nearer (to the next working day at the earliest), never put it off. A new round of follow_up and answer begins only when an answered report is replied to, or an
answered, closed or joined one is reopened; reopening one that still waits for its answer changes nothing.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum


class Verb(StrEnum):
    """What happened to a report, as far as clocks care. Other verbs of a history leave clocks alone."""

    RECEIVED = "received"
    FORWARDED = "forwarded"  # to the first agency, or from one to another
    ACCEPTED = "accepted"  # the agency has said what it will do
    RECATEGORISED = "recategorised"
    ANSWERED = "answered"
    REPLIED = "replied"  # the reporter answers the answer: it does not settle the matter
    REOPENED = "reopened"
    CLOSED = "closed"
    JOINED = "joined"  # a duplicate: the other report's clocks hold for both


class Rule(StrEnum):
    """The clocks by name."""

    FORWARD = "forward"
    FOLLOW_UP = "follow_up"
    ANSWER = "answer"
    CLOSING = "closing"


#: Verbs that fulfil a clock's duty; any other end (closed, joined, reopened) lifts it.
FULFILS = {
    Rule.FORWARD: frozenset({Verb.FORWARDED, Verb.ACCEPTED, Verb.ANSWERED}),
    Rule.FOLLOW_UP: frozenset({Verb.ACCEPTED, Verb.ANSWERED}),
    Rule.ANSWER: frozenset({Verb.ANSWERED}),
    Rule.CLOSING: frozenset({Verb.CLOSED}),
}


class ClockError(ValueError):
    """A history or a rule from which no clock can be told; the message says which and what to do."""


@dataclass(frozen=True)
class ClockRule:
    """One version of one clock's length.

    working_days: None for an answer: the severity of the category, in working days. basis: the article of law. first_day and
    last_day: when this version is in force, both included; None is open.
    """

    rule: Rule
    working_days: int | None
    basis: str
    first_day: dt.date | None = None
    last_day: dt.date | None = None

    def in_force(self, day: dt.date) -> bool:
        """Whether a clock that starts on `day` has this length."""
        return (self.first_day is None or self.first_day <= day) and (self.last_day is None or day <= self.last_day)


@dataclass(frozen=True)
class Step:
    """One entry of a report's history. severity: working days for the answer, on the entries that set or change it."""

    on: dt.date
    verb: Verb
    severity: int | None = None


@dataclass(frozen=True)
class ClockState:
    """One clock of one round. due_on: the last day in time. ended_on and ended_by: None while it runs.

    round: 0 from receipt, one more with every reopening.
    """

    rule: Rule
    round: int
    started_on: dt.date
    due_on: dt.date
    basis: str
    ended_on: dt.date | None = None
    ended_by: Verb | None = None

    @property
    def running(self) -> bool:
        """Whether the duty is still open."""
        return self.ended_on is None

    @property
    def met_on(self) -> dt.date | None:
        """The day the duty was fulfilled; None while it is open, or when it was lifted."""
        return self.ended_on if self.ended_by in FULFILS[self.rule] else None

    def late(self, today: dt.date) -> bool:
        """Whether the duty was or is past its last day."""
        return (self.ended_on or today) > self.due_on


@dataclass
class WorkingDays:
    """Counts working days on any calendar, remembering what it has counted.

    is_working_day: the country's calendar; it may raise LookupError for years it does not know.
    """

    is_working_day: Callable[[dt.date], bool]
    _known: dict[tuple[dt.date, int], dt.date] = field(default_factory=dict, repr=False)

    def after(self, day: dt.date, count: int) -> dt.date:
        """The `count`-th working day after `day`, which itself does not count. Raises ClockError if `count` is below one."""
        if count < 1:
            raise ClockError(f"a clock of {count} working days: it needs at least one")
        found = self._known.get((day, count))
        if found is None:
            found, left = day, count
            while left:
                found += dt.timedelta(days=1)
                left -= bool(self.is_working_day(found))
            self._known[day, count] = found
        return found


@dataclass
class _Running:
    """The clocks of a report while its history is read."""

    rules: Sequence[ClockRule]
    working_days: WorkingDays
    severity: int | None = None
    states: list[ClockState] = field(default_factory=list)
    round: int = 0
    waiting: bool = False  # received or reopened, not yet answered, closed or joined

    def running(self, rule: Rule) -> int | None:
        """Where the clock that runs under this name stands in `states`."""
        return next((n for n, state in enumerate(self.states) if state.rule is rule and state.running), None)

    def had(self, rule: Rule) -> bool:
        """Whether this round has had such a clock."""
        return any(state.rule is rule and state.round == self.round for state in self.states)

    def due(self, rule: Rule, day: dt.date) -> tuple[dt.date, str]:
        """The last day of a clock that starts on `day`, and why."""
        version = next((one for one in self.rules if one.rule is rule and one.in_force(day)), None)
        if version is None:
            raise ClockError(f"no rule “{rule}” is in force on {day}; add its version to the rules")
        length = version.working_days if version.working_days is not None else self.severity
        if length is None:
            raise ClockError(f"the answer's severity is not known on {day}; give it with the entry “received”")
        return self.working_days.after(day, length), version.basis

    def start(self, rule: Rule, day: dt.date) -> None:
        due_on, basis = self.due(rule, day)
        self.states.append(ClockState(rule, self.round, day, due_on, basis))

    def end(self, rule: Rule, step: Step) -> None:
        at = self.running(rule)
        if at is not None:
            self.states[at] = replace(self.states[at], ended_on=step.on, ended_by=step.verb)

    def bring_nearer(self, severity: int, day: dt.date) -> None:
        """A new severity holds from the start of the running answer, unless it would put the answer off.

        The last day is the next working day at the earliest: nobody is late for what could not be known.
        """
        self.severity = severity
        at = self.running(Rule.ANSWER)
        if at is not None:
            state = self.states[at]
            due_on, basis = self.due(Rule.ANSWER, state.started_on)
            due_on = max(due_on, self.working_days.after(day, 1))
            if due_on < state.due_on:
                self.states[at] = replace(state, due_on=due_on, basis=basis)

    def put_off_closing(self, day: dt.date) -> None:
        """A second answer gives the reporter the whole time again."""
        at = self.running(Rule.CLOSING)
        if at is not None:
            due_on, basis = self.due(Rule.CLOSING, day)
            self.states[at] = replace(self.states[at], started_on=day, due_on=due_on, basis=basis)

    def settle(self, step: Step) -> None:
        for rule in Rule:
            self.end(rule, step)
        self.waiting = False

    def begin_again(self, step: Step) -> None:
        self.settle(step)
        self.round += 1
        self.waiting = True
        self.start(Rule.FOLLOW_UP, step.on)
        self.start(Rule.ANSWER, step.on)

    def take(self, step: Step) -> None:
        if step.severity is not None:
            self.bring_nearer(step.severity, step.on)
        match step.verb:
            case Verb.RECEIVED:
                self.waiting = True
                self.start(Rule.FORWARD, step.on)
                self.start(Rule.ANSWER, step.on)
            case Verb.FORWARDED | Verb.ACCEPTED if self.waiting:
                self.end(Rule.FORWARD, step)
                if step.verb is Verb.ACCEPTED:
                    self.end(Rule.FOLLOW_UP, step)
                elif not self.had(Rule.FOLLOW_UP):
                    self.start(Rule.FOLLOW_UP, step.on)
            case Verb.ANSWERED if self.waiting:
                self.settle(step)
                self.start(Rule.CLOSING, step.on)
            case Verb.ANSWERED:
                self.put_off_closing(step.on)
            case Verb.REPLIED if self.running(Rule.CLOSING) is not None:
                self.begin_again(step)
            case Verb.REOPENED if not self.waiting:
                self.begin_again(step)
            case Verb.CLOSED | Verb.JOINED:
                self.settle(step)


def clocks(history: Iterable[Step], rules: Sequence[ClockRule], working_days: WorkingDays) -> list[ClockState]:
    """Every clock the history has started, in the order of their start; of each rule at most one in a round.

    history: in order of time, beginning with “received”. Raises ClockError if it is not, or if no rule is in force; the
    calendar's LookupError for a year it does not know passes through.
    """
    state = _Running(rules, working_days)
    last: dt.date | None = None
    for step in history:
        if last is None and step.verb is not Verb.RECEIVED:
            raise ClockError(f"the history begins with “{step.verb}”; it must begin with “received”")
        if last is not None and step.verb is Verb.RECEIVED:
            raise ClockError("the history says “received” twice; a report is received once")
        if last is not None and step.on < last:
            raise ClockError(f"the history goes back from {last} to {step.on}; give it in order of time")
        state.take(step)
        last = step.on
    return state.states


@dataclass(frozen=True)
class Level:
    """Who hears of a late clock: `to` from the first day on which it is more than `working_days` working days late."""

    to: str
    working_days: int


#: The supervisor hears on the day after the last day, the Ombudsman when five more working days were let pass.
LEVELS = (Level("supervisor", 0), Level("ombudsman", 5))


def escalations(
    state: ClockState, today: dt.date, working_days: WorkingDays, levels: Sequence[Level] = LEVELS
) -> list[tuple[str, dt.date]]:
    """Who must have heard of this clock by `today`, and from which day on. A closing clock is nobody's fault and tells nobody.

    A clock that ended late has escalated too, up to the day it ended.
    """
    if state.rule is Rule.CLOSING:
        return []
    until = state.ended_on or today
    heard = []
    for level in levels:
        last = working_days.after(state.due_on, level.working_days) if level.working_days else state.due_on
        if until > last:
            heard.append((level.to, last + dt.timedelta(days=1)))
    return heard


def closes_itself(states: Iterable[ClockState], today: dt.date) -> bool:
    """Whether the reporter has let the time for a reply pass, so that the report closes."""
    return any(state.rule is Rule.CLOSING and state.running and today > state.due_on for state in states)
