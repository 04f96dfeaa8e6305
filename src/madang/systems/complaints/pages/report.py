"""Reporting, without signing in."""

from __future__ import annotations

import uuid

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from madang.systems.complaints.actions.send_report import NewReport, send_report
from madang.systems.complaints.engine.tracking import clean_tracking
from madang.systems.complaints.forms import ReportForm
from madang.systems.complaints.models import Report


@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest) -> HttpResponse:
    """The form."""
    form = ReportForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            sent = send_report(NewReport(words=form.cleaned_data["words"], key=_key(request)))
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return redirect("complaints:follow", tracking=sent.report.tracking)
    context = {"form": form, "key": uuid.uuid4()}
    return render(request, "complaints/report.html", context, status=422 if form.errors else 200)


@require_GET
def follow(request: HttpRequest, tracking: str) -> HttpResponse:
    """Where one report stands."""
    found = get_object_or_404(Report, tracking=clean_tracking(tracking) or "")
    return render(request, "complaints/follow.html", {"report": found})


def _key(request: HttpRequest) -> uuid.UUID:
    try:
        return uuid.UUID(request.POST.get("key", ""))
    except ValueError:
        return uuid.uuid4()
