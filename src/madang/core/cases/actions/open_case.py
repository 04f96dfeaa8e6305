"""Open a case."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import timezone

from madang.core.cases.models import Case, HistoryEntry
from madang.core.cases.procedures import procedure_of
from madang.core.people.models import Organisation, Person, User


def open_case(
    kind: str,
    *,
    service: str,
    title: str,
    organisation: Organisation,
    title_values: dict[str, Any] | None = None,
    subject: Person | None = None,
    applicant: Person | None = None,
    due_on: dt.date | None = None,
    due_basis: str = "",
    exception: str = "",
    facts: dict[str, Any] | None = None,
    data: dict[str, Any] | None = None,
    reference: str = "",
    parent: Case | None = None,
    by: User | None = None,
    words: str = "",
    opened_at: dt.datetime | None = None,
) -> Case:
    """Open a case of a registered kind in one transaction with its first line of history.

    `title` is a message id, rendered with `title_values` in each reader's language. `due_on` is the last day in law and
    `due_basis` the article that sets it. `exception` says why a human is needed; empty when the law decides by itself.
    `opened_at` is when the matter reached us where that was not this moment.
    Raises LookupError for a kind nobody registered.
    """
    procedure_of(kind)
    at = opened_at or timezone.now()
    with transaction.atomic(savepoint=False):
        case = Case.objects.create(
            kind=kind,
            service=service,
            title=title,
            title_values=title_values or {},
            organisation=organisation,
            subject=subject,
            applicant=applicant,
            due_on=due_on,
            due_basis=due_basis,
            exception=exception,
            facts=facts or {},
            data=data or {},
            reference=reference,
            parent=parent,
            opened_at=at,
        )
        HistoryEntry.objects.create(case=case, at=at, user=by, verb="opened", words=words)
    return case
