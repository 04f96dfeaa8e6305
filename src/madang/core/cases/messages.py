"""Stored message ids as sentences in the reader's language."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from madang.core import formats
from madang.core.cases.models import Case, HistoryEntry, Outcome
from madang.core.people.models import Organisation

_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")

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
    "taken-up-again": gettext_lazy("Taken up again"),
}


class _Forgiving(dict[str, Any]):
    """A figure that an old record lacks must not break the page that shows the record."""

    def __missing__(self, key: str) -> str:
        return "…"


def sentence(message_id: str, values: dict[str, Any]) -> str:
    """A stored message id with its figures, translated. `values["values"]` are figures of a nested title."""
    if not message_id:
        return ""
    figures = _Forgiving({name: shown_value(value) for name, value in values.items()})
    if isinstance(values.get("title"), str):
        figures["title"] = sentence(values["title"], values.get("values", {}))
    if (
        amount := _money(values)
    ) is not None:  # "{amount} {currency}" becomes money as people write it, with its own sign
        figures |= {"amount": amount, "currency": ""}
        return " ".join(_(message_id).format_map(figures).split())
    return _(message_id).format_map(figures)


def _money(values: dict[str, Any]) -> str | None:
    """A stored amount in words: whole numbers are in the smallest unit, texts are decimal as banks write them."""
    amount, currency = values.get("amount"), values.get("currency")
    if not currency or not isinstance(amount, int | str):
        return None
    if isinstance(amount, str):
        try:
            amount = int(Decimal(amount).scaleb(formats.exponent(currency)))
        except InvalidOperation:
            return None
    return formats.money(amount, currency)


def shown_value(value: Any) -> Any:
    """A stored value as people read it: days written out, and words for what is empty."""
    if value in ("", None):
        return _("nothing")
    if isinstance(value, str) and _ISO_DAY.fullmatch(value):
        try:
            return formats.day(dt.date.fromisoformat(value))
        except ValueError:
            return value
    return value


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
    if entry.verb == "transferred":
        titles = {one.code: one.title for one in Organisation.objects.filter(code__in=[values["from"], values["to"]])}
        values = {name: titles.get(code, code) for name, code in values.items()}
    if entry.verb == "assigned" and not values.get("to"):
        return _("Laid back into the common list")
    verb = _VERBS.get(entry.verb)
    return str(verb).format_map(_Forgiving(values)) if verb else entry.verb
