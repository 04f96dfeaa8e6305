"""100,000 reports over two years, against a calendar that only counts days down.

The engine works out last days from histories. The count-down here knows no dates ahead: it goes through every day once, takes one
from every clock on each working day, and notes the day on which a clock comes to nought.
"""

import datetime as dt
from collections import defaultdict

import numpy as np
import pytest

from madang.countries.kr.calendar import CALENDAR
from madang.systems.complaints.engine.clocks import ClockRule, Rule, WorkingDays, clocks, escalations
from madang.systems.complaints.engine.simulation import histories, outcome, without_transfers

FIRST, LAST, HORIZON = dt.date(2025, 1, 1), dt.date(2026, 12, 31), dt.date(2027, 6, 30)
REPORTS = 100_000
LENGTHS = {"forward": 3, "follow_up": 5, "closing": 10}
RULES = (
    ClockRule(Rule.FORWARD, 3, "law"),
    ClockRule(Rule.FOLLOW_UP, 5, "law"),
    ClockRule(Rule.ANSWER, None, "law"),
    ClockRule(Rule.CLOSING, 10, "law"),
)


@pytest.fixture(scope="module")
def lives():
    days = WorkingDays(CALENDAR.is_working_day)
    return list(histories(REPORTS, FIRST, LAST, 10, days, seed=311))


class CountDown:
    """Clocks as numbers that grow smaller every working day."""

    def __init__(self, room):
        self.left = np.zeros(room, dtype=np.int32)
        self.due = np.full(room, -1, dtype=np.int32)
        self.used = 0
        self.facts = []  # per clock: report, name, round, day of start, day of end, verb of end

    def start(self, report, name, round_, length, today):
        self.left[self.used] = length
        self.facts.append([report, name, round_, today, None, None])
        self.used += 1
        return self.used - 1

    def pass_working_day(self, today):
        left = self.left[: self.used]
        left[left > 0] -= 1
        self.due[: self.used][(left == 0) & (self.due[: self.used] < 0)] = today


def open_days():
    """Whether offices are open, by the number of days since FIRST: the first of January 2025 was a Wednesday."""
    count = (HORIZON - FIRST).days + 1
    is_open = (np.arange(count) + 2) % 7 < 5
    for year in (2025, 2026, 2027):
        for holiday in CALENDAR.holidays(year):
            if holiday <= HORIZON:
                is_open[(holiday - FIRST).days] = False
    return is_open


def counted_down(lives):
    """Every clock of every report: {report: {(name, round): (start, due, end, verb of end)}}, in days since FIRST."""
    events = defaultdict(list)
    for report, life in enumerate(lives):
        for step in life:
            events[(step.on - FIRST).days].append((report, step.verb.value, step.severity))
    clock = CountDown(sum(len(life) for life in lives) * 2)
    running = [{} for _ in lives]  # name: number of the clock
    rounds = [0] * len(lives)
    severity = [0] * len(lives)
    waiting = [False] * len(lives)
    followed = [False] * len(lives)
    is_open = open_days()
    for today in range(len(is_open)):
        if is_open[today]:
            clock.pass_working_day(today)
        for report, verb, new_severity in events[today]:
            mine = running[report]

            def end(*names, mine=mine, verb=verb, today=today):
                for name in names:
                    if name in mine:
                        clock.facts[mine.pop(name)][4:] = [today, verb]

            def start(name, report=report, mine=mine, today=today):
                mine[name] = clock.start(report, name, rounds[report], LENGTHS.get(name) or severity[report], today)

            if new_severity:
                severity[report] = new_severity
                if "answer" in mine:
                    number = mine["answer"]
                    gone = int(is_open[clock.facts[number][3] + 1 : today + 1].sum())
                    if clock.due[number] < 0:
                        clock.left[number] = min(clock.left[number], max(1, new_severity - gone))
            if verb == "received":
                waiting[report] = True
                start("forward")
                start("answer")
            elif verb in ("forwarded", "accepted") and waiting[report]:
                end("forward")
                if verb == "accepted":
                    end("follow_up")
                elif not followed[report]:
                    followed[report] = True
                    start("follow_up")
            elif verb == "answered" and waiting[report]:
                waiting[report] = False
                end("forward", "follow_up", "answer")
                start("closing")
            elif verb == "answered" and "closing" in mine:
                number = mine["closing"]
                clock.left[number], clock.due[number], clock.facts[number][3] = LENGTHS["closing"], -1, today
            elif verb in ("closed", "joined"):
                waiting[report] = False
                end("forward", "follow_up", "answer", "closing")
            elif (verb == "replied" and "closing" in mine) or (verb == "reopened" and not waiting[report]):
                end("closing")
                rounds[report] += 1
                waiting[report] = followed[report] = True
                start("follow_up")
                start("answer")
    found = defaultdict(dict)
    for number, (report, name, round_, began, ended, by) in enumerate(clock.facts):
        assert clock.due[number] >= 0, "the horizon is too near"
        found[report][name, round_] = (began, int(clock.due[number]), ended, by)
    return found


def test_every_clock_of_100_000_reports_equals_the_count_down(lives):
    days = WorkingDays(CALENDAR.is_working_day)
    theirs = counted_down(lives)
    compared = 0
    for report, life in enumerate(lives):
        ours = {
            (state.rule.value, state.round): (
                (state.started_on - FIRST).days,
                (state.due_on - FIRST).days,
                (state.ended_on - FIRST).days if state.ended_on else None,
                state.ended_by.value if state.ended_by else None,
            )
            for state in clocks(life, RULES, days)
        }
        assert ours == theirs[report], (report, life)
        compared += len(ours)
    assert compared > 400_000


def test_no_clock_is_restarted_by_re_routing_and_no_late_one_is_unheard(lives):
    found = outcome(lives, RULES, WorkingDays(CALENDAR.is_working_day), LAST)
    assert found.reports == REPORTS
    assert found.transfers > 20_000
    assert found.reopened > 10_000
    assert found.restarted == 0
    assert found.unheard == 0


def test_a_silent_agency_is_heard_of_at_the_ombudsman(lives):
    days = WorkingDays(CALENDAR.is_working_day)
    silent = 0
    for life in lives[:20_000]:
        for state in clocks(life, RULES, days):
            if state.running and state.rule is Rule.ANSWER and (LAST - state.due_on).days > 30:
                silent += 1
                assert [to for to, _ in escalations(state, LAST, days)] == ["supervisor", "ombudsman"]
    assert silent > 300


def test_the_simulation_holds_what_it_is_meant_to_hold(lives):
    some = lives[:5_000]
    verbs = {step.verb.value for life in some for step in life}
    assert verbs == {
        "received",
        "forwarded",
        "accepted",
        "recategorised",
        "answered",
        "replied",
        "reopened",
        "closed",
        "joined",
    }
    assert any(len(without_transfers(life)) < len(life) for life in some)
    assert any(step.on.weekday() >= 5 for life in some for step in life)
