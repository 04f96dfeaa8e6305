"""What happened in a case, as its applicant may read it: no officers' notes, no names of officers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from madang.core.cases.messages import sentence
from madang.core.cases.models import HistoryEntry, Outcome

_SAID = {
    "opened": gettext_lazy("Case opened"),
    "transferred": gettext_lazy("Passed to the office that is responsible"),
    "decided": gettext_lazy("Decided: {outcome}"),
    "withdrawn": gettext_lazy("You withdrew"),
    "reopened": gettext_lazy("Your appeal was allowed; the case is decided anew"),
    "award-running": gettext_lazy("Paid again"),
    "award-suspended": gettext_lazy("Payment suspended"),
    "award-ended": gettext_lazy("Payment ended"),
}
_OWN_WORDS = frozenset({"opened", "withdrawn"})


@dataclass(frozen=True)
class Event:
    """One line of a case's history; `words` are what the person wrote."""

    at: dt.datetime
    title: str
    words: str


def told_history(entries: Iterable[HistoryEntry]) -> list[Event]:
    """The history in plain words, in order. What concerns only the office is left out."""
    events = []
    for entry in entries:
        said = _SAID.get(entry.verb)
        if said is None and not entry.text:
            continue
        outcomes = dict(Outcome.choices)
        title = sentence(entry.text, entry.values) if entry.text else str(said)
        outcome = str(outcomes.get(entry.values.get("outcome", ""), ""))
        own = entry.verb in _OWN_WORDS and entry.user_id is None
        events.append(Event(entry.at, title.replace("{outcome}", outcome), entry.words if own else ""))
    return events


def answer_in_words(outcome: str) -> str:
    """The outcome of a decision as the first thing a person reads."""
    sentences = {
        Outcome.GRANTED: _("Granted"),
        Outcome.REFUSED: _("Not granted"),
        Outcome.CORRECTED: _("You were right: the fact is corrected"),
        Outcome.UPHELD: _("Your appeal was allowed"),
        Outcome.DISMISSED: _("Your appeal was not allowed"),
        Outcome.RECOVERED: _("To be paid back"),
        Outcome.WAIVED: _("You need not pay it back"),
        Outcome.REVOKED: _("Revoked"),
        Outcome.CLOSED: _("Closed"),
    }
    return sentences.get(Outcome(outcome), outcome)
