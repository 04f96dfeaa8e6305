"""Sign-in as the site has it, whatever the site's own settings are at the moment."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from allauth.socialaccount.providers import registry
from django.core.cache import cache

from madang.core.people.sign_in.configuration import PROVIDER_ID
from madang.core.people.sign_in.national_id import NationalIdProvider
from madang.core.people.tests import settings as sign_in
from madang.core.people.tests.issuer import Issuer


@pytest.fixture(autouse=True)
def _sign_in(settings, monkeypatch) -> Iterator[None]:
    names = [n for n in dir(sign_in) if n.startswith(("IDENTITY_", "SOCIALACCOUNT_", "ACCOUNT_", "MFA_"))]
    for name in names:
        setattr(settings, name, getattr(sign_in, name))
    settings.ROOT_URLCONF = "madang.core.people.tests.urls"
    registry.load()
    monkeypatch.setitem(registry.provider_map, "openid_connect", NationalIdProvider)
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def issuer(settings) -> Iterator[Issuer]:
    issuer = Issuer()
    settings.IDENTITY_URL = issuer.url
    settings.IDENTITY_LEVELS = frozenset({"urn:madang:simulated"})
    client = {
        "provider_id": PROVIDER_ID,
        "name": "National ID",
        "client_id": "madang",
        "secret": "test-secret",
        "settings": {
            "server_url": issuer.url,
            "oauth_pkce_enabled": True,
            "scope": ["openid", "profile", "national_number"],
        },
    }
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [client]}}
    yield issuer
    issuer.stop()
