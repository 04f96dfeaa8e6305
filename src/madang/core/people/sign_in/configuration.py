"""What the site's settings take from here. A ministry sets these in the environment; see docs/sign-in.md.

MADANG_IDENTITY_URL            issuer of the national ID (OpenID Connect); default in the demo: the simulated one, at the
                               port after this site's own
MADANG_IDENTITY_CLIENT_ID      this site's name at the issuer; default "madang"
MADANG_IDENTITY_CLIENT_SECRET  default: made at first start under MADANG_VAR/keys (fits the simulated issuer)
MADANG_IDENTITY_CLAIM          claim that carries the national number; default "national_number"
MADANG_IDENTITY_LEVELS         accepted levels of assurance (`acr`), separated by spaces
MADANG_IDENTITY_SCOPES         scopes asked for; default "openid profile national_number"
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

PROVIDER_ID = "national-id"
SIMULATED_LEVEL = "urn:madang:simulated"
REAL_LEVELS = "http://eidas.europa.eu/LoA/substantial http://eidas.europa.eu/LoA/high"


def identity_url(public_url: str, *, demo: bool) -> str:
    """The issuer of the national ID; empty when none is connected."""
    return os.environ.get("MADANG_IDENTITY_URL", next_port(public_url) if demo else "").rstrip("/")


def identity_levels(*, demo: bool) -> frozenset[str]:
    """Accepted levels of assurance. The simulated one counts in a demo only, so a real site never believes it by default."""
    return frozenset(os.environ.get("MADANG_IDENTITY_LEVELS", SIMULATED_LEVEL if demo else REAL_LEVELS).split())


def identity_claim() -> str:
    """The claim that carries the national number."""
    return os.environ.get("MADANG_IDENTITY_CLAIM", "national_number")


def social_account_providers(issuer: str, *, var_dir: Path) -> dict[str, Any]:
    """SOCIALACCOUNT_PROVIDERS of django-allauth: the national ID and nothing else; none without an issuer."""
    return {
        "openid_connect": {
            "provider_class": "madang.core.people.sign_in.national_id.NationalIdProvider",
            "APPS": [_client(issuer, var_dir)] if issuer else [],
        }
    }


def next_port(url: str) -> str:
    """The same host at the next port, where the simulated national ID listens."""
    parts = urlsplit(url)
    port = (parts.port or {"http": 80, "https": 443}.get(parts.scheme, 80)) + 1
    return f"{parts.scheme}://{parts.hostname}:{port}"


def secret_from(path: Path, environment: str = "") -> str:
    """A secret from the environment variable, or one made once at `path` and readable by its owner only."""
    if environment and (given := os.environ.get(environment)):
        return given
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        temporary = path.with_name(f".{path.name}.{os.getpid()}")
        with os.fdopen(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(48))
        try:
            os.link(temporary, path)  # whole or not at all, and the first of two processes wins
        except FileExistsError:
            pass
        finally:
            temporary.unlink()
    return path.read_text()


def _client(issuer: str, var_dir: Path) -> dict[str, Any]:
    return {
        "provider_id": PROVIDER_ID,
        "name": "National ID",
        "client_id": os.environ.get("MADANG_IDENTITY_CLIENT_ID", "madang"),
        "secret": secret_from(var_dir / "keys" / "identity_client_secret", "MADANG_IDENTITY_CLIENT_SECRET"),
        "settings": {
            "server_url": issuer,
            "fetch_userinfo": False,  # everything we rely on stands in the signed ID token
            "oauth_pkce_enabled": True,
            "scope": os.environ.get("MADANG_IDENTITY_SCOPES", "openid profile national_number").split(),
        },
    }
