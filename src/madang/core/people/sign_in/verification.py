"""Checks an ID token and takes the identity out of it. No database, no sessions.

Source: OpenID Connect Core 1.0, section 3.1.3.7 (ID Token Validation); RFC 8725 (JSON Web Token best practices).
"""

from __future__ import annotations

import hmac
import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

import jwt

ALGORITHMS = {"RS256": "RSA", "PS256": "RSA", "ES256": "EC", "EdDSA": "OKP"}  # asymmetric only, each with its key type
REQUIRED = ["iss", "sub", "aud", "exp", "iat", "nonce"]
CLOCK_SKEW_SECONDS = 30


class IdentityError(Exception):
    """The provider's answer cannot be trusted or does not say enough. `code` is stable; it names no person."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(f"{code}: {detail}" if detail else code)
        self.code = code


@dataclass(frozen=True)
class Identity:
    """Who the provider says it is, verified: its pseudonym for the person, the national number, level of assurance."""

    subject: str
    national_number: str
    level: str


def verified_claims(token: str, *, keys: Mapping[str, Any], issuer: str, client_id: str) -> dict[str, Any]:
    """The claims of a token that the issuer signed for this client and that is in force now.

    `keys` is the issuer's JSON Web Key Set. Raises IdentityError: malformed, algorithm, unknown-key, invalid-token.
    """
    try:
        header = jwt.get_unverified_header(token)
    except jwt.PyJWTError as error:
        raise IdentityError("malformed", str(error)) from error
    algorithm, key_type = header.get("alg"), ALGORITHMS.get(str(header.get("alg")))
    if key_type is None:
        raise IdentityError("algorithm", f"{algorithm!r} is not accepted")
    fitting = [
        key for key in keys.get("keys", []) if key.get("kty") == key_type and key.get("kid") == header.get("kid")
    ]
    if len(fitting) != 1:
        raise IdentityError("unknown-key", f"no single {key_type} key with this id")
    try:
        claims: dict[str, Any] = jwt.decode(
            token,
            jwt.PyJWK.from_json(json.dumps(fitting[0]), algorithm).key,
            algorithms=[str(algorithm)],
            audience=client_id,
            issuer=issuer,
            leeway=CLOCK_SKEW_SECONDS,
            options={"require": REQUIRED},
        )
    except jwt.PyJWTError as error:
        raise IdentityError("invalid-token", str(error)) from error
    if isinstance(claims["aud"], list) and len(claims["aud"]) > 1 and claims.get("azp") != client_id:
        raise IdentityError("invalid-token", "the token was issued to another client")
    return claims


def identity_from(claims: Mapping[str, Any], *, nonce: str, claim: str, levels: Collection[str]) -> Identity:
    """The identity in verified claims that answer our request (`nonce`) at an accepted level of assurance.

    Raises IdentityError: nonce, level, no-number.
    """
    given = claims.get("nonce")
    if not nonce or not isinstance(given, str) or not hmac.compare_digest(given, nonce):
        raise IdentityError("nonce", "the answer belongs to another request")
    level = claims.get("acr")
    if not isinstance(level, str) or level not in levels:
        raise IdentityError("level", f"{level!r} is not an accepted level of assurance")
    number, subject = claims.get(claim), claims.get("sub")
    if not isinstance(number, str) or not number.strip() or not isinstance(subject, str) or not subject:
        raise IdentityError("no-number", f"the token has no {claim!r}")
    return Identity(subject=subject, national_number=number.strip(), level=level)
