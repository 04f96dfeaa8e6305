"""Cases in templates."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import template
from django.utils import timezone

from madang.core.cases import messages
from madang.core.cases.actions.work import staff_name as name_of
from madang.core.cases.models import Case, HistoryEntry
from madang.core.cases.procedures import procedure_of
from madang.core.people.models import User
from madang.core.registers.declarations import fact_title as title_of
from madang.core.registers.errors import RegisterError

register = template.Library()


@register.filter
def case_title(case: Case) -> str:
    """What the case is about, in the reader's language."""
    return messages.case_title(case)


@register.filter
def history_line(entry: HistoryEntry) -> str:
    """What happened, in the reader's language."""
    return messages.history_line(entry)


@register.filter
def sentence(message_id: str, values: dict[str, Any] | None = None) -> str:
    """A stored message id in the reader's language."""
    return messages.sentence(message_id, values or {})


@register.filter
def procedure_title(case: Case) -> str:
    """The kind of case in words."""
    return str(procedure_of(case.kind).title)


@register.filter
def days_left(due_on: dt.date | None) -> int | None:
    """Days until the last day in law; negative when it has passed."""
    return None if due_on is None else (due_on - timezone.localdate()).days


@register.filter
def staff_name(user: User | None) -> str:
    """How colleagues know a member of staff."""
    return name_of(user)


@register.filter
def fact_title(name: str) -> str:
    """A fact such as `stay_abroad.returned` in words; one that is no longer declared by its name."""
    try:
        return title_of(name)
    except RegisterError:
        return name


@register.filter
def shown_value(value: Any) -> Any:
    """A stored value as people read it."""
    return messages.shown_value(value)
