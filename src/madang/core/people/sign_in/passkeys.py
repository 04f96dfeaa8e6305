"""Passkeys (WebAuthn, W3C level 2): add, rename, remove, and sign in with one."""

from __future__ import annotations

import ipaddress
import time
from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from allauth.account.internal.flows.login import get_authentication_records
from allauth.core import context
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal import auth
from allauth.mfa.webauthn.views import AddWebAuthnView, EditWebAuthnView, LoginWebAuthnView, RemoveWebAuthnView
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, resolve_url
from django.urls import reverse_lazy

from madang.core.people.models import User
from madang.core.people.permissions import to_sign_in

RECENT_SECONDS = 10 * 60


def recent_sign_in_required(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Whoever finds an unlocked screen must not be able to add a key of their own: ask for a sign-in of the last minutes."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return to_sign_in(request)
        records = get_authentication_records(request, request.user)
        if not records or time.time() - records[-1]["at"] > RECENT_SECONDS:
            return redirect(f"{resolve_url(settings.LOGIN_URL)}?{urlencode({'next': request.path, 'again': 1})}")
        return view(request, *args, **kwargs)

    return guarded


def passkeys_of(user: User) -> list[Authenticator]:
    """The passkeys of a user, oldest first."""
    return list(Authenticator.objects.filter(user=user, type=Authenticator.Type.WEBAUTHN).order_by("created_at"))


def passkeys_possible(request: HttpRequest) -> bool:
    """Browsers bind a passkey to a name and refuse bare IP addresses (WebAuthn, section 5.1.2, effective domain)."""
    host = request.get_host().rpartition(":")[0] or request.get_host()
    try:
        ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return request.is_secure() or host == "localhost" or host.endswith(".localhost")
    return False


class AddPasskey(AddWebAuthnView):
    """Adds a discoverable key that checks its owner (fingerprint, face or PIN)."""

    template_name = "people/passkey_add.html"
    success_url = reverse_lazy("account")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        shown = super(AddWebAuthnView, self).get_context_data(**kwargs)
        options = auth.begin_registration(context.request.user, True)
        return {**shown, "js_data": {"creation_options": options}, "possible": passkeys_possible(self.request)}

    def get_success_url(self) -> str:
        return str(self.success_url)


class RenamePasskey(EditWebAuthnView):
    template_name = "people/passkey_rename.html"
    success_url = reverse_lazy("account")


class RemovePasskey(RemoveWebAuthnView):
    template_name = "people/passkey_remove.html"
    success_url = reverse_lazy("account")


class SignInWithPasskey(LoginWebAuthnView):
    """GET as JSON gives the challenge, POST checks the answer. Limited by address."""


add = recent_sign_in_required(AddPasskey.as_view())
rename = recent_sign_in_required(RenamePasskey.as_view())
remove = recent_sign_in_required(RemovePasskey.as_view())


def sign_in(request: HttpRequest) -> HttpResponse:
    """Sign in with a passkey."""
    answer: HttpResponse = SignInWithPasskey.as_view()(request)
    return answer
