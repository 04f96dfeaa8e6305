"""The payments desk: totals, files for the bank, payments that did not arrive. Only of the organisations one works for."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Count, F, QuerySet, Sum
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext, gettext_noop
from django.views.decorators.http import require_GET

from madang.core.cases.models import Case
from madang.core.payments.engine.status_reasons import explain_reason
from madang.core.payments.legal_basis import legal_basis_of
from madang.core.payments.models import Instruction, InstructionState, PaymentFile
from madang.core.people.models import Role
from madang.core.people.permissions import covered, organisations_of, staff_required
from madang.core.people.signed_in import signed_in_user
from madang.core.registers.access import Why, log_reading

ROLES = (Role.OFFICER, Role.SUPERVISOR, Role.AUDITOR)
DOWNLOADERS = (Role.OFFICER, Role.SUPERVISOR)
FILES_SHOWN = 30
REJECTED_A_PAGE = 25
PURPOSE = gettext_noop("Looking into a payment file for the bank")
FACTS = ("bank_account.bank", "bank_account.number")


@staff_required(*ROLES)
@require_GET
def desk(request: HttpRequest) -> HttpResponse:
    """Totals by state, the latest files and what the bank sent back; no names, no accounts."""
    organisations = organisations_of(request.user, *ROLES)
    mine = Instruction.objects.filter(payer__in=organisations)
    rejected = mine.filter(state=InstructionState.REJECTED).select_related("payer").order_by("-due_on", "-id")
    page = Paginator(rejected, REJECTED_A_PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "payments/desk.html",
        {
            "totals": _totals(mine),
            "files": PaymentFile.objects.filter(paying_account__organisation__in=organisations)
            .select_related("paying_account__organisation")
            .order_by("-created_at", "-id")[:FILES_SHOWN],
            "downloads": organisations_of(request.user, *DOWNLOADERS),
            "page": page,
            "rejected": _explained(list(page.object_list)),
        },
    )


def _totals(mine: QuerySet[Instruction]) -> list[dict[str, Any]]:
    """How many payments and how much money stand in each state, by currency."""
    titles = dict(InstructionState.choices)
    rows = mine.values("state", "currency").annotate(count=Count("pk"), total=Sum(F("amount") - F("set_off")))
    order = list(InstructionState.values)
    return [
        {**row, "title": titles[row["state"]]}
        for row in sorted(rows, key=lambda row: (order.index(row["state"]), row["currency"]))
    ]


def _explained(rejected: list[Instruction]) -> list[dict[str, Any]]:
    """Each payment that did not arrive with the bank's reason in plain words and its latest case."""
    references = [f"instruction:{one.pk}" for one in rejected]
    cases = {
        case.reference: case
        for case in Case.objects.filter(kind="payment-rejected", reference__in=references).order_by("id")
    }
    found = []
    for one in rejected:
        reason = explain_reason(one.reason_code)
        found.append(
            {
                "payment": one,
                "meaning": gettext(reason.meaning),
                "remedy": gettext(reason.remedy),
                "case": cases.get(f"instruction:{one.pk}"),
            }
        )
    return found


@staff_required(*DOWNLOADERS)
@require_GET
def payment_file(request: HttpRequest, file_id: int) -> HttpResponseBase:
    """The order to the bank as it was written (pain.001). It names people and accounts: each of them sees who took it out."""
    file = PaymentFile.objects.select_related("paying_account__organisation").filter(pk=file_id).first()
    if file is None:
        raise Http404
    covered(request.user, file.paying_account.organisation_id, *DOWNLOADERS)
    path = Path(settings.VAR_DIR) / file.path
    if not file.path or not path.is_file():
        raise Http404
    _log(request, file)
    return FileResponse(
        path.open("rb"), as_attachment=True, filename=f"{file.message_id}.xml", content_type="application/xml"
    )


def _log(request: HttpRequest, file: PaymentFile) -> None:
    by_service: dict[str, set[int]] = {}
    for service, payee in file.instructions.values_list("service", "payee_id"):
        by_service.setdefault(service, set()).add(payee)
    with transaction.atomic():
        for service, payees in by_service.items():
            why = Why(
                purpose=PURPOSE,
                legal_basis=legal_basis_of(service),
                organisation=file.paying_account.organisation,
                user=signed_in_user(request),
                reference=f"payment-file:{file.pk}",
            )
            log_reading(dict.fromkeys(payees, FACTS), why)
