"""Checks a whole log from its files alone: checkpoint signature, every entry, every tile, and that nothing was rewritten since."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from . import merkle, tiles
from .checkpoints import Checkpoint, open_checkpoint
from .notes import NoteError, SignedBy, Verifier


class Fault(StrEnum):
    """What can be wrong."""

    CHECKPOINT = "checkpoint"  # missing, malformed or not signed by the log
    MISSING = "missing"  # a file that the checkpoint promises
    MALFORMED = "malformed"  # a file of the wrong length or structure
    ENTRY_ALTERED = "entry_altered"  # an entry no longer gives the hash the checkpoint rests on
    TILE_ALTERED = "tile_altered"  # a tile no longer agrees with entries that are right
    DISAGREE = "disagree"  # entry and tile differ and neither leads to the signed root
    ROOT = "root"  # everything agrees, but not with the signed root
    REWRITTEN = "rewritten"  # an earlier checkpoint is not the beginning of this log


@dataclass(frozen=True)
class Problem:
    """One fault, the file it is in, the entry it concerns when there is one, and a detail for the technician."""

    fault: Fault
    path: str
    index: int | None = None
    detail: str = ""


@dataclass
class Report:
    """Result of a check. The log is intact exactly when `problems` is empty."""

    checkpoint: Checkpoint | None = None
    signed_by: list[SignedBy] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def verify_log(
    read: tiles.Read,
    log_keys: Iterable[Verifier],
    *,
    cosigners: Iterable[Verifier] = (),
    earlier: str | None = None,
    present: Iterable[str] = (),
) -> Report:
    """Checks the log behind `read`; `earlier` is a checkpoint that somebody kept from before.

    `present` lists the tile files there are: partial tiles that served earlier checkpoints are then checked as well.
    """
    report = Report()
    keys = list(log_keys)
    note = read("checkpoint")
    try:
        if note is None:
            raise NoteError("there is no checkpoint")
        report.checkpoint, report.signed_by = open_checkpoint(note.decode(), keys, cosigners)
    except (NoteError, UnicodeDecodeError) as error:
        report.problems.append(Problem(Fault.CHECKPOINT, "checkpoint", detail=str(error)))
        return report
    report.problems = _Check(read, report.checkpoint).problems()
    report.problems += _superseded(read, report.checkpoint.size, present)
    if earlier is not None:
        report.problems += _consistency(read, keys, report.checkpoint, earlier)
    return report


class _Check:
    """Walks the tree twice, upwards from the entries and upwards from the stored hashes, and tells which walk is right."""

    def __init__(self, read: tiles.Read, checkpoint: Checkpoint) -> None:
        self.read = read
        self.size = checkpoint.size
        self.root = checkpoint.root
        self.found: list[Problem] = []

    def problems(self) -> list[Problem]:
        differing: list[tuple[str, str, int | None]] = []
        by_entries = _Level(self.size)
        by_tiles = _Level(self.size)
        complete = True
        for index, width in tiles.tiles_of(0, self.size):
            entries = self._entries(index, width)
            stored = self._hashes(0, index, width)
            hashed = [merkle.leaf_hash(entry) for entry in entries] if entries is not None else stored
            if hashed is None:
                complete = False
                continue
            for offset, (ours, theirs) in enumerate(zip(hashed, stored or hashed, strict=True)):
                if ours != theirs:
                    bundle, tile = tiles.path("entries", index, width), tiles.path(0, index, width)
                    differing.append((bundle, tile, index * tiles.WIDTH + offset))
            by_entries.add(hashed)
            by_tiles.add(stored or hashed)
        if not complete:
            return self.found
        entries_right = by_entries.root() == self.root
        tiles_right = by_tiles.root() == self.root
        for bundle, tile, entry in differing:
            if entries_right:
                self.found.append(Problem(Fault.TILE_ALTERED, tile, entry))
            elif tiles_right:
                self.found.append(Problem(Fault.ENTRY_ALTERED, bundle, entry))
            else:
                self.found.append(Problem(Fault.DISAGREE, bundle, entry, tile))
        self._upper_levels((by_entries if entries_right or not tiles_right else by_tiles).complete)
        if not self.found and not entries_right:
            self.found.append(Problem(Fault.ROOT, "checkpoint"))
        return self.found

    def _upper_levels(self, hashes: list[bytes]) -> None:
        for level in range(1, tiles.levels_of(self.size)):
            above = []
            for index, width in tiles.tiles_of(level, self.size):
                expected = hashes[index * tiles.WIDTH : index * tiles.WIDTH + width]
                stored = self._hashes(level, index, width)
                if stored is not None and stored != expected:
                    self.found.append(Problem(Fault.TILE_ALTERED, tiles.path(level, index, width)))
                if width == tiles.WIDTH:
                    above.append(merkle.root_of(expected))
            hashes = above

    def _entries(self, index: int, width: int) -> list[bytes] | None:
        try:
            return tiles.read_entries(self.read, index, width)
        except tiles.TileError as error:
            self._unreadable(error)
        return None

    def _hashes(self, level: int, index: int, width: int) -> list[bytes] | None:
        try:
            return tiles.read_hashes(self.read, level, index, width)
        except tiles.TileError as error:
            self._unreadable(error)
        return None

    def _unreadable(self, error: tiles.TileError) -> None:
        missing = self.read(error.path) is None
        self.found.append(Problem(Fault.MISSING if missing else Fault.MALFORMED, error.path, detail=str(error)))


class _Level:
    """Keeps only the roots of complete tiles and the last, partial one: 32 bytes for 256 entries."""

    def __init__(self, size: int) -> None:
        self.size = size
        self.complete: list[bytes] = []
        self.partial: list[bytes] = []

    def add(self, hashes: list[bytes]) -> None:
        if len(hashes) == tiles.WIDTH:
            self.complete.append(merkle.root_of(hashes))
        else:
            self.partial = hashes

    def root(self) -> bytes:
        upper = merkle.nodes_of(self.complete)
        lower = merkle.nodes_of(self.partial)

        def node(level: int, index: int) -> bytes:
            if level >= tiles.HEIGHT:
                return upper(level - tiles.HEIGHT, index)
            start = len(self.complete) * tiles.WIDTH  # below a whole tile the tree only ever asks for the partial one
            return lower(level, index - (start >> level))

        return merkle.root(node, self.size)


def _superseded(read: tiles.Read, size: int, present: Iterable[str]) -> list[Problem]:
    """Partial tiles of earlier checkpoints must be the beginning of what has grown from them."""
    found = []
    for name in sorted(present):
        parsed = tiles.parse(name)
        if parsed is None:
            continue
        level, index, width = parsed
        now = tiles.width_at(0 if level == "entries" else int(level), index, size)
        if width >= now:  # the current one, checked already, or written for a checkpoint that was not reached yet
            continue
        try:
            if level == "entries":
                same = read(name) == tiles.pack(tiles.read_entries(read, index, now)[:width])
            else:
                same = read(name) == b"".join(tiles.read_hashes(read, int(level), index, now)[:width])
        except tiles.TileError:  # the tile it grew into is named already
            continue
        if not same:
            found.append(Problem(Fault.TILE_ALTERED, name))
    return found


def _consistency(read: tiles.Read, keys: list[Verifier], now: Checkpoint, earlier: str) -> list[Problem]:
    try:
        before, _ = open_checkpoint(earlier, keys)
    except NoteError as error:
        return [Problem(Fault.CHECKPOINT, "earlier checkpoint", detail=str(error))]
    if before.size == 0:
        return []
    if before.size > now.size:
        return [Problem(Fault.REWRITTEN, "checkpoint", detail=f"{before.size} entries before, {now.size} now")]
    try:
        proof = merkle.consistency_proof(tiles.nodes(read, now.size), before.size, now.size)
    except tiles.TileError as error:
        return [Problem(Fault.MALFORMED, error.path, detail=str(error))]
    if merkle.verify_consistency(proof, before.size, now.size, before.root, now.root):
        return []
    return [Problem(Fault.REWRITTEN, "checkpoint", detail=f"the first {before.size} entries are not what they were")]
