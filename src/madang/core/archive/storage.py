"""The log's files: under VAR_DIR/log, ready to be served or copied as they are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

from madang.core.pki.files import locked, write_durably

from .engine import tiles


class LogDirectory:
    """Files of one log. Paths are those of the tlog-tiles specification, and `checkpoint`."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def held(self) -> AbstractContextManager[None]:
        """Keeps the sequencer out while the block runs: a copy made inside is the log of one moment."""
        return locked(self.root / ".lock")

    def read(self, name: str) -> bytes | None:
        """The bytes of a file, or None. Only tiles and the checkpoint can be named, so no name leads out of the directory."""
        if name != "checkpoint" and tiles.parse(name) is None:
            return None
        try:
            return (self.root / name).read_bytes()
        except (FileNotFoundError, NotADirectoryError):
            return None

    def write(self, name: str, data: bytes) -> None:
        """Writes a file durably; a tile that is there already with the same bytes is left alone."""
        if name == "checkpoint" or self.read(name) != data:
            write_durably(self.root / name, data)

    def names(self) -> Iterator[str]:
        """Every tile there is."""
        for path in (self.root / "tile").rglob("*"):
            name = path.relative_to(self.root).as_posix()
            if tiles.parse(name) is not None and path.is_file():
                yield name

    def drop_partials(self, completed: Iterable[str]) -> None:
        """Removes the partial tiles that a full tile has replaced, as the specification allows."""
        for name in completed:
            partials = self.root / f"{name}.p"
            if not partials.is_dir():
                continue
            for path in partials.iterdir():
                path.unlink()
            partials.rmdir()
