"""The officers' desk: one work list over all services, and the page of a case."""

from __future__ import annotations

import csv
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.template.loader import select_template
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from madang.core.cases.actions.appeal import appeal_limit
from madang.core.cases.actions.decide import countersign, decide, hand_back
from madang.core.cases.actions.work import add_note, assign, staff_name, transfer
from madang.core.cases.errors import CaseError
from madang.core.cases.forms import DecisionForm, FilterForm, TransferForm, WordsForm
from madang.core.cases.messages import case_title
from madang.core.cases.models import Case, CaseState
from madang.core.cases.opened import log_case_opened
from madang.core.cases.procedures import procedure_of
from madang.core.cases.reasons import told
from madang.core.cases.work_list import DESK_ROLES, counts, rows_of, visible_cases, work_list
from madang.core.people.models import Role
from madang.core.people.permissions import covered, organisations_of, staff_required
from madang.core.people.signed_in import signed_in_user

PAGE_SIZE = 25


@staff_required(*DESK_ROLES)
@require_GET
def desk(request: HttpRequest) -> HttpResponse:
    """The work list: what needs a human, the earliest date in law first."""
    user = signed_in_user(request)
    form = FilterForm(request.GET)
    wanted = {name: request.GET.get(name, "") for name in form.fields} if form.is_valid() else {}
    ids = work_list(user, wanted).values_list("pk", flat=True)
    page = Paginator(ids, PAGE_SIZE).get_page(request.GET.get("page"))
    return render(
        request,
        "cases/desk.html",
        {
            "page": page,
            "cases": rows_of(page),
            "form": form,
            "counts": counts(user),
            "today": timezone.localdate(),
            "filtered": any(wanted.values()),
        },
    )


class _Echo:
    """A file that gives back each line, so that an export streams."""

    def write(self, line: str) -> str:
        return line


