"""What is known of a seal on a PDF, and what of ours can still be seen in a damaged file."""

from __future__ import annotations

import re
from dataclasses import dataclass

from .content import ALPHABET, CODE_LENGTH

_CODE = re.compile(rb"(?<![0-9A-Za-z])([%b]{%d})(?![0-9A-Za-z])" % (ALPHABET.encode(), CODE_LENGTH))
_MOST_CODES = 200


@dataclass(frozen=True)
class Authority:
    """What seals are checked against: our root certificate, the revocation list and every sealing certificate, all in DER."""

    root: bytes
    crl: bytes
    sealing: tuple[bytes, ...]


@dataclass(frozen=True)
class Seal:
    """What was found. The file is as it was sealed exactly when `holds`."""

    readable: bool = False  # it is a PDF
    signatures: int = 0  # how many signatures it bears
    intact: bool = False  # the signed bytes are those that were signed
    whole_file: bool = False  # nothing stands outside the signed bytes
    unchanged: bool = False  # no later version was added to the file
    trusted: bool = False  # the certificate was ours and good at the time
    ours: bool = False  # the certificate is ours, whether or not the signature holds
    serial: str = ""  # of the certificate, hexadecimal

    @property
    def holds(self) -> bool:
        """All of it."""
        return (
            self.readable
            and self.signatures == 1
            and self.intact
            and self.whole_file
            and self.unchanged
            and self.trusted
            and self.ours
        )


def codes_in(pdf: bytes) -> list[str]:
    """Codes of letters that stand in the clear somewhere in the file, even if it is no longer a readable PDF."""
    found: dict[str, None] = {}
    for match in _CODE.finditer(pdf):
        found.setdefault(match[1].decode(), None)
        if len(found) >= _MOST_CODES:
            break
    return list(found)


def bears_certificate(pdf: bytes, authority: Authority) -> bool:
    """Whether a sealing certificate of ours stands somewhere in the file: a broken copy of something we sealed."""
    lower = pdf.lower()
    return any(certificate.hex().encode() in lower for certificate in authority.sealing)
