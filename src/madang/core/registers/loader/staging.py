"""The rows of one file, put in order on disk before anything is written to the register.

A file may be larger than memory and may name a parent before the parent's own row. Rows that can be read go into a
temporary SQLite file, which finds doubled rows and puts parents before children; nothing here outlives the load.
"""

from __future__ import annotations

import json
import sqlite3
import tempfile
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import NamedTuple, Self

from madang.core.registers.loader.columns import Problem, Value


class Staged(NamedTuple):
    """One readable row of the file: its number and its values by column."""

    row: int
    values: dict[str, Value]


class Staging:
    """Rows and refusals of one load. Use as a context manager; the temporary file goes away at the end."""

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="madang-load-")
        self._db = sqlite3.connect(Path(self._folder.name) / "rows.sqlite3", isolation_level=None)
        self._db.executescript(
            """
            PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA cache_size=-32768;
            CREATE TABLE rows (row INTEGER PRIMARY KEY, key TEXT, ordering TEXT, level INTEGER DEFAULT 0,
                               waits INTEGER DEFAULT 0, parsed TEXT, given TEXT);
            CREATE TABLE parents (row INTEGER, parent TEXT);
            CREATE TABLE refusals (row INTEGER PRIMARY KEY, problems TEXT, given TEXT);
            BEGIN;
            """
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._db.close()
        self._folder.cleanup()

    def add(
        self, row: int, values: dict[str, Value], given: list[str], key: list[Value], ordering: str, parents: set[str]
    ) -> None:
        """Keep a readable row. `key` makes it one of a kind; `parents` are keys of rows that must come before it."""
        self._db.execute(
            "INSERT INTO rows (row, key, ordering, parsed, given) VALUES (?, ?, ?, ?, ?)",
            (row, _key(key), ordering, json.dumps(values), json.dumps(given)),
        )
        if parents:
            self._db.executemany("INSERT INTO parents VALUES (?, ?)", [(row, _key([parent])) for parent in parents])

    def refuse(self, row: int, problems: list[Problem], given: list[str] | None = None) -> None:
        """Keep a refusal; a staged row leaves the rows to be written."""
        if given is None:
            (text,) = self._db.execute("SELECT given FROM rows WHERE row = ?", (row,)).fetchone()
            self._db.execute("DELETE FROM rows WHERE row = ?", (row,))
        else:
            text = json.dumps(given)
        self._db.execute("INSERT INTO refusals VALUES (?, ?, ?)", (row, json.dumps(problems), text))

    def doubled(self) -> list[tuple[int, int]]:
        """(row, first row) of each row whose key the file had before."""
        self._db.execute("CREATE INDEX keys ON rows (key, row)")
        return self._db.execute(
            "SELECT row, first FROM (SELECT row, MIN(row) OVER (PARTITION BY key) AS first FROM rows) WHERE row > first"
        ).fetchall()

    def arrange(self) -> list[int]:
        """Put every row on a level after the rows it depends on. Returns the rows that depend on themselves in a circle.

        Each row is looked at once for each of its parents, however many generations a file holds.
        """
        db = self._db
        # Only parents that are in this very file matter here; the others are looked up in the register.
        db.execute("DELETE FROM parents WHERE parent NOT IN (SELECT key FROM rows)")
        db.execute("CREATE INDEX parents_of ON parents (row)")
        db.execute("CREATE INDEX children_of ON parents (parent)")
        db.execute("CREATE INDEX write_order ON rows (level, ordering, row)")
        db.execute(
            """UPDATE rows SET level = NULL, waits = (SELECT COUNT(*) FROM parents WHERE parents.row = rows.row)
               WHERE row IN (SELECT row FROM parents)"""
        )
        level = 0
        arrived = db.execute(
            "SELECT DISTINCT rows.row FROM rows JOIN parents ON parents.parent = rows.key WHERE level = 0"
        ).fetchall()
        while arrived:
            level += 1
            db.execute("CREATE TEMP TABLE arrived (row INTEGER PRIMARY KEY)")
            db.executemany("INSERT INTO arrived VALUES (?)", arrived)
            children = db.execute(
                """SELECT COUNT(*), parents.row FROM arrived JOIN rows USING (row)
                   JOIN parents ON parents.parent = rows.key GROUP BY parents.row"""
            ).fetchall()
            db.executemany("UPDATE rows SET waits = waits - ? WHERE row = ?", children)
            db.executemany(
                "UPDATE rows SET level = ? WHERE row = ? AND waits = 0", ((level, row) for _count, row in children)
            )
            arrived = db.execute("SELECT row FROM rows WHERE level = ?", (level,)).fetchall()
            db.execute("DROP TABLE arrived")
        return [row for (row,) in db.execute("SELECT row FROM rows WHERE level IS NULL ORDER BY row")]

    def batches(self, size: int) -> Iterator[list[Staged]]:
        """The rows in the order in which they can be written; a batch never spans two levels."""
        last: tuple[int, str, int] = (-1, "", 0)
        while True:
            found = self._db.execute(
                """SELECT level, ordering, row, parsed FROM rows WHERE (level, ordering, row) > (?, ?, ?)
                   ORDER BY level, ordering, row LIMIT ?""",
                (*last, size),
            ).fetchall()
            if not found:
                return
            same = [entry for entry in found if entry[0] == found[0][0]]
            last = same[-1][:3]
            yield [Staged(row, json.loads(parsed)) for _level, _ordering, row, parsed in same]

    def count(self) -> tuple[int, int]:
        """How many rows are staged, and how many are refused."""
        (staged,) = self._db.execute("SELECT COUNT(*) FROM rows").fetchone()
        (refused,) = self._db.execute("SELECT COUNT(*) FROM refusals").fetchone()
        return staged, refused

    def refusals(self) -> Iterator[tuple[int, list[Problem], list[str]]]:
        """Every refusal in the order of the file: row number, problems, cells as given."""
        for row, problems, given in self._db.execute("SELECT row, problems, given FROM refusals ORDER BY row"):
            yield row, [Problem(*problem) for problem in json.loads(problems)], json.loads(given)


def _key(values: list[Value]) -> str:
    return json.dumps(values, ensure_ascii=False)
