"""What the log commits to when a letter is issued or taken back, and the same made anew from what is stored today."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from .models import Letter
from .storage import LetterDamagedError, read_letter

ISSUED = "letter"
REVOKED = "letter.revoked"


def issued_payload(letter: Letter) -> dict[str, Any]:
    """Every field of the letter that somebody could rely on."""
    return {
        "letter": letter.pk,
        "code": letter.code,
        "person": letter.person_id,
        "case": letter.case_reference,
        "kind": letter.kind,
        "language": letter.language,
        "title": letter.title,
        "reference": letter.reference,
        "agency": letter.agency,
        "issued_on": letter.issued_on.isoformat(),
        "issued_at": letter.issued_at.isoformat(),
        "sha256": letter.sha256,
        "size": letter.size,
    }


def revoked_payload(letter: Letter) -> dict[str, Any]:
    """When and why a letter was taken back."""
    at = letter.revoked_at
    return {
        "letter": letter.pk,
        "code": letter.code,
        "at": at.isoformat() if at else None,
        "by": letter.revoked_by_id,
        "reason": letter.revoked_reason,
    }


def rebuild_issued(reference: str) -> dict[str, Any] | None:
    """The payload of `letter:12` from today's row and file."""
    letter = _letter(reference)
    if letter is None:
        return None
    try:
        read_letter(letter.sha256)
    except LetterDamagedError:
        return issued_payload(letter) | {"sha256": None}
    return issued_payload(letter)


def rebuild_revoked(reference: str) -> dict[str, Any] | None:
    """The payload of the revocation of `letter:12` from today's row."""
    letter = _letter(reference)
    return revoked_payload(letter) if letter else None


def issued_references() -> Iterable[str]:
    """Every letter there is."""
    return (f"letter:{pk}" for pk in Letter.objects.order_by("pk").values_list("pk", flat=True).iterator())


def revoked_references() -> Iterable[str]:
    """Every letter that was taken back."""
    revoked = Letter.objects.exclude(revoked_at=None).order_by("pk")
    return (f"letter:{pk}" for pk in revoked.values_list("pk", flat=True).iterator())


def _letter(reference: str) -> Letter | None:
    return Letter.objects.filter(pk=reference.partition(":")[2]).first()
