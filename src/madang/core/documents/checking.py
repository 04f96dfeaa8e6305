"""Whether a letter is genuine: told from its code, or from the file itself.

A file is called intact only when all of it is true: its bytes are those of a letter we issued, our seal is on the whole of it,
the letter stands in the log as it was recorded, and it was not taken back.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass
from enum import StrEnum

from cryptography.hazmat.primitives.serialization import Encoding
from django.conf import settings
from django.utils import timezone

from madang.core import pki
from madang.core.archive.audit import Standing, standing
from madang.core.archive.models import LogEntry
from madang.core.archive.storage import LogDirectory

from . import record
from .engine.seal import Authority, Seal, bears_certificate, codes_in
from .models import Letter


class Verdict(StrEnum):
    """What a check comes to."""

    INTACT = "intact"
    ALTERED = "altered"
    REVOKED = "revoked"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Check:
    """A verdict and what it rests on. `seal` is None when no file was looked at; `standing` when no letter is known."""

    verdict: Verdict
    letter: Letter | None = None
    standing: Standing | None = None
    seal: Seal | None = None
    same_file: bool = False  # the file's bytes are those of `letter`


def check_code(code: str) -> Check:
    """What we know of the letter with this code, and whether our own copy is still what was issued."""
    letter = Letter.objects.select_related("entry").filter(code=code).first()
    if letter is None:
        return Check(Verdict.UNKNOWN)
    found = _standing(letter)
    if found is Standing.ALTERED:
        return Check(Verdict.ALTERED, letter, found)
    return Check(Verdict.REVOKED if _is_revoked(letter) else Verdict.INTACT, letter, found)


def check_file(pdf: bytes) -> Check:
    """Whether this file is a letter of ours, byte for byte."""
    sha256 = hashlib.sha256(pdf).hexdigest()
    letter = Letter.objects.select_related("entry").filter(sha256=sha256).first()
    ours = authority()
    if letter is None:
        return _stranger(pdf, ours)
    seal = _examine(pdf, ours, letter.issued_at)
    found = _standing(letter)
    if found is Standing.ALTERED:  # somebody changed our records: then the bytes being known proves nothing
        return Check(Verdict.ALTERED, letter, found, seal, same_file=True)
    if not seal.holds:
        return Check(Verdict.UNKNOWN, letter, found, seal, same_file=True)
    return Check(Verdict.REVOKED if _is_revoked(letter) else Verdict.INTACT, letter, found, seal, same_file=True)


def authority() -> Authority:
    """What the seals of this installation are checked against."""
    keyring = pki.keyring()
    return Authority(
        root=keyring.root().certificate.public_bytes(Encoding.DER),
        crl=keyring.crl().public_bytes(Encoding.DER),
        sealing=tuple(identity.certificate.public_bytes(Encoding.DER) for identity in keyring.signing_identities()),
    )


def _examine(pdf: bytes, ours: Authority, moment: dt.datetime) -> Seal:
    # pyHanko takes most of a second to load, and the web server starts without it
    from .engine.seal_check import check_seal

    return check_seal(pdf, ours, moment)


def _stranger(pdf: bytes, ours: Authority) -> Check:
    """A file we never issued in this form: a changed letter of ours, or nothing of ours."""
    seal = _examine(pdf, ours, timezone.now())
    letter = Letter.objects.select_related("entry").filter(code__in=codes_in(pdf)).order_by("-issued_at").first()
    broken = bears_certificate(pdf, ours) and not seal.holds
    if letter is not None or broken:
        return Check(Verdict.ALTERED, letter, _standing(letter) if letter else None, seal)
    return Check(Verdict.UNKNOWN, seal=seal)


def _standing(letter: Letter) -> Standing:
    if letter.entry is None:
        return Standing.ALTERED
    entry = letter.entry
    if entry.kind != record.ISSUED or entry.reference != f"letter:{letter.pk}":
        return Standing.ALTERED
    return standing(entry, LogDirectory(settings.VAR_DIR / "log").read, pki.keyring().log_verifiers())


def _is_revoked(letter: Letter) -> bool:
    """By the row or by the log: taking the mark off the row alone does not make a letter good again."""
    recorded = LogEntry.objects.filter(kind=record.REVOKED, reference=f"letter:{letter.pk}")
    return letter.revoked_at is not None or recorded.exists()
