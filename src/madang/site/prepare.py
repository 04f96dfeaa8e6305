"""Bring the database up to date and fill the demo town. A process of its own: the start keeps no memory of it."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import django
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import OperationalError

from madang.site.command_line import use_settings


def main(people_file: Path) -> int:
    """Migrate, load the demo town, and write into `people_file` who can sign in."""
    use_settings()
    django.setup()
    sys.stdout.write("Preparing the database ...\n")
    try:
        call_command("migrate", interactive=False, verbosity=0)
    except OperationalError as error:
        where = settings.DATABASES["default"].get("HOST") or settings.DATABASES["default"]["NAME"]
        sys.stderr.write(f"The database at {where} cannot be used: {error}".rstrip() + "\n")
        return 2
    people = io.StringIO()
    if settings.DEMO:
        sys.stdout.write("Loading the demo town ...\n")
        sys.stdout.flush()
        try:
            call_command("demo", "load")
            call_command("demo", "people", stdout=people)
        except CommandError as error:
            sys.stderr.write(f"The demo town could not be loaded: {error}\n")
            return 2
    people_file.write_text(people.getvalue())
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
