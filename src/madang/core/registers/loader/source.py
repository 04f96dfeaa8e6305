"""Reading a register file row by row: CSV or Parquet, as text, in bounded memory.

Row numbers are those a spreadsheet shows: the header of a CSV file is row 1, its first record row 2. Parquet has no
header; its first record is row 2 all the same, so that a refusal reads the same for both.
"""

from __future__ import annotations

import codecs
import csv
import datetime as dt
import difflib
import hashlib
import math
from collections import deque
from collections.abc import Generator, Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any, Self

from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from madang.core.registers.errors import RegisterError
from madang.core.registers.loader.layouts import Layout

DELIMITERS = ",;\t|"
LONGEST_CELL = 4_096  # many times the longest column; bounds what an unclosed quotation mark can swallow
FIRST_ROW = 2
CHUNK = 1 << 20
END: list[str] = []

#: Columns that a file of refusals has in front; they are ignored when it is loaded again after repair.
REFUSAL_COLUMNS = ("refused_row", "refused_field", "refused_rule", "refused_remedy")

BYTE_ORDER_MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}


@dataclass(frozen=True)
class Record:
    """One row: its number and its cells as given. Unreadable: the quotation marks make no sense; `cells` is the raw line."""

    row: int
    cells: list[str]
    unreadable: bool = False


