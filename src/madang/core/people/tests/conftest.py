"""Fixtures of the sign-in tests."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.core.cache import cache

from madang.core.people.sign_in.configuration import PROVIDER_ID
from madang.core.people.tests.issuer import Issuer


@pytest.fixture(autouse=True)
def _own_addresses(settings) -> Iterator[None]:
    settings.ROOT_URLCONF = "madang.core.people.tests.urls"
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
