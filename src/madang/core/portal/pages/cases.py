"""My cases: where each stands, why it was decided so, and what can be done."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from madang.core.cases.actions.appeal import appeal
from madang.core.cases.actions.work import LIVE, withdraw
from madang.core.cases.errors import CaseError
from madang.core.cases.messages import case_title, sentence
from madang.core.cases.models import Case, CaseState, Decision, Outcome
from madang.core.cases.reasons import told
from madang.core.documents.models import Letter
from madang.core.payments.models import Instruction
from madang.core.people.permissions import persons_of, resident_required
from madang.core.people.signed_in import signed_in_person, signed_in_user
from madang.core.portal.forms import AppealForm, WithdrawForm
from madang.core.portal.history import answer_in_words, told_history

PAGE_SIZE = 20
PAYMENTS_SHOWN = 12
TONES = {
    CaseState.OPEN: "info",
    CaseState.WAITING: "warning",
    CaseState.PROPOSED: "info",
    CaseState.DECIDED: "success",
    CaseState.WITHDRAWN: "",
}


def visible_cases(request: HttpRequest) -> QuerySet[Case]:
    """Cases that this person or a child in their care applied in, or that were opened about them without an applicant."""
    persons = persons_of(signed_in_user(request))
    mine = Q(applicant_id__in=persons) | Q(applicant=None, subject_id__in=persons)
    return Case.objects.filter(mine).select_related("organisation", "subject", "applicant")


def _case(request: HttpRequest, case_id: int) -> Case:
    case = visible_cases(request).select_related("parent", "award").filter(pk=case_id).first()
    if case is None:
        raise Http404
    return case


@resident_required
@require_GET
def my_cases(request: HttpRequest) -> HttpResponse:
    """All cases, those in work first."""
    found = visible_cases(request).order_by("closed_at", "-opened_at", "-pk")
    in_work = found.filter(state__in=LIVE)
    show = "closed" if request.GET.get("show") == "closed" else "live"
    chosen = found.exclude(state__in=LIVE).order_by("-closed_at", "-pk") if show == "closed" else in_work
    page = Paginator(chosen, PAGE_SIZE).get_page(request.GET.get("page"))
    waiting = page.paginator.count if show == "live" else in_work.count()
    rows = [
        {
            "case": case,
            "title": case_title(case),
            "state": case.get_state_display(),
            "tone": TONES[CaseState(case.state)],
            "about": case.subject if case.subject_id != signed_in_person(request).pk else None,
        }
        for case in page.object_list
    ]
    tabs = [
        ("?show=live", _("In work"), "", show == "live", waiting),
        ("?show=closed", _("Closed"), "", show == "closed"),
    ]
    return render(request, "portal/cases.html", {"page": page, "rows": rows, "tabs": tabs, "show": show})


@resident_required
@require_GET
def my_case(request: HttpRequest, case_id: int) -> HttpResponse:
    """One case: state, clock in law, decision with reasons, history, letters, payments, and what one can do."""
    return _show(request, _case(request, case_id))


@resident_required
@require_POST
def appeal_decision(request: HttpRequest, case_id: int) -> HttpResponseBase:
    """Appeal against the latest decision; what was written stays in the form when it is refused."""
    case = _case(request, case_id)
    decision = _latest(case)
    if decision is None:
        raise Http404
    form = AppealForm(request.POST, late=_late(decision))
    if form.is_valid():
        given = form.cleaned_data
        try:
            opened = appeal(
                decision.pk,
                applicant=signed_in_person(request),
                words=given["words"],
                late_because=given.get("late_because", ""),
            )
        except CaseError as error:
            form.add_error(error.code if error.code in form.fields else None, str(error))
        else:
            messages.success(request, _("Your appeal is in. A person who did not decide before looks at it."))
            return redirect("portal:case", case_id=opened.pk)
    return _show(request, case, appeal_form=form, status=422)


@resident_required
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw_case(request: HttpRequest, case_id: int) -> HttpResponseBase:
    """Withdraw a case that is not decided yet; a page asks first."""
    case = _case(request, case_id)
    form = WithdrawForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            withdraw(case.pk, applicant=signed_in_person(request), words=form.cleaned_data["words"])
        except CaseError as error:
            messages.warning(request, str(error))
        else:
            messages.success(request, _("Withdrawn. Nothing more happens in this case."))
        return redirect("portal:case", case_id=case.pk)
    if case.state not in LIVE:
        messages.info(request, _("This case is closed already, so there is nothing to withdraw."))
        return redirect("portal:case", case_id=case.pk)
    return render(request, "portal/withdraw.html", {"case": case, "title": case_title(case), "form": form})


def _latest(case: Case) -> Decision | None:
    return case.decisions.filter(final=True).order_by("-id").first()


def _late(decision: Decision) -> bool:
    return decision.appeal_until is not None and timezone.localdate() > decision.appeal_until


def _show(
    request: HttpRequest, case: Case, *, status: int = 200, appeal_form: AppealForm | None = None
) -> HttpResponse:
    me = signed_in_person(request)
    decision = _latest(case)
    follow_ups = list(case.follow_ups.exclude(state=CaseState.WITHDRAWN))
    appealed = any(
        decision is not None and one.kind == "appeal" and one.reference == f"decision:{decision.pk}"
        for one in follow_ups
    )
    own = case.applicant_id == me.pk
    may_appeal = own and decision is not None and decision.appeal_until is not None and not appealed
    may_appeal = may_appeal and case.state == CaseState.DECIDED
    if may_appeal and appeal_form is None and decision is not None:
        appeal_form = AppealForm(late=_late(decision))
    context = {
        "case": case,
        "title": case_title(case),
        "tone": TONES[CaseState(case.state)],
        "about": case.subject if case.subject_id != me.pk else None,
        "exception": sentence(case.exception, case.data) if case.exception and case.state in LIVE else "",
        "facts": _terms(case),
        "history": told_history(case.history.all()),
        "letters": list(Letter.objects.filter(person=me, case_reference=f"case:{case.pk}")),
        "payments": _payments(case, me.pk),
        "parent": case.parent,
        "follow_ups": [(one, case_title(one)) for one in follow_ups],
        "may_withdraw": own and case.state in LIVE,
        "appeal_form": appeal_form if may_appeal else None,
        "late": decision is not None and _late(decision),
        **_decided(case, decision),
    }
    return render(request, "portal/case.html", context, status=status)


def _decided(case: Case, decision: Decision | None) -> dict[str, Any]:
    """The decision in words, with its reasons and the parts of the amount."""
    if decision is None or case.state in LIVE:
        return {"decision": None}
    currency = decision.currency or case.data.get("currency", "")
    reasons = told(decision.reasons, currency)
    if decision.outcome == Outcome.GRANTED:
        reasons = [one for one in reasons if one.met == "yes"]
    parts = told(case.facts.get("parts", []), currency) if decision.outcome == Outcome.GRANTED else []
    return {
        "decision": decision,
        "answer": answer_in_words(decision.outcome),
        "answer_kind": "success" if decision.outcome in GOOD else "info",
        "reasons": reasons,
        "parts": parts,
        "currency": currency,
    }


GOOD = {Outcome.GRANTED, Outcome.CORRECTED, Outcome.UPHELD, Outcome.WAIVED}


def _terms(case: Case) -> dict[str, Any]:
    """What was applied for: amount, first month, arrears."""
    data = case.data
    if case.kind != "benefit" or "amount" not in data:
        return {}
    return {
        "amount": data["amount"],
        "currency": data.get("currency", ""),
        "arrears": data.get("arrears") or 0,
        "from_month": dt.date.fromisoformat(data["from_month"]) if data.get("from_month") else None,
    }


def _payments(case: Case, person_id: int) -> list[Instruction]:
    """What was paid under the award of this case to this person, latest first."""
    if case.kind != "benefit":
        return []
    award = getattr(case, "award", None) if case.state == CaseState.DECIDED else None
    if award is None:
        return []
    paid = Instruction.objects.filter(reference=f"award:{award.pk}", payee_id=person_id)
    return list(paid.order_by("-due_on", "-pk")[:PAYMENTS_SHOWN])