def sha256_of(path: Path) -> str:
    """SHA-256 of the file's bytes, hex."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(CHUNK):
            digest.update(block)
    return digest.hexdigest()


class Source:
    """A register file: `header` (names as given), `records()` and `size` (rows, an estimate for CSV)."""

    def __init__(self, path: Path, encoding: str | None = None) -> None:
        """Open and read the header. Raises RegisterError: missing, empty, encoding, csv, parquet."""
        self.path = path
        if not path.is_file():
            raise RegisterError("missing", _("%(path)s is not a file. Check the path.") % {"path": path})
        if path.stat().st_size == 0:
            raise RegisterError("empty", _("%(path)s is empty. Export it again.") % {"path": path.name})
        with path.open("rb") as file:
            start = file.read(4096)
        self.parquet = start[:4] == b"PAR1"
        if self.parquet:
            self._open_parquet()
        else:
            self._open_csv(start, encoding)

    # CSV

    def _open_csv(self, start: bytes, encoding: str | None) -> None:
        if start[:2] == b"PK":
            raise RegisterError(
                "csv", _("%(path)s is a spreadsheet, not a CSV file. Save it as CSV UTF-8.") % {"path": self.path.name}
            )
        marked = next((name for mark, name in BYTE_ORDER_MARKS.items() if start.startswith(mark)), None)
        self.encoding = encoding or marked or "utf-8"
        try:
            codecs.lookup(self.encoding)
        except LookupError:
            raise RegisterError(
                "encoding",
                _("There is no encoding %(name)s. Use utf-8, cp949 or utf-16.") % {"name": self.encoding},
            ) from None
        with self._text() as file:
            first = self._decoded(lambda: next((line for line in file if line.strip()), ""))
        if not first:
            raise RegisterError(
                "empty", _("%(path)s has only empty lines. Export it again.") % {"path": self.path.name}
            )
        self.delimiter = max(DELIMITERS, key=first.count)
        records = self._csv_records()
        self.header = [name.strip() for name in next(r for r in records if _filled(r)).cells]
        records.close()
        self.size = max(1, round(self.path.stat().st_size / max(40, len(first.encode(self.encoding, "replace")))))

    def _text(self) -> Any:
        return self.path.open(encoding=self.encoding, newline="")

    def _decoded(self, read: Any) -> Any:
        try:
            return read()
        except UnicodeError as error:
            raise RegisterError(
                "encoding",
                _(
                    "%(path)s is not valid %(encoding)s: %(detail)s. Save it as UTF-8, or name its encoding, "
                    "such as --encoding cp949."
                )
                % {"path": self.path.name, "encoding": self.encoding, "detail": _where(error)},
            ) from None

    def _csv_records(self, width: int = 0) -> Generator[Record, None, None]:
        """Every record, blank ones too, for they count as rows.

        A stray quotation mark must not swallow the rows after it: when a record cannot be read, or runs over several
        lines and then has not `width` cells, only its first line is unreadable and reading goes on with the next line.
        """
        csv.field_size_limit(LONGEST_CELL)
        with self._text() as file:
            lines = _Lines(file)
            reader = csv.reader(lines, delimiter=self.delimiter, strict=True)
            row = 0
            while True:
                row += 1
                lines.taken.clear()
                cells: list[str] | None
                try:
                    cells = self._decoded(lambda: next(reader, END))
                    if cells is END:
                        return
                except csv.Error:
                    cells = None
                if cells is None or (width and len(lines.taken) > 1 and len(cells) != width):
                    raw = lines.keep_first()
                    yield Record(row, [raw.rstrip("\r\n")], unreadable=True)
                else:
                    yield Record(row, cells)

    # Parquet

    def _open_parquet(self) -> None:
        import pyarrow
        import pyarrow.parquet

        try:
            self._file = pyarrow.parquet.ParquetFile(self.path)
            self.header = list(self._file.schema_arrow.names)
        except (pyarrow.ArrowException, OSError) as error:
            raise RegisterError(
                "parquet",
                _("%(path)s is not a whole Parquet file (%(detail)s). Export it again.")
                % {"path": self.path.name, "detail": str(error).splitlines()[0]},
            ) from None
        self.size = self._file.metadata.num_rows

    def _parquet_rows(self) -> Iterator[list[str]]:
        import pyarrow

        try:
            for batch in self._file.iter_batches(batch_size=4096):
                columns = [column.to_pylist() for column in batch.columns]
                for cells in zip(*columns, strict=True):
                    yield [as_text(cell) for cell in cells]
        except (pyarrow.ArrowException, OSError) as error:
            raise RegisterError(
                "parquet",
                _("%(path)s is not a whole Parquet file (%(detail)s). Export it again.")
                % {"path": self.path.name, "detail": str(error).splitlines()[0]},
            ) from None

    def records(self) -> Iterator[Record]:
        """Every record after the header, blank lines left out. Raises RegisterError where the file cannot be read on."""
        if self.parquet:
            yield from (Record(row, cells) for row, cells in enumerate(self._parquet_rows(), FIRST_ROW))
            return
        filled = filter(_filled, self._csv_records(len(self.header)))
        next(filled)  # the header
        yield from filled


class _Lines:
    """The lines of a file, with those of the current record at hand so that they can be read again."""

    def __init__(self, file: Iterator[str]) -> None:
        self._file = file
        self._again: deque[str] = deque()
        self.taken: list[str] = []

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> str:
        line = self._again.popleft() if self._again else next(self._file)
        self.taken.append(line)
        return line

    def keep_first(self) -> str:
        """Give up the first line of the current record; the others will be read again."""
        first, *others = self.taken
        self._again.extendleft(reversed(others))
        return first


def _filled(record: Record) -> bool:
    return any(cell.strip() for cell in record.cells)


def as_text(cell: Any) -> str:
    """A Parquet value as a CSV file would write it."""
    if cell is None or (isinstance(cell, float) and math.isnan(cell)):
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, dt.datetime):
        return cell.date().isoformat() if cell.time() == dt.time() else cell.isoformat()
    if isinstance(cell, dt.date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, Decimal) and cell == cell.to_integral_value():
        return str(int(cell))
    return str(cell)


def _where(error: UnicodeError) -> str:
    if isinstance(error, UnicodeDecodeError):
        return f"0x{error.object[error.start]:02x}, {error.reason}"
    return str(error)


def header_map(layout: Layout, header: list[str], given: dict[str, str], ignored: set[str]) -> dict[int, str]:
    """Position in the file to column of the layout.

    A column is recognised by its name, its title in any language of this installation, or the operator's own
    mapping (`given`: their name to ours). Raises RegisterError: header, with everything that does not fit.
    """
    known = _known_names(layout)
    mapped: dict[int, str] = {}
    strange: list[str] = []
    for position, name in enumerate(header):
        if name in REFUSAL_COLUMNS or name in ignored:
            continue
        column = given.get(name) or known.get(_plain(name))
        if column in layout.names:
            mapped[position] = column
        else:
            strange.append(name)
    doubled = sorted({column for column in mapped.values() if list(mapped.values()).count(column) > 1})
    missing = [column for column in layout.required if column not in mapped.values()]
    told: list[str] = []
    if missing:
        told.append(str(_("Columns missing: %(names)s.") % {"names": ", ".join(missing)}))
    if doubled:
        told.append(str(_("Columns given twice: %(names)s.") % {"names": ", ".join(doubled)}))
    if strange:
        told.append(str(_("Columns not known: %(names)s.") % {"names": ", ".join(map(_hinted(layout), strange))}))
    if told:
        told.append(
            str(
                _("Name them with --map 'THEIRS=ours' or leave them out with --ignore; known are: %(names)s.")
                % {"names": ", ".join(layout.names)}
            )
        )
        raise RegisterError("header", " ".join(told))
    return mapped


def fits(layout: Layout, header: list[str], given: dict[str, str]) -> bool:
    """Whether a header has all columns that the layout requires."""
    known = _known_names(layout)
    present = {given.get(name) or known.get(_plain(name)) for name in header}
    return set(layout.required) <= present


def _plain(name: str) -> str:
    return name.strip().lower().replace(" ", "_").replace("-", "_")


def _known_names(layout: Layout) -> dict[str, str]:
    from django.conf import settings

    known = {}
    for code, _name in settings.LANGUAGES:
        with override(code):
            known.update({_plain(str(column.title)): column.name for column in layout.columns})
    return known | {column.name: column.name for column in layout.columns}


def _hinted(layout: Layout) -> Any:
    def hint(name: str) -> str:
        near = difflib.get_close_matches(_plain(name), layout.names, n=1)
        return f"{name!r} ({near[0]}?)" if near else repr(name)

    return hint
