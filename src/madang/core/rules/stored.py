"""Explanations as they are kept: without sentences, and each law said in full only where a list first cites it.

A nation's offers are a million explanations, and most of what an explanation says is which laws it cites. `in_full` gives
back the documented form, but for the sentences, which are made from message ids and figures in the reader's language.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from .explanation import Explanation, PartReason, Reason, missing_json, wording_json
from .law import Citation

Json = dict[str, Any]


def stored(explanation: Explanation) -> Json:
    """The explanation as it is kept. Conditions and parts can each be told alone: either list says its laws in full once."""
    known: dict[str, Json] = {}
    conditions = [_reason(reason, known) for reason in explanation.reasons]
    known = {}
    return {
        **explanation.heading_json(),
        "conditions": conditions,
        "parts": [_part(part, known) for part in explanation.parts],
        "missing": [missing_json(missing) for missing in explanation.outcome.missing],
    }


def in_full(explanation: Json) -> Json:
    """A stored explanation in the documented form, without sentences."""
    lists: Json = {name: reasons_in_full(explanation[name]) for name in ("conditions", "parts") if name in explanation}
    return {**explanation, **lists}


def reasons_in_full(reasons: Iterable[Json]) -> list[Json]:
    """Stored conditions or parts, every citation whole again. What is whole already stays as it is."""
    return _in_full(reasons, {})


def _in_full(reasons: Iterable[Json], laws: dict[str, Json]) -> list[Json]:
    found = []
    for reason in reasons:
        cites = []
        for cite in reason.get("cites", ()):
            law = laws.setdefault(cite["law"], cite)
            cites.append({**law, **cite} if "titles" not in cite else cite)
        whole = {**reason, "cites": cites}
        if "children" in reason:
            whole["children"] = _in_full(reason["children"], laws)
        found.append(whole)
    return found


def _reason(reason: Reason, known: dict[str, Json]) -> Json:
    found: Json = {
        "name": reason.name,
        "verdict": reason.verdict,
        **wording_json(reason.message, reason.figures),
        "cites": _cites(reason.cites, known),
        "missing": [missing_json(missing) for missing in reason.missing],
    }
    if reason.group:
        found["group"] = reason.group
        found["children"] = [_reason(child, known) for child in reason.children]
    return found


def _part(part: PartReason, known: dict[str, Json]) -> Json:
    wording = wording_json(part.message, part.figures)
    return {"name": part.name, "amount": part.amount, **wording, "cites": _cites(part.cites, known)}


def _cites(cites: Iterable[Citation], known: dict[str, Json]) -> list[Json]:
    found = []
    for cite in cites:
        whole = cite.to_json()
        first = known.setdefault(whole["law"], whole)
        found.append(whole if first is whole else _beside(whole, first))
    return found


def _beside(whole: Json, first: Json) -> Json:
    """What a citation says that the first one of its law does not say already."""
    return {name: value for name, value in whole.items() if name in ("law", "article") or first[name] != value}
