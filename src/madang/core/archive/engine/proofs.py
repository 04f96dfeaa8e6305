"""Inclusion proofs as text that anybody can keep and check without the log (c2sp.org/tlog-proof)."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterable, Sequence

from . import merkle
from .checkpoints import Checkpoint, open_checkpoint
from .notes import NoteError, Verifier

HEADER = "c2sp.org/tlog-proof@v1"


class ProofError(Exception):
    """The proof is malformed or proves something else."""


def write(index: int, proof: Sequence[bytes], checkpoint: str) -> str:
    """The proof of entry `index` under a signed checkpoint."""
    lines = [HEADER, f"index {index}", *(base64.b64encode(step).decode() for step in proof)]
    return "\n".join(lines) + "\n\n" + checkpoint


def verify(text: str, entry: bytes, log_keys: Iterable[Verifier]) -> tuple[int, Checkpoint]:
    """Place and checkpoint under which the log holds `entry`. Raises ProofError."""
    head, blank, note = text.partition("\n\n")
    lines = head.split("\n")
    if lines[0] != HEADER or not blank:
        raise ProofError(f"a proof begins with {HEADER}")
    rest = lines[2:] if len(lines) > 1 and lines[1].startswith("extra ") else lines[1:]
    if not rest or not re.fullmatch(r"index (0|[1-9][0-9]{0,18})", rest[0], re.ASCII):
        raise ProofError("a proof names the index of its entry")
    index = int(rest[0].removeprefix("index "))
    try:
        proof = [base64.b64decode(line, validate=True) for line in rest[1:]]
        checkpoint, _ = open_checkpoint(note, log_keys)
    except (binascii.Error, NoteError) as error:
        raise ProofError(str(error)) from None
    if not merkle.verify_inclusion(proof, index, checkpoint.size, merkle.leaf_hash(entry), checkpoint.root):
        raise ProofError("the entry is not in the log at this place")
    return index, checkpoint
