"""What people can ask for and officers decide: the procedure, the terms in law, who is responsible, who may touch a report."""

from __future__ import annotations

from django.http import Http404
from django.utils.translation import gettext_lazy as _

from madang.core.cases.models import Outcome
from madang.core.cases.procedures import Procedure, register_procedure
from madang.core.people.models import Organisation, User
from madang.core.people.permissions import organisations_of
from madang.core.services.packs import active_pack
from madang.systems.complaints.engine.clocks import ClockRule, Rule, WorkingDays
from madang.systems.complaints.engine.places import Body, Point, responsible_for, shape
from madang.systems.complaints.models import Area, Category, Report
from madang.systems.complaints.models.report import STAFF

KIND = "complaint"
OWNER = "complaints-centre"

BASIS = "PANRB 62/2018"
#: Dated: a clock keeps the version that was in force on the day it started. A country with other terms writes its own here.
RULES = (
    ClockRule(Rule.FORWARD, 3, BASIS),
    ClockRule(Rule.FOLLOW_UP, 5, BASIS),
    ClockRule(Rule.ANSWER, None, BASIS),
    ClockRule(Rule.CLOSING, 10, BASIS),
)
ORDINARY = 14  # working days for the answer while nobody has found the category

PROCEDURE = register_procedure(Procedure(kind=KIND, title=_("Report"), outcomes=(Outcome.CLOSED,), appealable=False))


def centre() -> Organisation:
    """The organisation that forwards what no rule could. Raises LookupError when it has not been set up."""
    organisation = Organisation.objects.filter(code=OWNER).first()
    if organisation is None:
        raise LookupError(f"there is no organisation {OWNER!r}; create it, or name another OWNER in services.py")
    return organisation


def working_days() -> WorkingDays:
    """The country's calendar of the law pack in force."""
    return WorkingDays(active_pack().calendar.is_working_day)


def responsible(category: Category | None, point: Point | None) -> tuple[Organisation | None, list[int]]:
    """Who answers, and the ids of others whose area holds or nearly holds the point.

    By area first, then the category's own organisation; None when neither says, so that the centre forwards by hand.
    """
    found, also = None, []
    if point is not None:
        areas = {area.pk: area for area in Area.objects.select_related("organisation")}
        bodies = [Body(area.organisation_id, shape(area.geometry), frozenset(area.groups)) for area in areas.values()]
        answer = responsible_for(point, bodies, category.group if category else "")
        if category is not None and answer.responsible is not None:
            found = Organisation.objects.get(pk=answer.responsible)
        also = [
            pk for pk in (answer.responsible, *answer.also) if pk is not None and found is not None and pk != found.pk
        ]
    if found is None and category is not None:
        found = category.organisation
    return found, also


def report_at_work(report_id: int, by: User) -> Report:
    """The report, locked, for an officer of the organisation that answers now. Raises Http404 for everybody else."""
    report = locked(report_id)
    if report.organisation_id not in organisations_of(by, *STAFF):
        raise Http404
    return report


def locked(report_id: int) -> Report:
    """The report, locked until the transaction ends. Raises Http404 when there is none."""
    report = (
        Report.objects.select_for_update(of=("self",))
        .select_related("case", "organisation", "category__organisation")
        .filter(pk=report_id)
        .first()
    )
    if report is None:
        raise Http404
    return report