@staff_required(*DESK_ROLES)
@require_GET
def export(request: HttpRequest) -> StreamingHttpResponse:
    """The filtered work list as CSV, streamed."""
    user = signed_in_user(request)
    wanted = {name: request.GET.get(name, "") for name in FilterForm.base_fields}
    writer = csv.writer(_Echo())
    head = [
        _("Case"),
        _("Kind"),
        _("About"),
        _("State"),
        _("Opened"),
        _("Due"),
        _("Organisation"),
        _("In the hands of"),
    ]

    def lines() -> Any:
        yield "\ufeff" + writer.writerow(head)
        for case in work_list(user, wanted).iterator(chunk_size=1000):
            yield writer.writerow(
                [
                    case.number,
                    procedure_of(case.kind).title,
                    _guarded(case_title(case)),
                    case.get_state_display(),
                    timezone.localtime(case.opened_at).date().isoformat(),
                    case.due_on.isoformat() if case.due_on else "",
                    case.organisation.title,
                    _guarded(staff_name(case.assignee)),
                ]
            )

    response = StreamingHttpResponse(lines(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="cases.csv"'
    return response


def _guarded(cell: str) -> str:
    """A cell that a spreadsheet would run as a formula is shown as text (CSV injection)."""
    return f"'{cell}" if cell[:1] in "=+-@\t\r" else cell


@staff_required(*DESK_ROLES)
@require_POST
def take(request: HttpRequest) -> HttpResponse:
    """Take the ticked cases into one's own hands, or lay them back."""
    user = signed_in_user(request)
    ids = [int(value) for value in request.POST.getlist("case") if value.isdecimal()]
    mine = list(visible_cases(user).filter(pk__in=ids).values_list("pk", flat=True))
    if not mine:
        messages.warning(request, _("Tick at least one case first."))
    else:
        to = None if request.POST.get("do") == "lay-back" else user
        changed = assign(mine, to=to, by=user)
        messages.success(
            request, ngettext("%(n)d case changed hands.", "%(n)d cases changed hands.", changed) % {"n": changed}
        )
    if request.POST.get("back") == "case" and mine:
        return redirect("cases:case", case_id=mine[0])
    return redirect("cases:desk")


@staff_required(*DESK_ROLES)
@require_GET
def case_page(request: HttpRequest, case_id: int) -> HttpResponse:
    """One case: facts, reasons, history, decision. What a kind of case needs beside is `cases/kinds/<kind>.html`."""
    case = _visible(request, case_id)
    log_case_opened(case, signed_in_user(request))
    return _show(request, case)


@staff_required(*DESK_ROLES)
@require_POST
def act(request: HttpRequest, case_id: int, verb: str) -> HttpResponseBase:
    """Decide, note, transfer, countersign or hand back; what was written stays in the form when refused."""
    case = _visible(request, case_id)
    try:
        handler = _VERBS[verb]
    except KeyError:
        raise Http404 from None
    form = handler(request, case)
    if form is not None:
        return _show(request, case, status=422, **{f"{verb.replace('-', '_')}_form": form})
    return redirect("cases:desk") if verb == "transfer" else redirect("cases:case", case_id=case.pk)


def _decide(request: HttpRequest, case: Case) -> DecisionForm | None:
    form = DecisionForm(request.POST, case=case, auto_id="decide_%s")
    if not form.is_valid():
        return form
    user = signed_in_user(request)
    try:
        decision = decide(
            case.pk,
            form.cleaned_data["outcome"],
            by=user,
            words=form.cleaned_data["words"],
            amount=case.data.get("amount"),
            currency=case.data.get("currency", ""),
            reasons=case.facts.get("conditions", []),
            appeal_until=appeal_limit(case),
        )
    except CaseError as error:
        form.add_error(None, str(error))
        return form
    if decision.final:
        messages.success(request, _("Decided. The person gets the signed letter."))
    else:
        messages.info(request, _("Proposed. A supervisor must sign it before it takes effect."))
    return None


def _countersign(request: HttpRequest, case: Case) -> WordsForm | None:
    latest = case.decisions.order_by("-id").first()
    if latest is None:
        raise Http404
    try:
        countersign(latest.pk, by=signed_in_user(request))
        messages.success(request, _("Signed. The person gets the signed letter."))
    except CaseError as error:
        messages.error(request, str(error))
    return None


def _hand_back(request: HttpRequest, case: Case) -> WordsForm | None:
    form = WordsForm(request.POST, auto_id="hand_back_%s")
    latest = case.decisions.order_by("-id").first()
    if latest is None:
        raise Http404
    if not form.is_valid():
        return form
    try:
        hand_back(latest.pk, by=signed_in_user(request), words=form.cleaned_data["words"])
        messages.success(request, _("Handed back to the officer."))
    except CaseError as error:
        form.add_error(None, str(error))
        return form
    return None


def _note(request: HttpRequest, case: Case) -> WordsForm | None:
    form = WordsForm(request.POST, auto_id="note_%s")
    if not form.is_valid():
        return form
    add_note(case.pk, by=signed_in_user(request), words=form.cleaned_data["words"])
    messages.success(request, _("Note kept."))
    return None


def _transfer(request: HttpRequest, case: Case) -> TransferForm | None:
    form = TransferForm(request.POST, case=case, auto_id="transfer_%s")
    if not form.is_valid():
        return form
    user = signed_in_user(request)
    try:
        transfer(case.pk, to=form.cleaned_data["to"], by=user, words=form.cleaned_data["words"])
    except CaseError as error:
        form.add_error(None, str(error))
        return form
    messages.success(request, _("Passed on. The clock in law keeps running."))
    return None


def _visible(request: HttpRequest, case_id: int) -> Case:
    case = (
        Case.objects.select_related("organisation", "applicant", "subject", "assignee__person", "parent")
        .filter(pk=case_id)
        .first()
    )
    if case is None:
        raise Http404
    covered(request.user, case.organisation_id, *DESK_ROLES)
    return case


def _show(request: HttpRequest, case: Case, status: int = 200, **forms: Any) -> HttpResponse:
    user = signed_in_user(request)
    decisions = list(case.decisions.select_related("decided_by__person", "countersigned_by__person").order_by("-id"))
    latest = decisions[0] if decisions else None
    currency = case.data.get("currency", "")
    supervises = case.organisation_id in organisations_of(user, Role.SUPERVISOR)
    context = {
        "case": case,
        "reasons": told(case.facts.get("conditions", []), currency),
        "parts": told(case.facts.get("parts", []), currency),
        "kind_panel": select_template([f"cases/kinds/{case.kind}.html", "cases/kinds/_none.html"]),
        "history": case.history.select_related("user__person"),
        "decisions": decisions,
        "follow_ups": case.follow_ups.all(),
        "may_decide": case.state in {CaseState.OPEN, CaseState.WAITING},
        "may_sign": case.state == CaseState.PROPOSED
        and supervises
        and latest is not None
        and latest.decided_by_id != user.pk,
        "proposed": latest if case.state == CaseState.PROPOSED else None,
        "live": case.state not in {CaseState.DECIDED, CaseState.WITHDRAWN},
        "mine": case.assignee_id == user.pk,
        "decide_form": DecisionForm(case=case, auto_id="decide_%s"),
        "note_form": WordsForm(auto_id="note_%s"),
        "hand_back_form": WordsForm(auto_id="hand_back_%s"),
        "transfer_form": TransferForm(case=case, auto_id="transfer_%s"),
    }
    return render(request, "cases/case.html", {**context, **forms}, status=status)


_VERBS: dict[str, Callable[[HttpRequest, Case], Any]] = {
    "decide": _decide,
    "countersign": _countersign,
    "hand-back": _hand_back,
    "note": _note,
    "transfer": _transfer,
}
