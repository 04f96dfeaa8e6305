"""`madang health`: is everything well, and if not, why."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from madang.core.operations.health import check_all


class Command(BaseCommand):
    help = "Say whether database, worker, disk and log are well; ends with code 1 when one is not."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="for machines")

    def handle(self, *args: Any, **options: Any) -> None:
        checks = check_all()
        if options["json"]:
            self.stdout.write(json.dumps([{"name": c.name, "ok": c.ok, "detail": c.detail} for c in checks], indent=2))
        else:
            for check in checks:
                self.stdout.write(f"{'ok' if check.ok else 'NOT OK':<7}{check.name:<10}{check.detail}")
        if failed := [check.name for check in checks if not check.ok]:
            raise CommandError(f"not well: {', '.join(failed)}", returncode=1)
