"""`madang backup create|verify|restore`."""

from __future__ import annotations

import os
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from madang.core.operations import last_backup
from madang.core.operations.backup import BackupError, create
from madang.core.operations.restore import restore, verify


class Command(BaseCommand):
    help = "Make a backup, prove that one can be restored, or restore one."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        creating = verbs.add_parser("create", help="make a backup while people work")
        creating.add_argument("--to", type=Path, help="folder for backups; default: backups/ beside the data")
        verifying = verbs.add_parser("verify", help="restore into a temporary place and check everything")
        restoring = verbs.add_parser("restore", help="put a backup back into an empty place")
        for verb in (verifying, restoring):
            verb.add_argument("folder", type=Path, help="the folder that `backup create` made")
        for verb in (creating, verifying, restoring):
            verb.add_argument(
                "--passphrase-file",
                type=Path,
                help="file with the passphrase that seals the keys; or set MADANG_BACKUP_PASSPHRASE",
            )

    def handle(self, *args: Any, **options: Any) -> None:
        passphrase = self._passphrase(options["passphrase_file"])
        try:
            getattr(self, f"_{options['verb']}")(options, passphrase)
        except (BackupError, ValueError) as error:
            raise CommandError(str(error), returncode=1) from error
        except DatabaseError as error:
            raise CommandError(f"the database does not answer: {error}", returncode=2) from error

    def _passphrase(self, path: Path | None) -> str | None:
        if path is None:
            return os.environ.get("MADANG_BACKUP_PASSPHRASE") or None
        try:
            return path.read_text(encoding="utf-8").strip()
        except OSError as error:
            raise CommandError(f"--passphrase-file {path}: {error.strerror}") from error

    def _create(self, options: dict[str, Any], passphrase: str | None) -> None:
        folder, manifest = create(
            options["to"] or Path(settings.VAR_DIR) / "backups",
            var=Path(settings.VAR_DIR),
            database=settings.DATABASES["default"],
            country=settings.COUNTRY,
            passphrase=passphrase,
            progress=self._progress,
        )
        last_backup.remember(Path(settings.VAR_DIR), made=True)
        self.stdout.write(f"{folder}\n{sum(manifest.rows.values())} rows, {len(manifest.files)} files")
        if manifest.keys == "apart":
            self.stderr.write(
                self.style.WARNING(
                    "The keys are NOT in this backup. Without them nothing more can be signed under the same name. "
                    f"Keep a copy of {Path(settings.VAR_DIR) / 'keys'} in a safe, or give --passphrase-file to seal them in."
                )
            )
        self.stdout.write(f"Prove it now: madang backup verify {folder}")

    def _verify(self, options: dict[str, Any], passphrase: str | None) -> None:
        manifest = verify(
            options["folder"], database=settings.DATABASES["default"], passphrase=passphrase, progress=self._progress
        )
        if Path(settings.VAR_DIR).is_dir():
            last_backup.remember(Path(settings.VAR_DIR), proved=True)
        self.stdout.write(
            f"This backup of {manifest.created_at} can be restored: {sum(manifest.rows.values())} rows in "
            f"{len(manifest.rows)} tables, {len(manifest.files)} files unaltered, the record holds."
        )
        if manifest.keys == "sealed" and passphrase is None:
            self.stderr.write(self.style.WARNING("The sealed keys were not tried: give --passphrase-file."))

    def _restore(self, options: dict[str, Any], passphrase: str | None) -> None:
        manifest = restore(
            options["folder"],
            var=Path(settings.VAR_DIR),
            database=settings.DATABASES["default"],
            passphrase=passphrase,
            progress=self._progress,
        )
        self.stdout.write(f"Restored as of {manifest.created_at}: {sum(manifest.rows.values())} rows.")
        if manifest.keys == "apart" or passphrase is None:
            self.stderr.write(
                self.style.WARNING(
                    f"The keys were not restored: put them into {Path(settings.VAR_DIR) / 'keys'} before you start."
                )
            )
        self.stdout.write("Now: madang migrate, madang log verify --database, then start.")

    def _progress(self, done: int, total: int) -> None:
        """A bar, when somebody is looking."""
        if sys.stderr.isatty() and (done == total or done % max(1, total // 100) == 0):
            filled = 30 * done // max(1, total)
            self.stderr.write(
                f"\r[{'#' * filled}{'.' * (30 - filled)}] {done}/{total} files", ending="\n" if done == total else ""
            )
