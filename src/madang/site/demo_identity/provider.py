"""What the simulated national ID says about a holder."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable
from typing import Any, Literal

from allauth.idp.oidc.adapter import DefaultOIDCAdapter
from allauth.idp.oidc.models import Client
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from madang.core.people.sign_in.configuration import SIMULATED_LEVEL
from madang.site.demo_identity.models import Holder


def pseudonym_of(national_number: str) -> str:
    """Stable for this client and useless to any other (OpenID Connect Core 1.0, section 8.1, pairwise identifiers)."""
    return hmac.new(settings.SECRET_KEY.encode(), f"madang:{national_number}".encode(), hashlib.sha256).hexdigest()


class SimulatedNationalId(DefaultOIDCAdapter):
    """Claims: `sub` a pseudonym; with `profile` name and locale; with `national_number` the number."""

    scope_display = {
        "openid": _("a pseudonym for you"),
        "profile": _("your name and language"),
        "national_number": _("your national number"),
    }

    def get_issuer(self) -> str:
        """Fixed by settings, so that no Host header can change it."""
        issuer: str = settings.IDENTITY_URL
        return issuer

    def get_claims(
        self,
        purpose: Literal["id_token", "userinfo"],
        user: Holder,
        client: Client,
        scopes: Iterable[str],
        email: str | None = None,
        **kwargs: Any,
    ) -> dict[str, Any]:
        granted = set(scopes)
        claims: dict[str, Any] = {"sub": user.pseudonym, "acr": SIMULATED_LEVEL}
        if "profile" in granted:
            claims |= {"name": user.name, "locale": user.locale}
        if "national_number" in granted:
            claims["national_number"] = user.national_number
        return claims

    def get_user_sub(self, client: Client, user: Holder) -> str:
        return user.pseudonym

    def get_user_by_sub(self, client: Client, sub: str) -> Holder | None:
        return Holder.objects.filter(pseudonym=sub, is_active=True).first()

    def populate_server_metadata(self, data: dict[str, Any]) -> None:
        data["subject_types_supported"] = ["pairwise"]
        data["scopes_supported"] = list(self.scope_display)
        data["acr_values_supported"] = [SIMULATED_LEVEL]
        data["response_types_supported"] = ["code"]
        data["grant_types_supported"] = ["authorization_code"]
