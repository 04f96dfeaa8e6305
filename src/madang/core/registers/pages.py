"""The registrars' desk: which registers there are, what became of loaded files, a birth, the right value of a fact."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from madang.core.cases.errors import CaseError
from madang.core.cases.models import Case
from madang.core.people.models import Organisation, Person, Role
from madang.core.people.permissions import covered, organisations_of, staff_required
from madang.core.people.signed_in import signed_in_user
from madang.core.registers.access import Why, log_reading
from madang.core.registers.actions.dispute_fact import CORRECTION, set_correction
from madang.core.registers.actions.register_birth import register_birth
from madang.core.registers.declarations import CIVIL, all_registers, catalogue, owner_of
from madang.core.registers.errors import RegisterError
from madang.core.registers.forms import BirthForm, CorrectionForm
from madang.core.registers.models import LoadReport

REPORTS_A_PAGE = 20
BIRTH_PURPOSE = gettext_noop("Registering the birth of a child")
BIRTH_BASIS = gettext_noop("Law on the civil register")


@staff_required(Role.REGISTRAR, Role.AUDITOR)
@require_GET
def desk(request: HttpRequest) -> HttpResponse:
    """Every register as it is declared, and the files loaded into those that this member of staff keeps or audits."""
    reports = LoadReport.objects.filter(register__in=_registers_of(request)).order_by("-started_at", "-id")
    kept = _keeps(request)
    page = Paginator(reports, REPORTS_A_PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "registers/desk.html",
        {
            "catalogue": catalogue(),
            "page": page,
            "titles": {register.name: register.title for register in all_registers()},
            "kept": kept,
            "may_register_births": CIVIL.name in kept,
        },
    )


def _registers_of(request: HttpRequest, *roles: str) -> list[str]:
    """Names of the registers whose keeper this member of staff works for in one of the roles."""
    covered_ids = organisations_of(request.user, *(roles or (Role.REGISTRAR, Role.AUDITOR)))
    codes = set(Organisation.objects.filter(pk__in=covered_ids).values_list("code", flat=True))
    return [register.name for register in all_registers() if register.owner in codes]


def _keeps(request: HttpRequest) -> list[str]:
    return _registers_of(request, Role.REGISTRAR)


@staff_required(Role.REGISTRAR)
@require_GET
def refusals(request: HttpRequest, report_id: int) -> HttpResponseBase:
    """The refused rows of a load as they were given, with the reasons in front. Only for the register's keeper."""
    report = LoadReport.objects.filter(pk=report_id, register__in=_keeps(request)).first()
    if report is None or not report.refusals_path:
        raise Http404
    path = Path(report.refusals_path)
    if not path.is_file():
        raise Http404
    return FileResponse(path.open("rb"), as_attachment=True, filename=path.name, content_type="text/csv; charset=utf-8")


@staff_required(Role.REGISTRAR)
@require_http_methods(["GET", "POST"])
def birth(request: HttpRequest) -> HttpResponseBase:
    """Register a birth: fill in, look at it once more with the parents' names, register."""
    user = signed_in_user(request)
    covered(user, owner_of(CIVIL).pk, Role.REGISTRAR)
    if request.method == "GET":
        return render(request, "registers/birth.html", {"form": BirthForm()})
    form = BirthForm(request.POST)
    if not form.is_valid():
        return render(request, "registers/birth.html", {"form": form}, status=422)
    given = form.cleaned_data
    try:
        with transaction.atomic():
            read = {parent.pk: ["person.id"] for parent in (given["mother"], given["father"]) if parent is not None}
            why = Why(purpose=BIRTH_PURPOSE, legal_basis=BIRTH_BASIS, organisation=owner_of(CIVIL), user=user)
            log_reading(read, why)
            if "confirm" not in request.POST or "change" in request.POST:
                template = "registers/birth.html" if "change" in request.POST else "registers/birth_confirm.html"
                return render(request, template, {"form": form, "facts": _facts(form)})
            child = register_birth(**given, by=user)
    except RegisterError as error:
        form.add_error(error.field if error.field in form.fields else None, str(error))
        return render(request, "registers/birth.html", {"form": form}, status=422)
    messages.success(
        request, _("The birth of %(name)s is registered. What follows from it begins now.") % {"name": child}
    )
    return redirect("registers:desk")


def _facts(form: BirthForm) -> list[tuple[str, Any]]:
    """What is about to be registered, in words."""
    found = []
    for field in form:
        value = form.cleaned_data[field.name]
        if isinstance(value, Person):
            value = f"{value.full_name} ({value.national_number})"
        if field.name == "sex":
            value = dict(form.fields["sex"].choices)[value]  # type: ignore[attr-defined]
        if isinstance(value, bool):
            value = _("yes") if value else _("no")
        if value:
            found.append((str(field.label), value))
    return found


@staff_required(Role.REGISTRAR, Role.OFFICER, Role.SUPERVISOR)
@require_POST
def right_value(request: HttpRequest, case_id: int) -> HttpResponseBase:
    """Keep the value found to be right in a correction; the decision "corrected" writes it."""
    case = get_object_or_404(Case, pk=case_id, kind=CORRECTION)
    covered(request.user, case.organisation_id, Role.REGISTRAR, Role.OFFICER, Role.SUPERVISOR)
    form = CorrectionForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Enter the right value first."))
    else:
        try:
            set_correction(case.pk, form.cleaned_data["value"], by=signed_in_user(request))
            messages.success(request, _("Kept. Decide “corrected” to write it into the register."))
        except (RegisterError, CaseError) as error:
            messages.error(request, str(error))
    return redirect("cases:case", case_id=case.pk)
