"""Signatures of messages that machines send us, so that nobody else can send them and none counts twice for long.

The header is `t=<seconds since 1970>,v1=<hexadecimal HMAC-SHA256 of "t.body" under the shared secret>` (RFC 2104, FIPS 180-4); more
than one v1 may stand there while a secret is being changed. The moment is part of what is signed, so an old message cannot be made new.
"""

from __future__ import annotations

import hashlib
import hmac

TOLERANCE = 300  # seconds between the sender's clock and ours


def signature(body: bytes, secret: str, at: int) -> str:
    """The header for a body."""
    return f"t={at},v1={_digest(body, secret, at)}"


def signature_holds(header: str, body: bytes, secret: str, now: float) -> bool:
    """Whether somebody who knows the secret signed this body within the last five minutes."""
    parts = [part.strip().partition("=") for part in header.split(",")]
    moments = [value for name, _equals, value in parts if name == "t"]
    given = [value for name, _equals, value in parts if name == "v1"]
    if not secret or len(moments) != 1 or not (moments[0].isascii() and moments[0].isdigit() and len(moments[0]) < 13):
        return False
    at = int(moments[0])
    if abs(now - at) > TOLERANCE:
        return False
    right = _digest(body, secret, at)
    return any(hmac.compare_digest(right.encode(), each.encode()) for each in given)


def _digest(body: bytes, secret: str, at: int) -> str:
    return hmac.new(secret.encode(), f"{at}.".encode() + body, hashlib.sha256).hexdigest()
