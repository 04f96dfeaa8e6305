"""Record what happened to a report, and let its clocks follow."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Max
from django.utils import timezone

from madang.core.formats import local_date
from madang.core.people.models import Organisation, User
from madang.systems.complaints.engine.clocks import ClockState, Rule, Step, Verb, clocks
from madang.systems.complaints.models import Clock, Move, Report, Visibility
from madang.systems.complaints.services import CLOCK_RULES, working_days

_VERBS = {verb.value for verb in Verb}


def record_move(
    report: Report,
    verb: str,
    *,
    by: User | None = None,
    words: str = "",
    public: bool = True,
    at: dt.datetime | None = None,
    to: Organisation | None = None,
    severity: int | None = None,
    **values: Any,
) -> Move:
    """Add a move to the history of a locked report, tell its clocks anew from all moves, and save the report.

    `severity`: working days for the answer, on moves that set it. `to`: the organisation the report
    goes to. `public`: whether everybody may read the words, not only the reporter and officers.
    """
    at = at or timezone.now()
    if severity is not None:
        values["severity"] = severity
    latest = report.moves.aggregate(last=Max("position"))["last"]
    move = Move.objects.create(
        report=report,
        position=0 if latest is None else latest + 1,
        at=at,
        verb=verb,
        from_organisation=report.organisation if to is not None else None,
        to_organisation=to,
        values=values,
        words=words.strip(),
        user=by,
        public=public,
    )
    if to is not None:
        report.organisation = to
    report.updated_at = at if report.visibility == Visibility.SECRET else timezone.now()
    if verb in _VERBS:
        _set_clocks(report)
    report.save()
    return move


def _set_clocks(report: Report) -> None:
    steps = [
        Step(local_date(at), Verb(verb), values.get("severity"))
        for verb, at, values in report.moves.order_by("position").values_list("verb", "at", "values")
        if verb in _VERBS
    ]
    states = clocks(steps, CLOCK_RULES, working_days())
    known = {(clock.rule, clock.round): clock for clock in report.clocks.all()}
    for state in states:
        clock = known.get((state.rule.value, state.round)) or Clock(report=report, rule=state.rule, round=state.round)
        told = (state.started_on, state.due_on, state.basis, state.ended_on, state.ended_by or "")
        if told != (clock.started_on, clock.due_on, clock.basis, clock.ended_on, clock.ended_by):
            clock.started_on, clock.due_on, clock.basis, clock.ended_on, clock.ended_by = told
            clock.save()
    _set_due(report, states)


def _set_due(report: Report, states: list[ClockState]) -> None:
    """The work list of core shows the clock that ends first; after an answer nobody of ours is waited for."""
    running = [state for state in states if state.running and state.rule is not Rule.CLOSING]
    first = min(running, key=lambda state: state.due_on, default=None)
    report.due_on = first.due_on if first else None
    if report.case.due_on != report.due_on:
        report.case.due_on, report.case.due_basis = report.due_on, first.basis if first else ""
        report.case.save(update_fields=["due_on", "due_basis"])
