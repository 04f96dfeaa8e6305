"""The sequencer: gives each record its place and writes the log's files. There is only ever one at work.

It can die at any moment. The order of entries is decided in the database first, in one short transaction; then come tiles, each
under a name of its own; last the checkpoint. A sequencer that starts finds how far the checkpoint reaches and how far the order
reaches, and writes what lies between, which gives exactly the same files.
"""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from madang.core import pki

from .engine import merkle, tiles
from .engine.checkpoints import Checkpoint, open_checkpoint
from .engine.notes import NoteError, NoteSigner, Verifier
from .models import LogEntry
from .storage import LogDirectory

BATCH = 4096


class SequencerError(Exception):
    """The log cannot be continued as it stands; the message says why and what to do."""


class Sequencer:
    """Publishes records into the log at `directory`, signing with `signer`."""

    def __init__(self, directory: Path, signer: NoteSigner, verifiers: list[Verifier]) -> None:
        self.log = LogDirectory(directory)
        self.signer = signer
        self.verifiers = verifiers

    @classmethod
    def of_installation(cls) -> Sequencer:
        """The sequencer of this installation's own log."""
        signer = pki.signer().note_signer()
        return cls(settings.VAR_DIR / "log", signer, pki.keyring().log_verifiers())

    def publish(self) -> int:
        """Brings the log up to date with the database; returns how many entries were added.

        Raises SequencerError when files and database contradict each other: nothing is written then.
        """
        published = 0
        with self.log.held():
            checkpoint = self._checkpoint()
            while True:
                checkpoint, added = self._extend(checkpoint)
                published += added
                if added < BATCH:
                    return published

    def rebuild(self) -> int:
        """Writes a lost log anew from the database, entry for entry the same; returns how many entries it has.

        Raises SequencerError while there is a checkpoint. Whoever kept an earlier one can check that nothing changed.
        """
        with self.log.held():
            if self.log.read("checkpoint") is not None:
                raise SequencerError(_("The log has a checkpoint: there is nothing to rebuild."))
            self._begin()
        return self.publish()

    def adopt(self) -> int:
        """Takes entries that only the log knows back into the database, after an older database was restored.

        Their payload is lost and stays so; their place is kept, so the log goes on. Returns how many were taken.
        """
        with self.log.held(), transaction.atomic():
            checkpoint = self._checkpoint()
            known = set(LogEntry.objects.exclude(index=None).values_list("index", flat=True))
            adopted = []
            for index, width in tiles.tiles_of(0, checkpoint.size):
                for offset, leaf in enumerate(tiles.read_entries(self.log.read, index, width)):
                    place = index * tiles.WIDTH + offset
                    if place not in known:
                        shown = json.loads(leaf)
                        adopted.append(
                            LogEntry(
                                index=place,
                                kind=shown["kind"],
                                at=dt.datetime.fromisoformat(shown["at"]),
                                payload={},
                                public=shown["public"],
                                leaf=leaf.decode(),
                            )
                        )
            LogEntry.objects.bulk_create(adopted, batch_size=500)
        return len(adopted)

    def _begin(self) -> Checkpoint:
        empty = Checkpoint(self.signer.name, 0, merkle.EMPTY_ROOT)
        self.log.write("checkpoint", empty.signed(self.signer).encode())
        return empty

    def _checkpoint(self) -> Checkpoint:
        note = self.log.read("checkpoint")
        if note is None:
            if next(self.log.names(), None) or LogEntry.objects.exclude(index=None).exists():
                raise SequencerError(
                    _("The log has lost its checkpoint. Restore its files from the backup, or run: madang log rebuild")
                )
            return self._begin()
        try:
            checkpoint, _signed = open_checkpoint(note.decode(), self.verifiers)
        except (NoteError, UnicodeDecodeError) as error:
            raise SequencerError(
                _("The log's checkpoint does not verify: %s. Restore it from the backup.") % error
            ) from error
        return checkpoint

    def _extend(self, checkpoint: Checkpoint) -> tuple[Checkpoint, int]:
        if LogEntry.objects.filter(index=None).exists():  # asked first, so that an idle log never takes the write lock
            self._assign(checkpoint.size)
        rows = (
            LogEntry.objects.filter(index__gte=checkpoint.size).order_by("index").values_list("index", "leaf")[:BATCH]
        )
        entries = []
        for expected, (index, leaf) in enumerate(rows, start=checkpoint.size):
            if index != expected:
                raise SequencerError(
                    _("The record of entry %s is missing from the database. Run: madang log verify --database")
                    % expected
                )
            entries.append(leaf.encode())
        if not entries:
            return checkpoint, 0
        try:
            self._check_edge(checkpoint)
            files = tiles.extend(self.log.read, checkpoint.size, entries)
        except tiles.TileError as error:
            raise SequencerError(_("The log's files are damaged: %s. Run: madang log verify") % error) from error
        size = checkpoint.size + len(entries)
        for name, data in files.items():
            self.log.write(name, data)
        root = merkle.root(tiles.nodes(self.log.read, size), size)
        grown = Checkpoint(self.signer.name, size, root)
        self.log.write("checkpoint", grown.signed(self.signer).encode())
        self.log.drop_partials(name for name in files if ".p/" not in name)
        return grown, len(entries)

    def _assign(self, size: int) -> None:
        """Decides the order of waiting records. The unique index makes a second sequencer elsewhere fail instead of forking."""
        with transaction.atomic():
            last = LogEntry.objects.aggregate(last=Max("index"))["last"]
            following = 0 if last is None else last + 1
            if following < size:
                raise SequencerError(
                    _(
                        "The log has %(size)s entries and the database knows %(known)s of them: the database is older than the log. "
                        "Restore a newer backup, or run: madang log adopt"
                    )
                    % {"size": size, "known": following}
                )
            waiting = list(LogEntry.objects.filter(index=None).order_by("id").only("id", "index")[:BATCH])
            for index, entry in enumerate(waiting, start=following):
                entry.index = index
            LogEntry.objects.bulk_update(waiting, ["index"], batch_size=500)

    def _check_edge(self, checkpoint: Checkpoint) -> None:
        """A log that does not lead to its own checkpoint must not be continued: the fault would be signed."""
        if merkle.root(tiles.nodes(self.log.read, checkpoint.size), checkpoint.size) != checkpoint.root:
            raise SequencerError(_("The log's tiles do not lead to its checkpoint. Run: madang log verify"))
        index, width = divmod(checkpoint.size, tiles.WIDTH)
        if width:
            entries = tiles.read_entries(self.log.read, index, width)
            if [merkle.leaf_hash(entry) for entry in entries] != tiles.read_hashes(self.log.read, 0, index, width):
                raise SequencerError(_("The log's last entries do not lead to its checkpoint. Run: madang log verify"))
