"""What pages show of a report, in the reader's language."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from madang.core import formats
from madang.systems.complaints.engine.clocks import Rule
from madang.systems.complaints.models import Clock, Move, Report, State
from madang.systems.complaints.models.report import OMBUDSMAN

TONES = {
    State.RECEIVED: "",
    State.FORWARDED: "info",
    State.IN_PROGRESS: "info",
    State.ANSWERED: "success",
    State.CLOSED: "success",
    State.JOINED: "",
}
RULES = {
    Rule.FORWARD: gettext_lazy("with the right agency"),
    Rule.FOLLOW_UP: gettext_lazy("the agency says what it will do"),
    Rule.ANSWER: gettext_lazy("answer in plain words"),
    Rule.CLOSING: gettext_lazy("closes if you do not reply"),
}
VERBS = {
    "received": gettext_lazy("Received"),
    "forwarded": gettext_lazy("With {to}"),
    "accepted": gettext_lazy("{from} works on it"),
    "recategorised": gettext_lazy("Category set"),
    "answered": gettext_lazy("Answered"),
    "added": gettext_lazy("The reporter adds by e-mail"),
    "replied": gettext_lazy("The reporter replied: not settled yet"),
    "reopened": gettext_lazy("Opened again"),
    "closed": gettext_lazy("Closed"),
    "joined": gettext_lazy("Joined with report {other}"),
    "grew": gettext_lazy("Report {other} says the same"),
    "published": gettext_lazy("Checked for publication"),
    "withheld": gettext_lazy("Not shown to the public"),
    "reminded": gettext_lazy("The Ombudsman asks"),
}
LATE = {
    "supervisor": gettext_lazy("Late since {day}: a supervisor was told"),
    OMBUDSMAN: gettext_lazy("Late since {day}: the Ombudsman was told"),
}


@dataclass(frozen=True)
class Told:
    """One line of a report's history."""

    title: str
    on: dt.datetime | dt.date
    words: str


def tone(report: Report) -> str:
    """The tone of the badge that says where a report stands."""
    return TONES[State(report.state)]


def told_moves(report: Report, *, everything: bool) -> Iterator[Told]:
    """The history, oldest first. Words that are not for everybody only when `everything` is asked for."""
    here = ""
    for move in report.moves.select_related("to_organisation").order_by("position"):
        if move.to_organisation is not None:
            here = move.to_organisation.title
        words = move.words if everything or move.public else ""
        yield Told(_line(move, here), formats.local_date(move.at), words)


def _line(move: Move, here: str) -> str:
    values: dict[str, Any] = {**move.values, "to": here, "from": here}
    if move.verb == "escalated":
        due = dt.date.fromisoformat(values["due_on"])
        return str(LATE[values["level"]]).format(day=formats.day(due + dt.timedelta(days=1)))
    return str(VERBS.get(move.verb, move.verb)).format_map(values)


@dataclass(frozen=True)
class ClockShown:
    """One deadline, ready to be read."""

    what: str
    due_on: dt.date
    basis: str
    state: str
    tone: str


def told_clocks(report: Report, today: dt.date) -> list[ClockShown]:
    """The clocks of the latest round, in the order in which they end."""
    clocks = list(report.clocks.all())
    latest = max((clock.round for clock in clocks), default=0)
    return [_told(clock, today) for clock in sorted(clocks, key=lambda one: one.due_on) if clock.round == latest]


def _told(clock: Clock, today: dt.date) -> ClockShown:
    if clock.ended_on is None:
        late = today > clock.due_on and clock.rule != Rule.CLOSING.value
        state = _("late") if late else formats.relative_day(clock.due_on, today)
        tone = "danger" if late else "warning" if (clock.due_on - today).days < 3 else ""
    else:
        late = clock.ended_on > clock.due_on
        state, tone = (_("done, but late"), "warning") if late else (_("done"), "success")
    return ClockShown(str(RULES[Rule(clock.rule)]), clock.due_on, clock.basis, state, tone)
