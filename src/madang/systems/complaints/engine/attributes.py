"""Questions that belong to a category, and whether somebody's answers fit them.

A question is an attribute of an Open311 service definition (GeoReport v2, GET Service Definition): `code`, `datatype` (string,
number, datetime, text, singlevaluelist, multivaluelist), `required`, `variable` (false: only told, not asked), `order`,
`description`, `datatype_description`, and `values` of `key` and `name` for the lists.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

LONGEST = {"string": 300, "text": 4000, "number": 40, "datetime": 40}
LISTS = ("singlevaluelist", "multivaluelist")


@dataclass(frozen=True)
class Problem:
    """One answer that does not fit. rule: unknown, missing, one_only, not_listed, no_number, no_datetime or too_long."""

    code: str
    rule: str
    limit: str = ""


def check_answers(
    definition: Sequence[Mapping[str, Any]], answers: Mapping[str, Sequence[str]]
) -> tuple[dict[str, str | list[str]], list[Problem]]:
    """The answers as they are kept (lists stay lists), and everything that is wrong with them."""
    asked = {str(one["code"]): one for one in definition if one.get("variable", True)}
    problems = [Problem(code, "unknown", ", ".join(asked)) for code in answers if code not in asked]
    kept: dict[str, str | list[str]] = {}
    for code, question in asked.items():
        given = [text.strip() for text in answers.get(code, ()) if text.strip()]
        if not given:
            if question.get("required"):
                problems.append(Problem(code, "missing"))
            continue
        problem = _wrong(question, code, given)
        if problem is None:
            kept[code] = given if question["datatype"] == "multivaluelist" else given[0]
        else:
            problems.append(problem)
    return kept, problems


def _wrong(question: Mapping[str, Any], code: str, given: list[str]) -> Problem | None:
    kind = question["datatype"]
    if kind != "multivaluelist" and len(given) > 1:
        return Problem(code, "one_only")
    if kind in LISTS:
        keys = [str(value["key"]) for value in question.get("values", ())]
        return None if set(given) <= set(keys) else Problem(code, "not_listed", ", ".join(keys))
    if len(given[0]) > LONGEST[kind]:
        return Problem(code, "too_long", str(LONGEST[kind]))
    if kind == "number":
        return None if _number(given[0]) else Problem(code, "no_number")
    if kind == "datetime":
        return None if w3_moment(given[0]) else Problem(code, "no_datetime")
    return None


def _number(text: str) -> bool:
    try:
        return math.isfinite(float(text))
    except ValueError:
        return False


def w3_moment(text: str) -> dt.datetime | None:
    """A moment in the format of the W3C note on dates and times, with its offset from UTC; None for anything else.

    A space where the plus of the offset belongs is a plus that some program forgot to encode.
    """
    if len(text) < len("2010-01-01T00:00Z"):
        return None
    try:
        moment = dt.datetime.fromisoformat(text.strip().replace(" ", "+"))
    except ValueError:
        return None
    return moment if moment.tzinfo else None
