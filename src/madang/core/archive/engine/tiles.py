"""C2SP tlog-tiles: a Merkle tree as a set of files that never change.

Hash tiles live at `tile/<level>/<index>[.p/<width>]`, the entries themselves at `tile/entries/<index>[.p/<width>]`. A full tile
is 256 wide. Source: c2sp.org/tlog-tiles.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Callable, Iterator, Sequence

from . import merkle

WIDTH = 256
HEIGHT = 8
LARGEST_ENTRY = 0xFFFF

Read = Callable[[str], bytes | None]
"""Gives the bytes at a tile path, or None when there is no such file."""


class TileError(Exception):
    """A tile is missing or cannot be right; `path` names it."""

    def __init__(self, path: str, message: str) -> None:
        super().__init__(f"{path}: {message}")
        self.path = path


def path(level: int | str, index: int, width: int = WIDTH) -> str:
    """Path of a tile; `level` is a number or "entries". Index 1234067 is written x001/x234/067."""
    parts = [f"{index % 1000:03d}"]
    while index := index // 1000:
        parts.insert(0, f"x{index % 1000:03d}")
    name = f"tile/{level}/{'/'.join(parts)}"
    return name if width == WIDTH else f"{name}.p/{width}"


_PATH = re.compile(r"tile/(entries|0|[1-9][0-9]?)/((?:x[0-9]{3}/)*[0-9]{3})(?:\.p/([1-9][0-9]{0,2}))?", re.ASCII)


def parse(name: str) -> tuple[int | str, int, int] | None:
    """(level or "entries", index, width) of a tile path, or None when no tile can have that path."""
    match = _PATH.fullmatch(name)
    if match is None:
        return None
    level: int | str = match[1] if match[1] == "entries" else int(match[1])
    index = int(match[2].replace("x", "").replace("/", ""))
    width = int(match[3] or WIDTH)
    return (level, index, width) if path(level, index, width) == name else None


def width_at(level: int, index: int, size: int) -> int:
    """How many hashes the tile holds in a tree of `size` entries; 0 when it does not exist yet."""
    return max(0, min(WIDTH, (size >> (HEIGHT * level)) - index * WIDTH))


def tiles_of(level: int, size: int) -> Iterator[tuple[int, int]]:
    """(index, width) of every tile at a level in a tree of `size` entries."""
    hashes = size >> (HEIGHT * level)
    for index in range((hashes + WIDTH - 1) // WIDTH):
        yield index, width_at(level, index, size)


def levels_of(size: int) -> int:
    """The number of tile levels in a tree of `size` entries."""
    levels = 0
    while size >> (HEIGHT * levels):
        levels += 1
    return levels


def pack(entries: Sequence[bytes]) -> bytes:
    """An entry bundle: each entry after its length as big-endian uint16. Raises ValueError over 65,535 bytes an entry."""
    for entry in entries:
        if len(entry) > LARGEST_ENTRY:
            raise ValueError(f"an entry of {len(entry)} bytes is over the limit of {LARGEST_ENTRY}")
    return b"".join(struct.pack(">H", len(entry)) + entry for entry in entries)


def unpack(bundle: bytes) -> list[bytes]:
    """The entries of a bundle. Raises ValueError when the lengths do not add up to the bundle exactly."""
    entries, position = [], 0
    while position < len(bundle):
        if position + 2 > len(bundle):
            raise ValueError("the bundle ends inside a length")
        (length,) = struct.unpack_from(">H", bundle, position)
        position += 2
        if position + length > len(bundle):
            raise ValueError("the bundle ends inside an entry")
        entries.append(bundle[position : position + length])
        position += length
    return entries


def split(tile: bytes) -> list[bytes]:
    """The hashes of a tile."""
    return [tile[at : at + merkle.HASH_SIZE] for at in range(0, len(tile), merkle.HASH_SIZE)]


def read_hashes(read: Read, level: int, index: int, width: int) -> list[bytes]:
    """The hashes of one tile; a full tile serves where the partial one is gone. Raises TileError."""
    wanted = path(level, index, width)
    tile = read(wanted)
    if tile is None and width < WIDTH and (full := read(path(level, index))) is not None:
        tile = full[: width * merkle.HASH_SIZE]
    if tile is None:
        raise TileError(wanted, "is missing")
    if len(tile) != width * merkle.HASH_SIZE:
        raise TileError(wanted, f"holds {len(tile)} bytes instead of {width * merkle.HASH_SIZE}")
    return split(tile)


def read_entries(read: Read, index: int, width: int) -> list[bytes]:
    """The entries of one bundle; a full bundle serves where the partial one is gone. Raises TileError."""
    wanted = path("entries", index, width)
    bundle = read(wanted)
    full = None
    if bundle is None and width < WIDTH:
        bundle = full = read(path("entries", index))
    if bundle is None:
        raise TileError(wanted, "is missing")
    try:
        entries = unpack(bundle)
    except ValueError as error:
        raise TileError(wanted, str(error)) from None
    if full is not None:
        entries = entries[:width]
    if len(entries) != width:
        raise TileError(wanted, f"holds {len(entries)} entries instead of {width}")
    return entries


def nodes(read: Read, size: int) -> merkle.Node:
    """`node` for proofs and roots in a tree of `size` entries, read from tiles, each tile once."""
    seen: dict[tuple[int, int], list[bytes]] = {}

    def node(level: int, index: int) -> bytes:
        tile_level, inside = divmod(level, HEIGHT)
        first = index << inside
        key = (tile_level, first // WIDTH)
        if key not in seen:
            seen[key] = read_hashes(read, *key, width_at(*key, size))
        offset = first % WIDTH
        return merkle.root_of(seen[key][offset : offset + (1 << inside)])

    return node


def extend(read: Read, size: int, entries: Sequence[bytes]) -> dict[str, bytes]:
    """The files that a log of `size` entries needs to grow by `entries`; files that exist stay as they are.

    Returns path to bytes. Raises TileError when the right edge of the present tree cannot be read.
    """
    files: dict[str, bytes] = {}
    grown = size + len(entries)
    index, width = divmod(size, WIDTH)
    waiting = [*(read_entries(read, index, width) if width else []), *entries]
    while waiting:
        bundle, waiting = waiting[:WIDTH], waiting[WIDTH:]
        files[path("entries", index, len(bundle))] = pack(bundle)
        index += 1
    new = [merkle.leaf_hash(entry) for entry in entries]
    for level in range(levels_of(grown)):
        index, width = divmod(size >> (HEIGHT * level), WIDTH)
        hashes = [*(read_hashes(read, level, index, width) if width else []), *new]
        new = []
        while hashes:
            tile, hashes = hashes[:WIDTH], hashes[WIDTH:]
            files[path(level, index, len(tile))] = b"".join(tile)
            if len(tile) == WIDTH:
                new.append(merkle.root_of(tile))
            index += 1
        if not new:
            break
    return files
