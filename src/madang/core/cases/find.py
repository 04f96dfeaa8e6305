"""Finding a case by what people call it."""

from __future__ import annotations

import re

from madang.core.cases.models import Case

_NUMBER = re.compile(r"^\s*(\d{4})\s*[-–/ ]\s*0*(\d{1,18})\s*$")


def case_by_number(number: str) -> Case | None:
    """The case with this number, such as 2026-000123 (spaces and leading zeros forgiven); None when there is none."""
    match = _NUMBER.match(number)
    if match is None:
        return None
    case = Case.objects.filter(pk=int(match[2])).first()
    return case if case is not None and case.number.startswith(f"{match[1]}-") else None
