"""Screens."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from madang.core.people.permissions import resident_required
from madang.core.people.signed_in import signed_in_person
from madang.systems.complaints.actions.send_request import send_request
from madang.systems.complaints.forms import RequestForm
from madang.systems.complaints.models import Request


@resident_required
@require_http_methods(["GET", "HEAD", "POST"])
def home(request: HttpRequest) -> HttpResponse:
    """One's own requests, and the form for another."""
    person = signed_in_person(request)
    form = RequestForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            send_request(person, form.cleaned_data["words"], key=_key(request))
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Your request has arrived."))
            return redirect("complaints:home")
    requests = Request.objects.filter(person=person).select_related("case").order_by("-received_at")[:50]
    context = {"form": form, "requests": requests, "key": uuid.uuid4()}
    return render(request, "complaints/home.html", context, status=422 if form.errors else 200)


def _key(request: HttpRequest) -> uuid.UUID:
    """The key that the form was given, so that sending it twice is one request; a new one for whoever left it out."""
    try:
        return uuid.UUID(request.POST.get("key", ""))
    except ValueError:
        return uuid.uuid4()
