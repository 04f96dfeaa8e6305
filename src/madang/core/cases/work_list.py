"""The one work list over all services."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from django.core.paginator import Page
from django.db.models import Count, F, Q, QuerySet
from django.db.models.functions import Concat
from django.utils import timezone

from madang.core.cases.find import case_by_number
from madang.core.cases.models import Case, CaseState
from madang.core.people.models import Role, User
from madang.core.people.permissions import organisations_of

DESK_ROLES = (Role.OFFICER, Role.SUPERVISOR, Role.REGISTRAR)


def visible_cases(user: User) -> QuerySet[Case]:
    """Every case of the organisations in which this user does case work."""
    return Case.objects.filter(organisation_id__in=organisations_of(user, *DESK_ROLES))


def work_list(user: User, wanted: Mapping[str, str], on: dt.date | None = None) -> QuerySet[Case]:
    """Cases that need a human, the earliest due first. `wanted` holds the values of `forms.FilterForm`."""
    today = on or timezone.localdate()
    cases = visible_cases(user)
    state = wanted.get("state", "")
    if not state:
        cases = _waiting(cases).exclude(exception="")
    elif state != "all":
        cases = cases.filter(state=state)
    if kind := wanted.get("kind"):
        cases = cases.filter(kind=kind)
    cases = cases.filter(_due(wanted.get("due", ""), today))
    if wanted.get("hands") == "mine":
        cases = cases.filter(assignee=user)
    elif wanted.get("hands") == "nobody":
        cases = cases.filter(assignee=None)
    if words := wanted.get("q", "").strip():
        cases = _named(cases, words)
    return with_people(cases).order_by(F("due_on").asc(nulls_last=True), "id")


def with_people(cases: QuerySet[Case]) -> QuerySet[Case]:
    """The same cases as a list shows them: with their people, without what was established, which is large."""
    return cases.defer("facts").select_related("applicant", "organisation", "assignee__person")


def rows_of(page: Page[int]) -> list[Case]:
    """The cases whose ids are on the page. A list is sorted by ids alone: sorting thousands of whole cases takes long."""
    found = with_people(Case.objects.filter(pk__in=list(page.object_list))).in_bulk()
    return [found[pk] for pk in page.object_list if pk in found]


def counts(user: User, on: dt.date | None = None) -> dict[str, int]:
    """How many cases wait, are late, fall due within a week, and wait for a second signature. One query."""
    today = on or timezone.localdate()
    waiting = ~Q(exception="")
    return _waiting(visible_cases(user)).aggregate(
        waiting=Count("id", filter=waiting),
        late=Count("id", filter=waiting & Q(due_on__lt=today)),
        week=Count("id", filter=waiting & Q(due_on__gte=today, due_on__lte=today + dt.timedelta(days=7))),
        signature=Count("id", filter=Q(state=CaseState.PROPOSED)),
    )


def _waiting(cases: QuerySet[Case]) -> QuerySet[Case]:
    """Those that an officer can act on. That they are not closed says the same again, in the words of the index."""
    return cases.filter(closed_at=None, state__in=[CaseState.OPEN, CaseState.PROPOSED])


def _due(when: str, today: dt.date) -> Q:
    if when == "late":
        return Q(due_on__lt=today)
    if when == "week":
        return Q(due_on__gte=today, due_on__lte=today + dt.timedelta(days=7))
    if when == "none":
        return Q(due_on=None)
    return Q()


def _named(cases: QuerySet[Case], words: str) -> QuerySet[Case]:
    case = case_by_number(words)
    if case is not None:
        return cases.filter(pk=case.pk)
    cases = cases.annotate(written=Concat("applicant__family_name", "applicant__given_name"))
    for word in words.split():
        cases = cases.filter(Q(written__icontains=word) | Q(applicant__latin_name__icontains=word))
    return cases
