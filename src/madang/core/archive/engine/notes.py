"""Signed notes (c2sp.org/signed-note) with Ed25519, and timestamped cosignatures on checkpoints (c2sp.org/tlog-cosignature)."""

from __future__ import annotations

import base64
import binascii
import hashlib
import struct
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

ED25519 = 0x01
COSIGNATURE = 0x04
MOST_SIGNATURES = 64
_DASH = "\u2014"


class NoteError(Exception):
    """The note or key is malformed, or a signature by a known key is wrong."""


def key_id(name: str, kind: int, public_key: bytes) -> bytes:
    """The 4 bytes that name a key in a signature line."""
    return hashlib.sha256(name.encode() + b"\n" + bytes([kind]) + public_key).digest()[:4]


def check_key_name(name: str) -> str:
    """Returns the name; raises NoteError when it is empty or holds a space or plus."""
    if not name or "+" in name or any(c.isspace() for c in name):
        raise NoteError(f"{name!r} cannot name a key: it must not be empty nor contain spaces or a plus sign")
    return name


@dataclass(frozen=True)
class Verifier:
    """A public key that signatures are checked with. `kind` is ED25519 for logs, COSIGNATURE for cosigners."""

    name: str
    kind: int
    public_key: bytes

    @classmethod
    def parse(cls, vkey: str) -> Self:
        """Reads `<name>+<key id>+<base64 of kind and key>`. Raises NoteError."""
        try:
            name, identifier, encoded = (
                vkey.strip().rsplit("+", 2) if vkey.count("+") == 2 else vkey.strip().split("+", 2)
            )
            material = base64.b64decode(encoded, validate=True)
        except (ValueError, binascii.Error):
            raise NoteError("a verifier key reads <name>+<key id>+<base64>") from None
        verifier = cls(check_key_name(name), material[0] if material else 0, material[1:])
        if verifier.kind not in (ED25519, COSIGNATURE) or len(verifier.public_key) != 32:
            raise NoteError(f"the verifier key of {name} is not an Ed25519 key")
        if identifier != verifier.key_id.hex():
            raise NoteError(f"the verifier key of {name} does not have the id it claims")
        return verifier

    @property
    def key_id(self) -> bytes:
        """4 bytes."""
        return key_id(self.name, self.kind, self.public_key)

    @property
    def vkey(self) -> str:
        """The key as text, as handed to auditors."""
        encoded = base64.b64encode(bytes([self.kind]) + self.public_key).decode()
        return f"{self.name}+{self.key_id.hex()}+{encoded}"

    def check(self, text: str, signature: bytes) -> int | None:
        """Checks the bytes after the key id; returns the time a cosigner claims, else None. Raises NoteError."""
        message, time = text.encode(), None
        if self.kind == COSIGNATURE:
            if len(signature) != 72:
                raise NoteError(f"the cosignature by {self.name} has the wrong length")
            (time,) = struct.unpack_from(">Q", signature)
            message, signature = f"cosignature/v1\ntime {time}\n{text}".encode(), signature[8:]
        try:
            Ed25519PublicKey.from_public_bytes(self.public_key).verify(signature, message)
        except InvalidSignature:
            raise NoteError(f"the signature by {self.name} is wrong") from None
        return time


@dataclass(frozen=True)
class NoteSigner:
    """A private key that signs notes under a name."""

    name: str
    private_key: Ed25519PrivateKey

    @property
    def verifier(self) -> Verifier:
        """The public half, for a log's own signatures."""
        return Verifier(check_key_name(self.name), ED25519, self.private_key.public_key().public_bytes_raw())

    @property
    def cosigning_verifier(self) -> Verifier:
        """The public half, for cosignatures. A key must serve only one of the two purposes."""
        return Verifier(check_key_name(self.name), COSIGNATURE, self.private_key.public_key().public_bytes_raw())

    def sign(self, text: str) -> str:
        """The signature line over a note's text (which ends in a newline)."""
        return _line(self.verifier, self.private_key.sign(text.encode()))

    def cosign(self, text: str, time: int) -> str:
        """A witness's signature line over a checkpoint's text, claiming it was seen at `time` (POSIX seconds)."""
        signature = self.private_key.sign(f"cosignature/v1\ntime {time}\n{text}".encode())
        return _line(self.cosigning_verifier, struct.pack(">Q", time) + signature)


@dataclass(frozen=True)
class SignedBy:
    """A signature that was checked and holds; `time` is what a cosigner claims."""

    verifier: Verifier
    time: int | None


def join(text: str, lines: Iterable[str]) -> str:
    """A signed note of its text and signature lines."""
    return f"{text}\n{''.join(lines)}"


def split(note: str) -> tuple[str, list[str]]:
    """Text and signature lines of a note. Raises NoteError when it is malformed."""
    if any(c < " " and c != "\n" for c in note):
        raise NoteError("a note must not contain control characters")
    text, blank, signatures = note.rpartition("\n\n")
    lines = signatures.splitlines(keepends=True)
    if not blank or not text or not lines or not signatures.endswith("\n"):
        raise NoteError("a note is text, an empty line and signature lines")
    if len(lines) > MOST_SIGNATURES:
        raise NoteError(f"a note carries at most {MOST_SIGNATURES} signatures")
    return text + "\n", lines


def verify(note: str, verifiers: Iterable[Verifier]) -> tuple[str, list[SignedBy]]:
    """The text of a note and who signed it, of the known keys; signatures by unknown keys are ignored.

    Raises NoteError when the note is malformed, a known key's signature is wrong, or no known key signed.
    """
    text, lines = split(note)
    known = {(verifier.name, verifier.key_id): verifier for verifier in verifiers}
    signed = []
    for line in lines:
        dash, _, rest = line.rstrip("\n").partition(" ")
        name, _, encoded = rest.partition(" ")
        try:
            if dash != _DASH:
                raise ValueError
            signature = base64.b64decode(check_key_name(name) and encoded, validate=True)
        except (ValueError, binascii.Error):
            raise NoteError("a signature line is malformed") from None
        if len(signature) < 5:
            raise NoteError("a signature line is malformed")
        if verifier := known.get((name, signature[:4])):
            signed.append(SignedBy(verifier, verifier.check(text, signature[4:])))
    if not signed:
        raise NoteError("no key that is known here has signed")
    return text, signed


def _line(verifier: Verifier, signature: bytes) -> str:
    return f"{_DASH} {verifier.name} {base64.b64encode(verifier.key_id + signature).decode()}\n"
