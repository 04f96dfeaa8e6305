"""The pages around sign-in: the doors, the way out, and one's own account."""

from __future__ import annotations

from allauth.account.views import LogoutView
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.timezone import localdate
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from madang.core.people.models import User
from madang.core.people.permissions import to_sign_in
from madang.core.people.sign_in.adapters import display_name
from madang.core.people.sign_in.passkeys import passkeys_of, passkeys_possible


def safe_next(request: HttpRequest) -> str:
    """Where to go after sign-in, if that is a page of this site; else nothing."""
    target = request.GET.get("next", "")
    allowed = url_has_allowed_host_and_scheme(target, allowed_hosts={request.get_host()}, require_https=False)
    return target if allowed else ""


@never_cache
@require_safe
def sign_in(request: HttpRequest) -> HttpResponseBase:
    """The doors. Whoever is signed in goes on, unless a fresh sign-in was asked for (`again`)."""
    again = "again" in request.GET and request.user.is_authenticated
    if request.user.is_authenticated and not again:
        return redirect(safe_next(request) or resolve_url(settings.LOGIN_REDIRECT_URL))
    shown = {
        "next": safe_next(request),
        "again": again,
        "configured": bool(settings.IDENTITY_URL),
        "simulated": settings.DEMO,
        "passkeys_possible": passkeys_possible(request) and not again,
    }
    return render(request, "people/sign_in.html", shown)


class SignOut(LogoutView):
    """GET asks, POST signs out and ends the session."""

    template_name = "people/sign_out.html"


sign_out = never_cache(SignOut.as_view())


@never_cache
@require_safe
def account(request: HttpRequest) -> HttpResponseBase:
    """One's own account: name, roles, passkeys."""
    user = request.user
    if not isinstance(user, User):
        return to_sign_in(request)
    shown = {
        "name": display_name(user),
        "assignments": user.current_assignments(localdate()),
        "passkeys": passkeys_of(user),
        "passkeys_possible": passkeys_possible(request),
    }
    return render(request, "people/account.html", shown)


@never_cache
def closed(request: HttpRequest) -> HttpResponse:
    """Shown after a valid sign-in to an account that was closed."""
    return render(request, "people/account_closed.html", status=403)
