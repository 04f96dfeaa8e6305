"""Sealed letters as files, each under the hash of its own bytes."""

from __future__ import annotations

import hashlib
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from madang.core.pki.files import write_durably


class LetterDamagedError(Exception):
    """The file of a letter is gone or was altered: restore it from the backup."""


def path_of(sha256: str) -> Path:
    """Where a letter with this hash lies."""
    return Path(settings.VAR_DIR) / "letters" / sha256[:2] / f"{sha256}.pdf"


def keep_letter(pdf: bytes) -> str:
    """Writes a letter durably, readable by its owner only; returns its SHA-256 in hexadecimal."""
    sha256 = hashlib.sha256(pdf).hexdigest()
    write_durably(path_of(sha256), pdf, mode=0o600)
    return sha256


def read_letter(sha256: str) -> bytes:
    """The letter with this hash. Raises LetterDamagedError."""
    try:
        pdf = path_of(sha256).read_bytes()
    except OSError as error:
        raise LetterDamagedError(
            _("The file of the letter is gone: %s. Restore it from the backup.") % sha256
        ) from error
    if hashlib.sha256(pdf).hexdigest() != sha256:
        raise LetterDamagedError(_("The file of the letter was altered: %s. Restore it from the backup.") % sha256)
    return pdf
