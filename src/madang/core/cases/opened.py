"""An officer who opens a case sees facts of a person; the person can see that."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_noop

from madang.core.cases.models import Case
from madang.core.people.models import User
from madang.core.registers.access import Why, log_reading

PURPOSE = gettext_noop("Working on your case")


def log_case_opened(case: Case, user: User) -> None:
    """Log which facts the page of this case shows, for the person they are about."""
    facts = case.data.get("facts_read") or [case.reference.partition(":")[2] or "case"]
    person = case.subject_id or case.applicant_id
    if person is None:
        return
    why = Why(
        purpose=PURPOSE,
        legal_basis=case.data.get("legal_basis") or case.service,
        organisation=case.organisation,
        user=user,
        reference=f"case:{case.number}",
    )
    with transaction.atomic():
        log_reading({person: facts}, why)
