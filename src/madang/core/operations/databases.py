"""Snapshots of the database: taken while people work, consistent in themselves, and put back into an empty place only.

SQLite: the online backup API, in one step, which in WAL mode stops no writer. PostgreSQL: `pg_dump` in the snapshot of one
REPEATABLE READ transaction, in which the rows are counted too.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg
from psycopg import sql

FILE_NAMES = {"sqlite": "database.sqlite3", "postgresql": "database.dump"}


class DatabaseBackupError(Exception):
    """A snapshot that could not be taken or put back; the message says what to do."""


Settings = dict[str, Any]


def kind_of(database: Settings) -> str:
    """`sqlite` or `postgresql`, from Django's settings of one database."""
    return "sqlite" if "sqlite3" in database["ENGINE"] else "postgresql"


def snapshot(database: Settings, folder: Path) -> dict[str, int]:
    """Write the database into `folder` and return how many rows each table has in it."""
    target = folder / FILE_NAMES[kind_of(database)]
    return (
        _snapshot_sqlite(database, target) if kind_of(database) == "sqlite" else _snapshot_postgresql(database, target)
    )


def is_empty(database: Settings) -> bool:
    """Whether nothing would be overwritten."""
    if kind_of(database) == "sqlite":
        path = Path(database["NAME"])
        return not path.exists() or path.stat().st_size == 0
    with closing(_connect(database)) as connection:
        row = connection.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").fetchone()
    return row is None or row[0] == 0


def put_back(database: Settings, folder: Path) -> dict[str, int]:
    """Fill the empty `database` from the snapshot in `folder`; returns the rows of each table as they now are."""
    source = folder / FILE_NAMES[kind_of(database)]
    if not source.exists():
        raise DatabaseBackupError(
            f"{source.name} is not in this backup, which was taken from the other kind of database; "
            "set MADANG_DATABASE_URL to match it"
        )
    if kind_of(database) == "sqlite":
        target = Path(database["NAME"])
        part = target.with_name(target.name + ".part")
        shutil.copyfile(source, part)
        counts = check_sqlite(part)
        part.replace(target)
        return counts
    _run_tool(
        database, "pg_restore", "--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction", str(source)
    )
    with closing(_connect(database)) as connection:
        return _count_postgresql(connection)


@contextmanager
def temporary_database(database: Settings, folder: Path) -> Iterator[Settings]:
    """An empty database of the same kind that is gone afterwards: a file in `folder`, or one on the same server."""
    if kind_of(database) == "sqlite":
        yield {**database, "NAME": str(folder / "madang.sqlite3")}
        return
    name = f"madang_verify_{os.getpid()}_{os.urandom(3).hex()}"
    with closing(_connect(database)) as connection:
        connection.autocommit = True
        try:
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        except psycopg.errors.InsufficientPrivilege as error:
            raise DatabaseBackupError(
                "verifying needs a temporary database and this user may not make one: "
                "ALTER ROLE … CREATEDB, or verify on another server with MADANG_DATABASE_URL"
            ) from error
        try:
            yield {**database, "NAME": name}
        finally:
            connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def address(database: Settings) -> str:
    """The value of MADANG_DATABASE_URL that leads to this database; empty for SQLite in its usual place."""
    if kind_of(database) == "sqlite":
        return ""
    login = quote(database.get("USER") or "", safe="")
    if database.get("PASSWORD"):
        login += f":{quote(database['PASSWORD'], safe='')}"
    port = f":{database['PORT']}" if database.get("PORT") else ""
    return f"postgresql://{login}@{quote(database.get('HOST') or '', safe='')}{port}/{quote(database['NAME'])}"


def _snapshot_sqlite(database: Settings, target: Path) -> dict[str, int]:
    source = Path(database["NAME"])
    if not source.exists():
        raise DatabaseBackupError(f"there is no database at {source}: start Madang once, or set MADANG_VAR")
    with closing(sqlite3.connect(f"file:{source}?mode=ro", uri=True)) as live, closing(sqlite3.connect(target)) as copy:
        live.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")
    return check_sqlite(target)


def check_sqlite(path: Path) -> dict[str, int]:
    """Rows of each table of a sound SQLite file; raises DatabaseBackupError when the file is damaged."""
    try:
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
            problems = [row[0] for row in connection.execute("PRAGMA integrity_check(5)") if row[0] != "ok"]
            orphans = connection.execute("PRAGMA foreign_key_check").fetchall()
            names = connection.execute(
                "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
            )
            counts = {
                # The name comes from the file's own catalogue and is quoted as an identifier.
                name: connection.execute(f'SELECT count(*) FROM "{name.replace(chr(34), chr(34) * 2)}"').fetchone()[0]  # noqa: S608
                for (name,) in names.fetchall()
            }
    except sqlite3.DatabaseError as error:
        raise DatabaseBackupError(f"{path.name} is damaged: {error}") from error
    if problems or orphans:
        raise DatabaseBackupError(
            f"{path.name} is damaged: {'; '.join(problems) or f'{len(orphans)} dangling references'}"
        )
    return counts


def _connect(database: Settings) -> psycopg.Connection[Any]:
    return psycopg.connect(
        dbname=database["NAME"],
        user=database.get("USER") or None,
        password=database.get("PASSWORD") or None,
        host=database.get("HOST") or None,
        port=database.get("PORT") or None,
    )


def _count_postgresql(connection: psycopg.Connection[Any]) -> dict[str, int]:
    names = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
    counts = {}
    for (name,) in names:
        row = connection.execute(sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(name))).fetchone()
        counts[name] = row[0] if row else 0
    return counts


def _snapshot_postgresql(database: Settings, target: Path) -> dict[str, int]:
    with closing(_connect(database)) as connection:
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        connection.read_only = True
        row = connection.execute("SELECT pg_export_snapshot()").fetchone()
        _run_tool(database, "pg_dump", "--format=custom", f"--snapshot={row[0] if row else ''}", f"--file={target}")
        return _count_postgresql(connection)


def _run_tool(database: Settings, tool: str, *arguments: str) -> None:
    program = shutil.which(tool)
    if program is None:
        raise DatabaseBackupError(f"{tool} is not installed (on Debian: apt-get install postgresql-client)")
    env = dict(os.environ)
    for variable, key in (("PGHOST", "HOST"), ("PGPORT", "PORT"), ("PGUSER", "USER"), ("PGPASSWORD", "PASSWORD")):
        if database.get(key):
            env[variable] = str(database[key])
    # A fixed program and no shell; the password travels in the environment, never in the list of processes.
    command = [program, f"--dbname={database['NAME']}", *arguments]
    finished = subprocess.run(command, env=env, capture_output=True, text=True, check=False)  # noqa: S603
    if finished.returncode != 0:
        raise DatabaseBackupError(f"{tool} failed: {finished.stderr.strip() or f'code {finished.returncode}'}")
