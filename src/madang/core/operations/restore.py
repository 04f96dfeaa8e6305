"""Proving a backup and putting it back. Nothing is ever overwritten: restoring needs an empty place."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from madang.core.operations.backup import (
    FILES,
    LEFT_OUT,
    LOG_KEY,
    SEALED_KEYS,
    BackupError,
    Manifest,
    Progress,
    damaged_files,
    read_manifest,
)
from madang.core.operations.databases import (
    DatabaseBackupError,
    Settings,
    address,
    is_empty,
    kind_of,
    put_back,
    temporary_database,
)
from madang.core.operations.sealed import SealError, unseal

# Secrets of sessions and of the simulated national ID appear with the first command; nothing depends on keeping them.
MADE_AT_ANY_START = {"secret_key", "identity_client_secret", "identity_secret_key", ".lock"}


def verify(folder: Path, *, database: Settings, passphrase: str | None, progress: Progress) -> Manifest:
    """Prove that a backup can be restored by restoring it into a temporary place, and check its record there.

    Raises BackupError with every problem found. `database` says on which server a PostgreSQL backup is tried.
    """
    manifest = _sound_manifest(folder, progress)
    with tempfile.TemporaryDirectory(prefix="madang-verify-") as temporary:
        var = Path(temporary)
        try:
            with temporary_database(database, var) as empty:
                _restore_into(folder, manifest, var, empty, passphrase)
                _verify_log(folder, var, empty, manifest)
        except (DatabaseBackupError, SealError) as error:
            raise BackupError(str(error)) from error
    return manifest


def restore(folder: Path, *, var: Path, database: Settings, passphrase: str | None, progress: Progress) -> Manifest:
    """Put a backup back into an empty installation. What fails half-way is removed again."""
    if not is_empty(database):
        raise BackupError(
            "there is a database already and restoring overwrites nothing: stop Madang, then "
            + (
                f"move {database['NAME']} away"
                if kind_of(database) == "sqlite"
                else "create an empty database and set MADANG_DATABASE_URL to it"
            )
        )
    var.mkdir(parents=True, exist_ok=True)
    # The operator may have put the keys in place first.
    occupied = sorted(entry.name for entry in var.iterdir() if entry.name not in LEFT_OUT)
    if occupied:
        raise BackupError(
            f"{var} is not empty ({', '.join(occupied[:5])}): move it away, or set MADANG_VAR to an empty folder"
        )
    manifest = _sound_manifest(folder, progress)
    try:
        _restore_into(folder, manifest, var, database, passphrase)
    except BaseException as error:
        for entry in var.iterdir():
            if entry.name not in LEFT_OUT:
                shutil.rmtree(entry) if entry.is_dir() else entry.unlink()
        if isinstance(error, DatabaseBackupError | SealError):
            raise BackupError(str(error)) from error
        raise
    return manifest


def _sound_manifest(folder: Path, progress: Progress) -> Manifest:
    manifest = read_manifest(folder)
    if problems := damaged_files(folder, manifest, progress):
        raise BackupError("this backup is damaged, use another:\n  " + "\n  ".join(problems[:20]))
    return manifest


def _restore_into(folder: Path, manifest: Manifest, var: Path, database: Settings, passphrase: str | None) -> None:
    if kind_of(database) != manifest.database:
        raise DatabaseBackupError(
            f"this backup is of {manifest.database} and the database here is {kind_of(database)}: "
            "set MADANG_DATABASE_URL to match it (unset it for SQLite)"
        )
    if manifest.keys == "sealed" and passphrase is not None:
        if present := sorted({path.name for path in (var / "keys").rglob("*") if path.is_file()} - MADE_AT_ANY_START):
            raise SealError(
                f"there are keys in {var / 'keys'} already ({', '.join(present[:3])}): move them away first"
            )
        unseal((folder / SEALED_KEYS).read_bytes(), passphrase, var / "keys")
    if (folder / FILES).is_dir():
        shutil.copytree(folder / FILES, var, dirs_exist_ok=True)
    rows = put_back(database, folder)
    if rows != manifest.rows:
        different = [
            name for name in sorted(rows.keys() | manifest.rows.keys()) if rows.get(name) != manifest.rows.get(name)
        ]
        raise DatabaseBackupError(f"restored, but these tables have other numbers of rows: {', '.join(different)}")


def _verify_log(folder: Path, var: Path, database: Settings, manifest: Manifest) -> None:
    """Check the restored record from its tiles, and the restored decisions and letters against it."""
    if not (var / "log").is_dir():
        return
    env = {
        **os.environ,
        "MADANG_VAR": str(var),
        "MADANG_COUNTRY": manifest.country,
        "MADANG_DATABASE_URL": address(database),
    }
    command = [sys.executable, "-m", "django", "log", "verify", "--database"]
    if (folder / LOG_KEY).exists():
        command += ["--key", str(folder / LOG_KEY)]
    env.setdefault("DJANGO_SETTINGS_MODULE", "madang.site.settings")
    env["PYTHONPATH"] = os.pathsep.join(filter(None, sys.path))
    finished = subprocess.run(command, env=env, capture_output=True, text=True, check=False)  # noqa: S603 (fixed command)
    if finished.returncode != 0:
        raise BackupError(f"the record in this backup does not hold:\n{(finished.stdout + finished.stderr).strip()}")
