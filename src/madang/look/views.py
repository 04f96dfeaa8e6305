"""The catalogue of components, and the switch between light and dark."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from madang.look.catalogue import catalogue_context
from madang.look.themes import COOKIE, MAX_AGE, THEMES


@require_safe
def catalogue(request: HttpRequest) -> HttpResponse:
    """Every component as it looks, for developers."""
    return render(request, "look/catalogue.html", catalogue_context())


@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """The officers' frame with a work list, for developers."""
    return render(request, "look/catalogue_desk.html", catalogue_context())


@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest) -> HttpResponse:
    """The page that asks before a step, for developers; the step only shows a message."""
    if request.method == "POST":
        messages.success(request, _("Done. This was only an example: nothing was stored."))
        return redirect("look:catalogue")
    return render(request, "look/catalogue_confirm.html")


@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    """Keep the chosen theme (`light`, `dark`, empty: as the device) in a cookie and go back to the page."""
    chosen = request.POST.get("theme", "")
    if chosen not in {value for value, _, _ in THEMES}:
        return HttpResponseBadRequest("theme: choose light, dark or nothing")
    target = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure()):
        target = "/"
    response = redirect(target)
    if chosen:
        # Not HttpOnly: look.js sets the same cookie so that the page need not load again.
        response.set_cookie(COOKIE, chosen, MAX_AGE, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE)
    else:
        response.delete_cookie(COOKIE, samesite="Lax")
    return response
