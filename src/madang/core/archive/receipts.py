"""Proofs from this installation's own log."""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import gettext as _

from madang.core import pki

from .engine import merkle, proofs, tiles
from .engine.checkpoints import Checkpoint, open_checkpoint
from .engine.notes import NoteError
from .storage import LogDirectory


class NoProofError(Exception):
    """There is no proof to give; the message says why."""


def newest_checkpoint() -> tuple[Checkpoint, str]:
    """The checkpoint and its signed note. Raises NoProofError before the log has begun or when it does not verify."""
    note = LogDirectory(settings.VAR_DIR / "log").read("checkpoint")
    if note is None:
        raise NoProofError(_("The log has not begun. Run: madang log publish"))
    try:
        text = note.decode()
        return open_checkpoint(text, pki.keyring().log_verifiers())[0], text
    except (NoteError, UnicodeDecodeError) as error:
        raise NoProofError(
            _("The log's checkpoint does not verify: %s. Restore it from the backup.") % error
        ) from error


def receipt(index: int) -> str:
    """The proof that entry `index` is in the log, to keep and to check without us (c2sp.org/tlog-proof). Raises NoProofError."""
    checkpoint, note = newest_checkpoint()
    try:
        node = tiles.nodes(LogDirectory(settings.VAR_DIR / "log").read, checkpoint.size)
        return proofs.write(index, merkle.inclusion_proof(node, index, checkpoint.size), note)
    except IndexError:
        raise NoProofError(_("The log has no entry %s yet.") % index) from None
    except tiles.TileError as error:
        raise NoProofError(_("The log's files are damaged: %s. Run: madang log verify") % error) from error
