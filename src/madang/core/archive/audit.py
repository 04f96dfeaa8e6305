"""Compares the database with the log: every record with its entry, and what is stored today with what was recorded."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from django.db import DatabaseError
from django.db.models import Q, QuerySet

from . import sources
from .engine import merkle, tiles
from .engine.canonical import canonical
from .engine.checkpoints import open_checkpoint
from .engine.notes import NoteError, Verifier
from .models import LogEntry
from .recording import leaf_of

logger = logging.getLogger(__name__)

UNREADABLE = (ValueError, DatabaseError)  # broken JSON, or bytes that are no text


class Difference(StrEnum):
    """What can be wrong with a record."""

    GONE = "gone"  # the log has an entry, the database has no record of it
    ENTRY = "entry"  # the record's copy of its entry is not what stands in the log
    RECORD = "record"  # payload, time, persons or salt no longer open the commitment
    LOST = "lost"  # taken back from the log without its payload
    SOURCE = "source"  # what is stored today is not what was recorded
    SOURCE_GONE = "source_gone"  # what was recorded is not stored any more
    UNRECORDED = "unrecorded"  # it is stored but was never recorded


@dataclass(frozen=True)
class Finding:
    """One difference: the entry's place, its kind, what it is about, and the fields that differ (names only, no values)."""

    difference: Difference
    kind: str
    reference: str = ""
    index: int | None = None
    fields: tuple[str, ...] = ()

    @property
    def is_damage(self) -> bool:
        """A payload known to be lost is reported but is no tampering."""
        return self.difference is not Difference.LOST


def compare(read: tiles.Read, size: int) -> Iterator[Finding]:
    """Walks the log of `size` entries beside the database."""
    for index, width in tiles.tiles_of(0, size):
        try:
            entries: list[bytes] | None = tiles.read_entries(read, index, width)
        except tiles.TileError:  # the check of the files names it
            entries = None
        start = index * tiles.WIDTH
        expected = {start + offset: entries[offset] if entries else None for offset in range(width)}
        for row in _rows(LogEntry.objects.filter(index__gte=start, index__lt=start + width)):
            if isinstance(row, Finding):
                expected.pop(row.index or 0, None)
                yield row
            else:
                yield from _entry(row, expected.pop(row.index or 0, None))
        for place in expected:
            yield Finding(Difference.GONE, "", index=place)
    for row in _rows(_waiting(size)):
        if isinstance(row, Finding):
            yield row
        else:
            yield from _entry(row, None)
    yield from _unrecorded()


def waiting(size: int) -> int:
    """How many records are not in the published log yet."""
    return _waiting(size).count()


def _waiting(size: int) -> QuerySet[LogEntry]:
    return LogEntry.objects.filter(Q(index=None) | Q(index__gte=size))


def _rows(chosen: QuerySet[LogEntry]) -> Iterator[LogEntry | Finding]:
    """The records, each read by itself where one is so damaged that the database cannot give them together."""
    keys = list(chosen.order_by("id").values_list("pk", flat=True))
    for at in range(0, len(keys), tiles.WIDTH):
        some = keys[at : at + tiles.WIDTH]
        try:
            yield from list(LogEntry.objects.filter(pk__in=some).prefetch_related("subjects"))
        except UNREADABLE:
            for key in some:
                try:
                    yield LogEntry.objects.prefetch_related("subjects").get(pk=key)
                except UNREADABLE:
                    place = LogEntry.objects.values_list("kind", "reference", "index").get(pk=key)
                    yield Finding(Difference.RECORD, *place)


def _entry(row: LogEntry, entry: bytes | None) -> Iterator[Finding]:
    if entry is not None and row.leaf.encode() != entry:
        yield Finding(Difference.ENTRY, row.kind, row.reference, row.index)
    if not row.salt and not row.payload:
        yield Finding(Difference.LOST, row.kind, row.reference, row.index)
        return
    if not _opens(row):
        yield Finding(Difference.RECORD, row.kind, row.reference, row.index)
    elif row.kind in sources:
        rebuild, _ = sources[row.kind]
        try:
            today = rebuild(row.reference)
        except Exception:  # whatever cannot be read back any more was altered, and one such must not hide the others
            logger.exception("%s cannot be read back", row.reference)
            yield Finding(Difference.SOURCE, row.kind, row.reference, row.index)
            return
        if today is None:
            yield Finding(Difference.SOURCE_GONE, row.kind, row.reference, row.index)
            return
        fields = tuple(sorted(name for name in {*today, *row.payload} if not _same(today, row.payload, name)))
        if fields:
            yield Finding(Difference.SOURCE, row.kind, row.reference, row.index, fields)


def _opens(row: LogEntry) -> bool:
    try:
        return leaf_of(row, [subject.subject_id for subject in row.subjects.all()]).decode() == row.leaf
    except (ValueError, TypeError):  # a salt or payload that was damaged beyond reading
        return False


def _same(one: object, other: object, name: str) -> bool:
    if not isinstance(one, dict) or not isinstance(other, dict) or (name in one) != (name in other):
        return False
    return canonical(one[name]) == canonical(other[name])


def _unrecorded() -> Iterator[Finding]:
    for kind, (_, references) in sources.items():
        if references is None:
            continue
        recorded = set(LogEntry.objects.filter(kind=kind).values_list("reference", flat=True))
        for reference in references():
            if reference not in recorded:
                yield Finding(Difference.UNRECORDED, kind, reference)


class Standing(StrEnum):
    """How a single record stands to the public log."""

    PUBLISHED = "published"  # it is in the log, proven from the tiles to the signed checkpoint
    WAITING = "waiting"  # it is recorded and gets its place in the next seconds
    ALTERED = "altered"  # the record, or the log, is not what it was


def standing(entry: LogEntry, log: tiles.Read, verifiers: Iterable[Verifier]) -> Standing:
    """Checks one record: that it opens its commitment, is what its source says today, and stands in the signed log."""
    if any(finding.is_damage for finding in _entry(entry, None)):
        return Standing.ALTERED
    note = log("checkpoint")
    if entry.index is None or note is None:
        return Standing.WAITING if entry.index is None else Standing.ALTERED
    try:
        checkpoint, _ = open_checkpoint(note.decode(), verifiers)
        if entry.index >= checkpoint.size:
            return Standing.WAITING
        proof = merkle.inclusion_proof(tiles.nodes(log, checkpoint.size), entry.index, checkpoint.size)
    except (NoteError, UnicodeDecodeError, tiles.TileError):
        return Standing.ALTERED
    leaf = merkle.leaf_hash(entry.leaf.encode())
    proven = merkle.verify_inclusion(proof, entry.index, checkpoint.size, leaf, checkpoint.root)
    return Standing.PUBLISHED if proven else Standing.ALTERED
