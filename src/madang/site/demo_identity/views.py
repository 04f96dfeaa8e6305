"""Pages of the simulated national ID: choose a person, agree to what is passed on."""

from __future__ import annotations

from typing import Any

from allauth.core import ratelimit
from allauth.idp.oidc.models import Client
from allauth.idp.oidc.views import AuthorizationView
from django.conf import settings
from django.contrib.auth import login, logout
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from madang.site.demo_identity.models import Holder
from madang.site.demo_identity.persons import RESIDENT, STAFF, DemoPerson, demo_persons
from madang.site.demo_identity.provider import SimulatedNationalId, pseudonym_of

SHOWN = 24


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def choose(request: HttpRequest) -> HttpResponseBase:
    """Tap a name to be that person. There is no password: this is a demonstration and says so."""
    persons = demo_persons(settings.VAR_DIR)
    target = _way_on(request)
    if request.method == "POST":
        if (limited := ratelimit.consume_or_429(request, action="login")) is not None:
            return limited
        chosen = next((p for p in persons if p.national_number == request.POST.get("national_number")), None)
        if chosen is not None and target:
            login(request, _holder(chosen), backend="django.contrib.auth.backends.ModelBackend")
            return redirect(target)
    words = request.GET.get("q", "").strip()
    found = [p for p in persons if p.matches(words)] if words else []
    shown = {
        "target": target,
        "client_url": settings.CLIENT_URL,
        "words": words,
        "found": found[:SHOWN],
        "more": max(0, len(found) - SHOWN),
        "groups": [
            (_("Residents"), [p for p in persons if p.title and p.group == RESIDENT]),
            (_("Staff"), [p for p in persons if p.title and p.group == STAFF]),
        ],
        "empty": not persons,
    }
    return render(request, "demo_identity/choose.html", shown)


class Consent(AuthorizationView):
    """The authorisation endpoint: PKCE with S256 is required, and every sign-in asks who one is."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.GET.get("code_challenge") or request.GET.get("code_challenge_method") != "S256":
            shown = {"error": {"description": _("The request has no proof key (PKCE, S256).")}}
            return render(request, "idp/oidc/error.html", shown, status=400)
        answer: HttpResponse = super().get(request, *args, **kwargs)
        return answer

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        answer: HttpResponse = super().post(request, *args, **kwargs)
        if "action" in request.POST and answer.status_code == 302:
            logout(request)  # so that the next sign-in can be somebody else
        return answer

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        names = SimulatedNationalId.scope_display
        return {
            **super().get_context_data(**kwargs),
            "passed_on": [text for scope, text in names.items() if scope in self._scopes],
        }


authorize = login_not_required(method_decorator(never_cache, name="dispatch")(Consent).as_view())


def _holder(person: DemoPerson) -> Holder:
    values = {"name": person.name, "locale": person.locale, "pseudonym": pseudonym_of(person.national_number)}
    return Holder.objects.update_or_create(national_number=person.national_number, defaults=values)[0]


def _way_on(request: HttpRequest) -> str:
    """The request of the client that waits for an answer; nothing else may follow a sign-in here."""
    target = request.POST.get("next") or request.GET.get("next", "")
    return target if target.startswith(f"{reverse('idp:oidc:authorization')}?") else ""


def registered_client() -> Client:
    """The main site as the only client, kept in step with its settings. Called at every start."""
    secret = settings.CLIENT_SECRET
    client = Client.objects.filter(pk="madang").first() or Client(pk="madang")
    client.name = "Madang"
    client.type = Client.Type.CONFIDENTIAL
    client.set_scopes(list(SimulatedNationalId.scope_display))
    client.set_redirect_uris([f"{origin}/sign-in/national-id/callback/" for origin in settings.CLIENT_ORIGINS])
    if not client.check_secret(secret):
        client.set_secret(secret)
    client.save()
    return client
