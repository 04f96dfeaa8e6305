"""The officers' board and list, and what they do with many reports at once."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, F, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from madang.core.cases.errors import CaseError
from madang.core.people.models import User
from madang.core.people.permissions import staff_required
from madang.core.people.signed_in import signed_in_user
from madang.systems.complaints.actions.forward_report import forward_report
from madang.systems.complaints.actions.join_reports import join_reports
from madang.systems.complaints.engine.places import cluster
from madang.systems.complaints.engine.tracking import clean_tracking
from madang.systems.complaints.forms import FilterForm, ForwardForm, JoinForm
from madang.systems.complaints.models import Report, State
from madang.systems.complaints.models.report import IN_WORK, LIVE, STAFF, ReportQuerySet
from madang.systems.complaints.pages.shown import tone
from madang.systems.complaints.services import oversees

PAGE_SIZE = 25
IN_A_COLUMN = 8
COLUMNS = (State.RECEIVED, State.FORWARDED, State.IN_PROGRESS, State.ANSWERED)
SOON = 3  # days
CELL_M = 300  # reports within such a cell may be one and the same thing
CLUSTERED = 3000  # reports looked at, the newest first
SAME = 3  # reports that make a cluster
MOST_SHOWN = 3  # clusters


@staff_required(*STAFF)
@require_GET
def board(request: HttpRequest) -> HttpResponse:
    """What waits, as a list or as columns by state; and where many report the same."""
    return _show(request)


@staff_required(*STAFF)
@require_POST
def bulk(request: HttpRequest) -> HttpResponse:
    """Forward the ticked reports, or join them with another one."""
    user = signed_in_user(request)
    ticked = [int(value) for value in request.POST.getlist("report") if value.isdecimal()]
    pks = list(Report.objects.of_staff(user).filter(pk__in=ticked).values_list("pk", flat=True))
    if not pks:
        messages.warning(request, _("Tick at least one report first."))
        return redirect("complaints:board")
    if request.POST.get("do") == "join":
        form: Any = JoinForm(request.POST, auto_id="join_%s")
        return _bulk_join(request, form, pks, user) or _show(request, status=422, join_form=form, ticked=set(pks))
    form = ForwardForm(request.POST, auto_id="forward_%s")
    if not form.is_valid():
        return _show(request, status=422, forward_form=form, ticked=set(pks))
    to, words = form.cleaned_data["to"], form.cleaned_data["words"]
    _each(request, pks, lambda pk: forward_report(pk, to=to, by=user, words=words))
    return redirect("complaints:board")


def _bulk_join(request: HttpRequest, form: JoinForm, pks: list[int], user: User) -> HttpResponse | None:
    if not form.is_valid():
        return None
    tracking = clean_tracking(form.cleaned_data["into"]) or ""
    into = Report.objects.of_staff(user).filter(tracking=tracking).first()
    if into is None:
        form.add_error("into", _("No report of yours has this number. Check it sign by sign."))
        return None
    _each(request, [pk for pk in pks if pk != into.pk], lambda pk: join_reports(pk, into=into.pk, by=user))
    return redirect("complaints:board")


def _each(request: HttpRequest, pks: list[int], act: Any) -> None:
    """Do it with each report; one that refuses keeps none of the others."""
    done, refused = 0, set()
    for pk in pks:
        try:
            act(pk)
            done += 1
        except CaseError as error:
            refused.add(str(error))
        except Http404:
            refused.add(_("One of the reports is with another organisation. You can read it, not change it."))
    if done:
        messages.success(request, ngettext("%(n)d report is done.", "%(n)d reports are done.", done) % {"n": done})
    for text in sorted(refused):
        messages.error(request, text)


def _show(request: HttpRequest, status: int = 200, **more: Any) -> HttpResponse:
    user, today = signed_in_user(request), timezone.localdate()
    form = FilterForm(request.GET)
    wanted = {name: request.GET.get(name, "") for name in form.fields} if form.is_valid() else {}
    mine = Report.objects.of_staff(user)
    found = _filtered(mine, wanted, today).select_related("category", "organisation", "case__assignee__person")
    as_board = request.GET.get("view") == "board"
    context: dict[str, Any] = {
        "form": form,
        "wanted": wanted,
        "filtered": any(wanted.values()),
        "counts": _counts(mine, today),
        "clusters": _clusters(mine),
        "tabs": [
            (f"?{urlencode({**wanted, 'view': 'list'})}", _("List"), "", not as_board),
            (f"?{urlencode({**wanted, 'view': 'board'})}", _("Board"), "", as_board),
        ],
        "forward_form": ForwardForm(auto_id="forward_%s"),
        "join_form": JoinForm(auto_id="join_%s"),
        "ticked": set(),
        "oversees": oversees(user),
        **more,
    }
    ordered = found.order_by(F("due_on").asc(nulls_last=True), "reported_at", "pk")
    if as_board:
        context["columns"] = [
            (state.label, found.filter(state=state).count(), ordered.filter(state=state)[:IN_A_COLUMN])
            for state in COLUMNS
        ]
    else:
        context["page"] = Paginator(ordered, PAGE_SIZE).get_page(request.GET.get("page"))
        context["rows"] = [(report, tone(report)) for report in context["page"]]
    return render(request, "complaints/desk/board.html", context, status=status)


def _filtered(found: ReportQuerySet, wanted: dict[str, str], today: dt.date) -> ReportQuerySet:
    state = wanted.get("state", "")
    if not state:
        found = found.filter(state__in=IN_WORK)
    elif state != "all":
        found = found.filter(state=state)
    if wanted.get("due") == "late":
        found = found.filter(due_on__lt=today)
    elif wanted.get("due") == "soon":
        found = found.filter(due_on__range=(today, today + dt.timedelta(days=SOON)))
    if wanted.get("category") == "none":
        found = found.filter(category=None)
    elif category := wanted.get("category"):
        found = found.filter(category__code=category)
    if words := wanted.get("q", "").strip():
        tracking = clean_tracking(words)
        named = Q(tracking=tracking) if tracking else Q(words__icontains=words) | Q(address__icontains=words)
        found = found.filter(named)
    return found


def _counts(mine: ReportQuerySet, today: dt.date) -> dict[str, int]:
    waiting = Q(state__in=IN_WORK)
    return mine.filter(state__in=LIVE).aggregate(
        waiting=Count("pk", filter=waiting),
        late=Count("pk", filter=waiting & Q(due_on__lt=today)),
        unknown=Count("pk", filter=waiting & Q(category=None)),
        answered=Count("pk", filter=Q(state=State.ANSWERED)),
    )


@dataclass(frozen=True)
class Same:
    """Reports so near to each other that they may be about one thing. `first` is the newest of them."""

    count: int
    first: Report


def _clusters(mine: ReportQuerySet) -> list[Same]:
    placed = mine.filter(state__in=IN_WORK, lat__isnull=False).order_by("-reported_at")
    by_category: dict[int | None, list[tuple[int, float, float]]] = {}
    for pk, category, lat, lon in placed.values_list("pk", "category_id", "lat", "lon")[:CLUSTERED]:
        by_category.setdefault(category, []).append((pk, float(lat or 0), float(lon or 0)))
    found = []
    for points in by_category.values():
        lats, lons = [lat for _pk, lat, _lon in points], [lon for _pk, _lat, lon in points]
        same = cluster(lats, lons, cell_m=CELL_M, shown=1)
        found += [(one.count, points[one.members[0]][0]) for one in same if one.count >= SAME]
    most = sorted(found, reverse=True)[:MOST_SHOWN]
    known = Report.objects.select_related("category").in_bulk([pk for _count, pk in most])
    return [Same(count, known[pk]) for count, pk in most]
