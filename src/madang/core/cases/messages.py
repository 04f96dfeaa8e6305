"""Stored message ids as sentences in the reader's language."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from madang.core.cases.models import Case, HistoryEntry, Outcome

_VERBS = {
    "opened": gettext_lazy("Opened"),
    "assigned": gettext_lazy("Given to {to}"),
    "transferred": gettext_lazy("Passed from {from} to {to}"),
    "noted": gettext_lazy("Note"),
    "proposed": gettext_lazy("Decision proposed: {outcome}"),
    "handed-back": gettext_lazy("Handed back"),
    "decided": gettext_lazy("Decided: {outcome}"),
    "withdrawn": gettext_lazy("Withdrawn"),
    "reopened": gettext_lazy("Opened again after appeal {appeal}"),
}


class _Forgiving(dict[str, Any]):
    """A figure that an old record lacks must not break the page that shows the record."""

    def __missing__(self, key: str) -> str:
        return "…"


def sentence(message_id: str, values: dict[str, Any]) -> str:
    """A stored message id with its figures, translated. `values["values"]` are figures of a nested title."""
    if not message_id:
        return ""
    figures = _Forgiving(values)
    if isinstance(values.get("title"), str):
        figures["title"] = sentence(values["title"], values.get("values", {}))
    return _(message_id).format_map(figures)


def case_title(case: Case) -> str:
    """What the case is about, in the reader's language."""
    return sentence(case.title, case.title_values)


def history_line(entry: HistoryEntry) -> str:
    """What happened, in the reader's language."""
    if entry.text:
        return sentence(entry.text, entry.values)
    values = dict(entry.values)
    if "outcome" in values:
        values["outcome"] = dict(Outcome.choices).get(values["outcome"], values["outcome"])
    verb = _VERBS.get(entry.verb)
    return str(verb).format_map(_Forgiving(values)) if verb else entry.verb
