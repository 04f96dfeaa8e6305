"""What stands in the public log: that something was recorded, when and of which kind, and a commitment to the rest.

A commitment is HMAC-SHA256 under a salt of 32 random bytes kept with the record. Without the salt nobody can guess what was
recorded, not even by trying every possible content; with salt and content anybody can check it. A salt serves one entry, so
two entries about one person cannot be linked.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable, Mapping
from typing import Any

from .canonical import canonical

SALT_SIZE = 32
VERSION = 1


def commitment(salt: bytes, purpose: str, value: Any) -> str:
    """Hexadecimal commitment to a JSON value; `purpose` keeps commitments of different fields apart."""
    return hmac.new(salt, canonical([purpose, value]), hashlib.sha256).hexdigest()


def leaf(
    kind: str,
    at: str,
    payload: Mapping[str, Any],
    salt: bytes,
    *,
    subject_ids: Iterable[str] = (),
    public: Mapping[str, Any] | None = None,
) -> bytes:
    """The bytes of one log entry.

    `at` is the time as ISO 8601 in UTC. `payload` and `subject_ids` enter only as commitments; `public` stands in clear, so it
    must never hold anything about a person.
    """
    return canonical(
        {
            "version": VERSION,
            "kind": kind,
            "at": at,
            "payload": commitment(salt, "payload", dict(payload)),
            "subjects": sorted(commitment(salt, "subject", subject) for subject in set(subject_ids)),
            "public": dict(public or {}),
        }
    )
