"""The clocks of a report."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from madang.systems.complaints.engine.clocks import (
    ClockError,
    ClockRule,
    Rule,
    Step,
    Verb,
    WorkingDays,
    clocks,
    closes_itself,
    escalations,
)

RULES = (
    ClockRule(Rule.FORWARD, 3, "art. 1"),
    ClockRule(Rule.FOLLOW_UP, 5, "art. 2"),
    ClockRule(Rule.ANSWER, None, "art. 3"),
    ClockRule(Rule.CLOSING, 10, "art. 4"),
)
DAYS = WorkingDays(lambda day: day.weekday() < 5)
MONDAY = dt.date(2026, 5, 4)


def day(number):
    """The day so many calendar days after a Monday."""
    return MONDAY + dt.timedelta(days=number)


def told(*history, rules=RULES):
    """Clocks by name and round; each entry of the history is (days after Monday, verb[, severity])."""
    steps = [Step(day(at), Verb(verb), *more) for at, verb, *more in history]
    return {(state.rule.value, state.round): state for state in clocks(steps, rules, DAYS)}


def test_the_day_of_receipt_does_not_count():
    assert DAYS.after(MONDAY, 1) == day(1)


def test_days_off_do_not_count():
    assert DAYS.after(day(4), 1) == day(7)


def test_less_than_one_day_is_refused():
    with pytest.raises(ClockError, match="at least one"):
        DAYS.after(MONDAY, 0)


@given(st.dates(dt.date(2000, 1, 1), dt.date(2100, 1, 1)), st.integers(1, 60))
def test_a_last_day_is_always_a_working_day(start, count):
    due = DAYS.after(start, count)
    assert due.weekday() < 5
    assert sum((start + dt.timedelta(days=n)).weekday() < 5 for n in range(1, (due - start).days + 1)) == count


def test_receipt_starts_forwarding_and_answer():
    found = told((0, "received", 5))
    assert found["forward", 0].due_on == day(3)
    assert found["answer", 0].due_on == day(7)
    assert all(state.running for state in found.values())


def test_forwarding_starts_the_follow_up():
    found = told((0, "received", 5), (1, "forwarded"))
    assert found["forward", 0].met_on == day(1)
    assert found["follow_up", 0].due_on == day(8)


def test_the_second_agency_has_what_the_first_one_left():
    direct = told((0, "received", 14), (1, "forwarded"), (9, "accepted"))
    passed_on = told((0, "received", 14), (1, "forwarded"), (3, "forwarded"), (7, "forwarded"), (9, "accepted"))
    assert passed_on == direct
    assert passed_on["follow_up", 0].late(day(9))


def test_forwarding_after_the_follow_up_starts_no_second_one():
    found = told((0, "received", 14), (1, "forwarded"), (2, "accepted"), (3, "forwarded"))
    assert found["follow_up", 0].met_on == day(2)
    assert [key for key in found if key[0] == "follow_up"] == [("follow_up", 0)]


def test_a_graver_category_brings_the_answer_nearer_from_the_day_of_receipt():
    found = told((0, "received", 14), (3, "recategorised", 5))
    assert found["answer", 0].due_on == day(7)


def test_a_graver_category_found_late_leaves_the_next_working_day():
    found = told((0, "received", 14), (11, "recategorised", 2))
    assert found["answer", 0].due_on == day(14)
    assert not found["answer", 0].late(day(14))


def test_a_lighter_category_does_not_put_the_answer_off():
    found = told((0, "received", 5), (3, "recategorised", 60))
    assert found["answer", 0].due_on == day(7)


def test_the_answer_starts_the_time_for_a_reply():
    found = told((0, "received", 5), (1, "forwarded"), (4, "answered"))
    assert found["answer", 0].met_on == found["follow_up", 0].met_on == day(4)
    assert found["closing", 0].due_on == day(18)


def test_a_second_answer_gives_the_whole_time_again():
    found = told((0, "received", 5), (1, "forwarded"), (4, "answered"), (8, "answered"))
    assert found["closing", 0].started_on == day(8)
    assert found["closing", 0].due_on == day(22)


def test_a_report_closes_itself_only_after_its_last_day():
    states = list(told((0, "received", 5), (4, "answered")).values())
    assert not closes_itself(states, day(18))
    assert closes_itself(states, day(19))


def test_a_reply_to_the_answer_begins_a_new_round():
    found = told((0, "received", 5), (1, "forwarded"), (4, "answered"), (7, "replied"))
    assert not found["closing", 0].running
    assert found["closing", 0].met_on is None
    assert found["answer", 1].due_on == day(14)
    assert found["follow_up", 1].due_on == day(14)


def test_a_reply_to_a_report_that_waits_for_its_answer_changes_nothing():
    history = ((0, "received", 5), (1, "forwarded"))
    assert told(*history, (2, "replied")) == told(*history)


def test_reopening_a_report_that_waits_for_its_answer_changes_nothing():
    history = ((0, "received", 5), (1, "forwarded"), (2, "accepted"))
    assert told(*history, (3, "reopened")) == told(*history)


def test_a_closed_report_is_reopened_with_new_clocks():
    found = told((0, "received", 5), (1, "forwarded"), (4, "answered"), (6, "closed"), (14, "reopened"))
    assert found["closing", 0].met_on == day(6)
    assert found["answer", 1].started_on == day(14)


def test_joining_ends_the_clocks_without_meeting_them():
    found = told((0, "received", 5), (1, "forwarded"), (2, "joined"))
    assert not any(state.running for state in found.values())
    assert found["answer", 0].met_on is None


def test_each_clock_keeps_the_law_of_the_day_it_started():
    rules = (
        ClockRule(Rule.FORWARD, 3, "old", last_day=day(6)),
        ClockRule(Rule.FORWARD, 1, "new", first_day=day(7)),
        *RULES[1:],
    )
    assert told((6, "received", 5), rules=rules)["forward", 0].due_on == day(9)
    assert told((7, "received", 5), rules=rules)["forward", 0].due_on == day(8)
    assert told((7, "received", 5), rules=rules)["forward", 0].basis == "new"


def test_a_gap_in_the_law_is_told():
    with pytest.raises(ClockError, match=r"no rule .*forward.* is in force on 2026-05-04"):
        told((0, "received", 5), rules=RULES[1:])


steps = st.lists(
    st.tuples(
        st.integers(0, 9),
        st.sampled_from([verb for verb in Verb if verb is not Verb.RECEIVED]),
        st.sampled_from([2, 5, 14, 60]),
    ),
    max_size=25,
)


def life(severity, entries):
    """A history from days between entries."""
    on, made = MONDAY, [Step(MONDAY, Verb.RECEIVED, severity)]
    for pause, verb, its_severity in entries:
        on += dt.timedelta(days=pause)
        made.append(Step(on, verb, its_severity if verb is Verb.RECATEGORISED else None))
    return made


@given(st.sampled_from([2, 5, 14, 60]), steps, st.data())
def test_re_routing_at_any_moment_changes_no_clock(severity, entries, data):
    history = life(severity, [(1, Verb.FORWARDED, 0), *entries])
    at = data.draw(st.integers(1, len(history) - 1))
    re_routed = [*history[: at + 1], Step(history[at].on, Verb.FORWARDED), *history[at + 1 :]]
    assert clocks(re_routed, RULES, DAYS) == clocks(history, RULES, DAYS)


@given(st.sampled_from([2, 5, 14, 60]), steps)
def test_whatever_happens_clocks_are_in_order_and_one_of_each_in_a_round(severity, entries):
    history = life(severity, entries)
    states = clocks(history, RULES, DAYS)
    keys = [(state.rule, state.round) for state in states]
    assert len(keys) == len(set(keys))
    for state in states:
        assert state.due_on > state.started_on
        assert state.ended_on is None or state.ended_on >= state.started_on
        assert (state.ended_on is None) == (state.ended_by is None)
        heard = escalations(state, MONDAY + dt.timedelta(days=900), DAYS)
        assert bool(heard) == (state.rule is not Rule.CLOSING and state.late(MONDAY + dt.timedelta(days=900)))
        assert [on for _, on in heard] == sorted(on for _, on in heard)


@given(st.sampled_from([2, 5, 14, 60]), steps)
def test_what_happens_later_moves_no_clock_that_has_ended(severity, entries):
    history = life(severity, entries)
    for length in range(1, len(history)):
        ended = [state for state in clocks(history[:length], RULES, DAYS) if not state.running]
        assert set(ended) <= set(clocks(history, RULES, DAYS))


@pytest.mark.parametrize(
    ("history", "what"),
    [
        ([(0, "answered")], "must begin with"),
        ([(0, "received", 5), (1, "received", 5)], "twice"),
        ([(3, "received", 5), (1, "answered")], "goes back"),
        ([(0, "received")], "severity is not known"),
    ],
)
def test_a_history_that_cannot_be_is_refused(history, what):
    with pytest.raises(ClockError, match=what):
        told(*history)


def test_the_supervisor_hears_on_the_next_day_and_the_ombudsman_five_working_days_later():
    clock = told((0, "received", 5))["forward", 0]
    assert escalations(clock, day(3), DAYS) == []
    assert escalations(clock, day(4), DAYS) == [("supervisor", day(4))]
    assert escalations(clock, day(10), DAYS) == [("supervisor", day(4))]
    assert escalations(clock, day(11), DAYS) == [("supervisor", day(4)), ("ombudsman", day(11))]


def test_a_duty_met_in_time_escalates_to_nobody():
    clock = told((0, "received", 5), (3, "forwarded"))["forward", 0]
    assert escalations(clock, day(90), DAYS) == []


def test_the_time_for_a_reply_escalates_to_nobody():
    clock = told((0, "received", 5), (1, "answered"))["closing", 0]
    assert escalations(clock, day(90), DAYS) == []
