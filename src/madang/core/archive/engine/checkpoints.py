"""Checkpoints (c2sp.org/tlog-checkpoint): the signed statement of a log's size and root."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

from . import merkle, notes


@dataclass(frozen=True)
class Checkpoint:
    """Size (entries) and root hash (32 bytes) of the log called `origin`."""

    origin: str
    size: int
    root: bytes

    @property
    def text(self) -> str:
        """The note text that is signed."""
        return f"{self.origin}\n{self.size}\n{base64.b64encode(self.root).decode()}\n"

    @classmethod
    def parse(cls, text: str) -> Self:
        """Reads the note text; extension lines are accepted and ignored. Raises NoteError."""
        lines = text.split("\n")
        if len(lines) < 4 or not all(lines[:-1]) or not re.fullmatch(r"0|[1-9][0-9]{0,18}", lines[1], re.ASCII):
            raise notes.NoteError("a checkpoint is three lines: origin, size and root hash")
        try:
            root = base64.b64decode(lines[2], validate=True)
        except binascii.Error:
            root = b""
        if len(root) != merkle.HASH_SIZE or base64.b64encode(root).decode() != lines[2]:
            raise notes.NoteError("the root hash of a checkpoint is 32 bytes in base64")
        return cls(lines[0], int(lines[1]), root)

    def signed(self, signer: notes.NoteSigner, *cosignatures: str) -> str:
        """The checkpoint as a signed note."""
        return notes.join(self.text, [signer.sign(self.text), *cosignatures])


def open_checkpoint(
    note: str, log_keys: Iterable[notes.Verifier], cosigners: Iterable[notes.Verifier] = ()
) -> tuple[Checkpoint, list[notes.SignedBy]]:
    """The checkpoint of a note that one of `log_keys` signed, and every signature that holds.

    Raises NoteError when it is malformed, not signed by the log, or speaks for another origin than the key's.
    """
    own = list(log_keys)
    text, signed = notes.verify(note, [*own, *cosigners])
    by_log = [entry for entry in signed if entry.verifier in own]
    if not by_log:
        raise notes.NoteError("the log itself has not signed this checkpoint")
    checkpoint = Checkpoint.parse(text)
    if checkpoint.origin not in {entry.verifier.name for entry in by_log}:
        raise notes.NoteError(f"the checkpoint speaks for {checkpoint.origin}, which is not the key's name")
    return checkpoint, signed
