"""One backup: a folder with the database, the letters, the log and every other file, and a list that proves them.

Order matters and is chosen so that the copy is one moment's truth. First the log, while its sequencer waits: the database may be
ahead of the log, for what it holds is published later, but never behind it. Then the database in one snapshot. Then all other
files, which are only ever added (letters are named by their content), so that every one the snapshot speaks of is there.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path

from madang.core.operations.databases import DatabaseBackupError, Settings, kind_of, snapshot
from madang.core.operations.sealed import seal
from madang.core.pki.files import locked

FORMAT = 1
MANIFEST = "manifest.json"
SEALED_KEYS = "keys.sealed"
LOG_KEY = "log.vkey"  # public: with it anybody can check the log in the backup
FILES = "files"
# Made anew when missing (static files, the simulated national ID), or not the installation's own truth. Everything else is kept: a new block's files are never forgotten.
LEFT_OUT = {"static", "identity_static", "backups", "bench", "test", "keys", "snapshots", "planning", "scratch"}

Progress = Callable[[int, int], None]


class BackupError(Exception):
    """A backup that cannot be made, trusted or put back; the message says what to do."""


@dataclass(frozen=True)
class Manifest:
    """What a backup holds. `files` maps each path in the backup to (size in bytes, SHA-256); `rows` counts each table."""

    created_at: str
    country: str
    database: str
    rows: dict[str, int]
    files: dict[str, tuple[int, str]] = field(default_factory=dict)
    keys: str = "apart"
    format: int = FORMAT


def digest(path: Path) -> str:
    """SHA-256 of a file in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def files_to_keep(var: Path) -> Iterator[Path]:
    """Every file of the installation outside the database and the keys, in a stable order."""
    for entry in sorted(var.iterdir()):
        if (
            entry.is_symlink()
            or entry.name in LEFT_OUT
            or entry.name.startswith(("madang.sqlite3", "identity.sqlite3", "prepared."))
        ):
            continue
        if entry.is_file():
            yield entry
        elif not (entry / "prepared.json").exists():  # the town of another country is an installation of its own
            yield from sorted(
                path for path in entry.rglob("*") if path.is_file() and not path.name.endswith((".part", ".lock"))
            )


def create(
    target: Path, *, var: Path, database: Settings, country: str, passphrase: str | None, progress: Progress
) -> tuple[Path, Manifest]:
    """Make a backup in a new folder below `target`; it appears under its name only when it is complete.

    Without a passphrase the keys are left out: they must then be kept apart, or signatures cannot be continued.
    """
    now = dt.datetime.now(dt.UTC)
    folder = target / f"madang-{country}-{now:%Y%m%dT%H%M%SZ}"
    if folder.exists():
        raise BackupError(f"{folder} exists already: wait a second and try again")
    part = folder.with_name(folder.name + ".part")
    try:
        part.mkdir(parents=True, mode=0o700)
    except OSError as error:
        raise BackupError(f"cannot write in {target} ({error.strerror}): choose another place with --to") from error
    try:
        if (var / "log").is_dir():
            with locked(var / "log" / ".lock"):
                _copy_all(
                    [path for path in files_to_keep(var) if path.is_relative_to(var / "log")], var, part, progress
                )
        if (var / "keys" / LOG_KEY).exists():
            shutil.copyfile(var / "keys" / LOG_KEY, part / LOG_KEY)
        rows = snapshot(database, part)
        _copy_all([path for path in files_to_keep(var) if not path.is_relative_to(var / "log")], var, part, progress)
        if passphrase is not None and (var / "keys").is_dir():
            (part / SEALED_KEYS).write_bytes(seal(var / "keys", passphrase))
        files = {
            str(path.relative_to(part)): (path.stat().st_size, digest(path))
            for path in sorted(part.rglob("*"))
            if path.is_file()
        }
        keys = "sealed" if SEALED_KEYS in files else "apart"
        manifest = Manifest(now.isoformat(timespec="seconds"), country, kind_of(database), rows, files, keys)
        _write_durably(part / MANIFEST, json.dumps(asdict(manifest), indent=1, sort_keys=True).encode())
        part.rename(folder)
    except DatabaseBackupError as error:
        shutil.rmtree(part, ignore_errors=True)
        raise BackupError(str(error)) from error
    except BaseException:
        shutil.rmtree(part, ignore_errors=True)
        raise
    return folder, manifest


def _copy_all(paths: list[Path], var: Path, part: Path, progress: Progress) -> None:
    for number, path in enumerate(paths):
        target = part / FILES / path.relative_to(var)
        target.parent.mkdir(parents=True, exist_ok=True)
        with suppress(FileNotFoundError):  # a temporary file that its owner has renamed meanwhile
            shutil.copy2(path, target)
        progress(number + 1, len(paths))


def _write_durably(path: Path, content: bytes) -> None:
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def read_manifest(folder: Path) -> Manifest:
    """The list of a backup, or BackupError when the folder is none or was made by a newer Madang."""
    path = folder / MANIFEST
    try:
        content = json.loads(path.read_text())
    except FileNotFoundError as error:
        raise BackupError(
            f"{folder} is not a backup: {MANIFEST} is missing; name the folder madang-…Z itself"
        ) from error
    except ValueError as error:
        raise BackupError(f"{path} is damaged: {error}; use another backup") from error
    if content.get("format") != FORMAT:
        raise BackupError(
            f"{folder} has format {content.get('format')} and this Madang reads {FORMAT}: use that version"
        )
    content["files"] = {name: (size, sha) for name, (size, sha) in content["files"].items()}
    return Manifest(**content)


def damaged_files(folder: Path, manifest: Manifest, progress: Progress) -> list[str]:
    """A line for each file that is missing, altered, or does not belong to the backup."""
    problems = []
    for number, (name, (size, sha)) in enumerate(manifest.files.items()):
        path = folder / name
        if not path.is_file():
            problems.append(f"{name}: missing")
        elif path.stat().st_size != size or digest(path) != sha:
            problems.append(f"{name}: altered")
        progress(number + 1, len(manifest.files))
    present = {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}
    return problems + [f"{name}: not in the list" for name in sorted(present - set(manifest.files) - {MANIFEST})]
