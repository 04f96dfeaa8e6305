"""Say that a fact is wrong, and what follows when the agency that keeps it has looked."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from madang.core.cases.actions.open_case import open_case
from madang.core.cases.actions.work import LIVE
from madang.core.cases.errors import CaseError
from madang.core.cases.models import Case, Decision, HistoryEntry, Outcome
from madang.core.cases.procedures import Procedure, register_procedure
from madang.core.events import publish
from madang.core.people.models import Person, User
from madang.core.registers.changes import checked_values, correct, held, layout_of, refuse, row_of
from madang.core.registers.declarations import fact_declared, owner_of
from madang.core.registers.disputes import CORRECTION, REFERENCE
from madang.core.registers.errors import RegisterError

#: How soon the agency looks. A standard of this service; a country's law may set a shorter one in its pack.
WITHIN = dt.timedelta(days=10)
LONGEST_WORDS = 4000


def dispute_fact(
    person: Person,
    fact: str,
    words: str,
    *,
    claimed: str = "",
    row_id: int | None = None,
    missing: bool = False,
    applicant: Person | None = None,
) -> Case:
    """A person says in their own words that a fact about them is wrong: opens a case at the agency that keeps it.

    `claimed` is the right value, written as in a file, when the person knows it; it must be possible. `row_id` says which
    row is wrong when there are several; `missing` that a row is not there at all. `applicant`: who says it for the person.
    Offers that rest on the fact wait (`fact.disputed`). Disputing again returns the case that is open already.
    Raises RegisterError, with the field: fact, row, words, claimed, owner.
    """
    words = words.strip()
    if not words or len(words) > LONGEST_WORDS:
        raise refuse("words", _("Say in your own words what is wrong, in at most 4000 characters."))
    register, _table, column = fact_declared(fact)
    stated = ""
    with transaction.atomic():
        if not missing:
            stated = _stated(person, fact, row_id, claimed)
        reference = f"{REFERENCE}{fact}"
        known = Case.objects.filter(kind=CORRECTION, subject=person, reference=reference, state__in=LIVE)
        for case in known:
            if case.data.get("row") == row_id:
                return case
        case = open_case(
            CORRECTION,
            service=register.name,
            title=gettext_noop("Is this fact right: {title}?"),
            title_values={"title": column.title},
            subject=person,
            applicant=applicant or person,
            organisation=owner_of(register),
            due_on=timezone.localdate() + WITHIN,
            exception=gettext_noop("Held now: “{held}”. Claimed: “{claimed}”. Check the source of the fact."),
            data={"fact": fact, "row": row_id, "missing": missing, "held": stated, "claimed": claimed, "words": words},
            reference=reference,
            words=words,
        )
        publish("fact.disputed", {"person": person.pk, "fact": fact, "case": case.pk})
    return case


def _stated(person: Person, fact: str, row_id: int | None, claimed: str) -> str:
    """What the register holds; the claimed value, if there is one, must be possible."""
    stated = held(person, fact, row_id)
    if claimed:
        table, _column, entry = row_of(person, fact, row_id)
        try:
            checked_values(layout_of(table), entry, fact.partition(".")[2], claimed)
        except RegisterError as error:
            raise RegisterError(error.code, error.text, field="claimed") from None
    return stated


def set_correction(case_id: int, value: str, *, by: User) -> Case:
    """The officer found another value than the claimed one; a decision "corrected" will write it.

    Raises RegisterError when the register cannot hold it, CaseError when the case is closed.
    """
    with transaction.atomic():
        case = Case.objects.select_for_update(of=("self",)).get(pk=case_id, kind=CORRECTION)
        if case.state not in LIVE:
            raise CaseError("closed", _("This case is already decided."))
        assert case.subject is not None
        _stated(case.subject, case.data["fact"], case.data["row"], value)
        case.data["corrected"] = value
        case.save(update_fields=["data"])
        HistoryEntry.objects.create(case=case, user=by, verb="noted", words=value)
    return case


def _decided(case: Case, decision: Decision) -> None:
    """Corrected: the new value is written and told. Refused: the fact stands, and what waited for it goes on."""
    assert case.subject is not None
    fact = case.data["fact"]
    if decision.outcome != Outcome.CORRECTED:
        publish("fact.upheld", {"person": case.subject.pk, "fact": fact, "case": case.pk})
        return
    if not case.data["missing"]:
        value = case.data.get("corrected", case.data["claimed"])
        if not value and "corrected" not in case.data:
            raise CaseError("value", _("Nobody has said what is right. Enter the right value first."))
        try:
            correct(case.subject, fact, case.data["row"], value)
        except RegisterError as error:
            raise CaseError(error.code, error.text) from error
    publish("fact.changed", {"person": case.subject.pk, "facts": [fact], "case": case.pk})


def _withdrawn(case: Case) -> None:
    publish("fact.upheld", {"person": case.subject_id, "fact": case.data["fact"], "case": case.pk})


CORRECTION_PROCEDURE = register_procedure(
    Procedure(
        kind=CORRECTION,
        title=_("Correction of a fact"),
        outcomes=(Outcome.CORRECTED, Outcome.REFUSED),
        decided=_decided,
        withdrawn=_withdrawn,
    )
)
