"""My data: what each register holds, who read it, and "this is wrong"."""

from __future__ import annotations

import csv
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_http_methods

from madang.core.people.models import Person
from madang.core.people.permissions import accessible_person, persons_of, resident_required
from madang.core.people.signed_in import signed_in_person, signed_in_user
from madang.core.portal.forms import DisputeForm, ReadsFilter
from madang.core.portal.held import in_words, registers_about
from madang.core.portal.reads import agencies_that_read, readings, shown_reading
from madang.core.registers.actions.dispute_fact import dispute_fact
from madang.core.registers.declarations import fact_declared
from madang.core.registers.errors import RegisterError
from madang.core.registers.my_data import HeldFact, facts_of

PAGE_SIZE = 20


@resident_required
@require_GET
def my_data(request: HttpRequest) -> HttpResponse:
    """What each register holds about the person, or about a child in their care."""
    person = _about(request)
    return render(
        request,
        "portal/my_data.html",
        {
            "registers": registers_about(person, signed_in_user(request)),
            "about": person,
            **_people(request, person, "portal:my-data"),
        },
    )


@resident_required
@require_GET
def reads(request: HttpRequest) -> HttpResponse:
    """Who read which fact, when, why and under which law."""
    person = _about(request)
    form, found = _filtered(request, person)
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    shown = [shown_reading(access) for access in page.object_list]
    return render(
        request,
        "portal/reads.html",
        {
            "page": page,
            "readings": shown,
            "everybody": any(one.everybody for one in shown),
            "form": form,
            "filtered": any(form.data.get(name) for name in form.fields),
            "csv_url": f"{reverse('portal:reads-csv')}?{request.GET.urlencode()}",
            "about": person,
            **_people(request, person, "portal:reads"),
        },
        status=422 if form.errors else 200,
    )


@resident_required
@require_GET
def reads_csv(request: HttpRequest) -> HttpResponseBase:
    """The same list, filtered the same way, as CSV."""
    person = _about(request)
    _form, found = _filtered(request, person)
    head = [
        _("When"),
        _("Who read"),
        _("Purpose"),
        _("Under which law"),
        _("What"),
        _("Everybody at once"),
        pgettext("reading", "Reference"),
    ]
    response = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="who-read-my-data.csv"'
    writer = csv.writer(response)
    writer.writerow(head)
    for access in found.iterator(chunk_size=1000):
        one = shown_reading(access)
        row = [
            timezone.localtime(one.at).isoformat(timespec="seconds"),
            one.who,
            one.purpose,
            "; ".join(law for law, _url in one.laws),
        ]
        row += ["; ".join(one.facts), _("yes") if one.everybody else _("no"), one.reference]
        writer.writerow([_guarded(cell) for cell in row])
    return response


def _guarded(cell: str) -> str:
    """A cell that a spreadsheet would run as a formula is shown as text (CSV injection)."""
    return f"'{cell}" if cell[:1] in {"=", "+", "-", "@", "\t", "\r"} else cell


def _filtered(request: HttpRequest, person: Person) -> tuple[ReadsFilter, Any]:
    form = ReadsFilter(request.GET, agencies=agencies_that_read(person))
    wanted = form.cleaned_data if form.is_valid() else {}
    return form, readings(person, wanted.get("agency", ""), wanted.get("since"), wanted.get("until"))


@resident_required
@require_http_methods(["GET", "HEAD", "POST"])
def dispute(request: HttpRequest, register: str, fact: str) -> HttpResponseBase:
    """Say that a fact is wrong: it goes to the agency that keeps it, as a case."""
    person = _about(request)
    try:
        kept, table, _column = fact_declared(fact)
    except RegisterError:
        raise Http404 from None
    if kept.name != register:
        raise Http404
    held = _held(person, fact, request)
    rows = [(str(row_id), _row_label(several)) for row_id, several in held.items()]
    rows.append(("missing", _("An entry is missing altogether")))
    this = next((one for several in held.values() for one in several if one.name == fact), None)
    wanted = request.GET.get("row", "")
    form = DisputeForm(
        request.POST if request.method == "POST" else None,
        rows=rows,
        kind=this.kind if this else "",
        initial={"row": wanted if wanted in dict(rows) else rows[0][0]},
    )
    if request.method == "POST" and form.is_valid():
        case_id = _disputed(form, person, fact, signed_in_person(request))
        if case_id is not None:
            messages.success(request, _("Thank you. The agency that keeps the fact looks at it and answers you."))
            return redirect("portal:case", case_id=case_id)
    return render(
        request,
        "portal/dispute.html",
        {
            "form": form,
            "about": person,
            "own": person.pk == signed_in_person(request).pk,
            "register": kept,
            "title": this.title if this else _("This entry"),
            "value": in_words(this) if this and len(held) == 1 else "",
            "table": table,
        },
        status=422 if form.errors else 200,
    )


def _disputed(form: DisputeForm, person: Person, fact: str, applicant: Person) -> int | None:
    """Open the case; None when it was refused, with the reason in the form."""
    given = form.cleaned_data
    missing = given["row"] == "missing"
    try:
        case = dispute_fact(
            person,
            fact,
            given["words"],
            claimed="" if missing else given["claimed"].strip(),
            row_id=None if missing else int(given["row"]),
            missing=missing,
            applicant=applicant,
        )
    except RegisterError as error:
        form.add_error(error.field if error.field in form.fields else None, str(error))
        return None
    return case.pk


def _held(person: Person, fact: str, request: HttpRequest) -> dict[int, list[HeldFact]]:
    """The rows of the fact's table that are about the person, by id."""
    table = fact.partition(".")[0]
    held = facts_of(person, user=signed_in_user(request), entities={table})
    return {row.id: row.facts for register in held for one in register.tables for row in one.rows}


def _row_label(facts: list[HeldFact]) -> str:
    """What tells one row from another: its facts in one line."""
    return " · ".join(f"{fact.title}: {in_words(fact)}" for fact in facts if fact.raw not in (None, ""))


def _about(request: HttpRequest) -> Person:
    """The person asked for, if the user may act for them; themselves otherwise. Raises Http404 for anybody else."""
    wanted = request.GET.get("person", "")
    if not wanted:
        return signed_in_person(request)
    if not wanted.isdecimal() or len(wanted) > 18:
        raise Http404
    return accessible_person(signed_in_user(request), int(wanted))


def _people(request: HttpRequest, about: Person, place: str) -> dict[str, Any]:
    """Tabs for oneself and the children in one's care; none when there is only oneself."""
    me = signed_in_person(request)
    others = sorted(persons_of(signed_in_user(request)) - {me.pk})
    address = reverse(place)
    tabs = [(address, _("Me"), "", about.pk == me.pk)]
    tabs += [
        (f"{address}?person={child.pk}", child.full_name, "", about.pk == child.pk)
        for child in Person.objects.filter(pk__in=others).order_by("pk")
    ]
    return {"people": tabs if len(tabs) > 1 else [], "own": about.pk == me.pk}
