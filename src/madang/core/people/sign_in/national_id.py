"""The OpenID Connect client: the authorisation code flow with PKCE, state and nonce; the ID token's signature is always checked.

Built on django-allauth's client, stricter in four ways: the request's parameters cannot change scope, purpose or prompt;
a nonce binds the token to the browser; the signature is verified although the token came directly from the issuer; and
nothing but the signed ID token is believed.
"""

from __future__ import annotations

import secrets
from typing import Any

from allauth.core import ratelimit
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.models import SocialApp, SocialLogin, SocialToken
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from madang.core.people.sign_in.adapters import refusal
from madang.core.people.sign_in.configuration import PROVIDER_ID
from madang.core.people.sign_in.verification import IdentityError, verified_claims

DISCOVERY_SECONDS = 300


class NationalIdClient(OpenIDConnectOAuth2Adapter):
    """Talks to the issuer."""

    @property
    def openid_config(self) -> dict[str, Any]:
        """The issuer's discovery document (OpenID Connect Discovery 1.0), kept for five minutes."""
        provider = self.get_provider()
        document: dict[str, Any] = _fetched(provider.server_url)
        issuer = provider.app.settings["server_url"].rstrip("/")
        if str(document.get("issuer", "")).rstrip("/") != issuer:
            raise OAuth2Error("the discovery document names another issuer than MADANG_IDENTITY_URL")
        return document

    def get_callback_url(self, request: HttpRequest, app: SocialApp) -> str:
        return request.build_absolute_uri(reverse("national_id_callback"))

    def complete_login(self, request: HttpRequest, app: SocialApp, token: SocialToken, **kwargs: Any) -> SocialLogin:
        """A login with the verified claims at `claims`. Raises OAuth2Error when the token is not what it must be."""
        id_token = kwargs["response"].get("id_token")
        if not isinstance(id_token, str):
            raise OAuth2Error("the issuer sent no ID token")
        configuration = self.openid_config
        expected = {"issuer": configuration["issuer"], "client_id": app.client_id}
        try:
            try:
                claims = verified_claims(id_token, keys=_fetched(configuration["jwks_uri"]), **expected)
            except IdentityError as error:
                if error.code != "unknown-key":
                    raise
                cache.delete(configuration["jwks_uri"])  # the issuer may have changed its keys since we looked
                claims = verified_claims(id_token, keys=_fetched(configuration["jwks_uri"]), **expected)
        except IdentityError as error:
            raise OAuth2Error(str(error)) from error
        login = self.get_provider().sociallogin_from_response(request, {"id_token": claims})
        login.claims = claims
        return login


class NationalIdProvider(OpenIDConnectProvider):
    """The one national ID of this country."""

    oauth2_adapter_class = NationalIdClient

    def get_login_url(self, request: HttpRequest, **kwargs: Any) -> str:
        return reverse("national_id_begin")

    def get_callback_url(self) -> str:
        return reverse("national_id_callback")

    def get_redirect_from_request_kwargs(self, request: HttpRequest) -> dict[str, Any]:
        """Only where to go afterwards is taken from the request: scope, prompt and purpose are ours."""
        taken = super().get_redirect_from_request_kwargs(request)
        kept = {"next_url": taken["next_url"]} if "next_url" in taken else {}
        return {**kept, "process": "login", "scope": self.get_scope(), "auth_params": self.get_auth_params()}

    def redirect(self, request: HttpRequest, process: str, **kwargs: Any) -> HttpResponseBase:
        nonce = secrets.token_urlsafe(32)
        kwargs["auth_params"] = {**kwargs.get("auth_params", {}), "nonce": nonce}
        return super().redirect(request, process, nonce=nonce, **kwargs)

    def extract_extra_data(self, data: dict[str, Any]) -> dict[str, Any]:
        """Kept with the account: the level of assurance, nothing about the person."""
        return {"level": data["id_token"].get("acr", "")}

    def extract_common_fields(self, data: dict[str, Any]) -> dict[str, Any]:
        return {}

    def extract_email_addresses(self, data: dict[str, Any]) -> list[Any]:
        """None: an e-mail address never identifies anybody here."""
        return []


@never_cache
@require_POST
def begin(request: HttpRequest) -> HttpResponseBase:
    """Send the browser to the national ID. Limited by address; answers 429 with the house's page."""
    if not settings.IDENTITY_URL:
        return refusal(request, "not-configured")
    if (limited := ratelimit.consume_or_429(request, action="login")) is not None:
        return limited
    try:
        return OAuth2LoginView.adapter_view(NationalIdClient(request, PROVIDER_ID))(request)
    except (OSError, OAuth2Error, ValueError) as error:  # requests' errors are OSErrors; a bad document is a ValueError
        return refusal(request, "unreachable", error=error)


@never_cache
@require_GET
def callback(request: HttpRequest) -> HttpResponseBase:
    """The browser is back from the national ID: check the answer and sign the person in."""
    if not settings.IDENTITY_URL:
        return refusal(request, "not-configured")
    try:
        return OAuth2CallbackView.adapter_view(NationalIdClient(request, PROVIDER_ID))(request)
    except (OSError, OAuth2Error, ValueError) as error:
        return refusal(request, "unreachable", error=error)


def _fetched(url: str) -> dict[str, Any]:
    document: dict[str, Any] | None = cache.get(url)
    if document is None:
        with get_adapter().get_requests_session() as session:
            answer = session.get(url)
            answer.raise_for_status()
            document = answer.json()
        if not isinstance(document, dict):
            raise ValueError("the issuer's document is not a JSON object")
        cache.set(url, document, DISCOVERY_SECONDS)
    return document
