"""`madang new-system NAME`: a system that works and passes every check, to be changed into yours."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.apps import apps
from django.core.management.base import BaseCommand, CommandError

from madang.site.new_system.write import NewSystem, NewSystemError, write

ROOT = Path(__file__).resolve().parents[5]


class Command(BaseCommand):
    help = "Write a new system that works and passes every check, to be changed into yours."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name", help="the citizen's noun in lower case, such as lost_property")
        parser.add_argument("--title", help="what people read in English; default: made from the name")
        parser.add_argument("--title-ko", help="what people read in Korean; default: the English title")
        parser.add_argument("--owner", help="code of the agency that answers; default: the name with hyphens")
        parser.add_argument("--standard", default="Name the law or standard", help="law or standard of the field")

    def handle(self, *args: Any, **options: Any) -> None:
        name = options["name"].replace("-", "_")
        title = options["title"] or name.replace("_", " ").capitalize()
        owner = options["owner"] or name.replace("_", "-")
        new = NewSystem(name, title, options["title_ko"] or title, owner, options["standard"])
        try:
            written = write(ROOT, new, {config.label for config in apps.get_app_configs()})
        except NewSystemError as error:
            raise CommandError(str(error)) from error
        for path in written:
            self.stdout.write(f"  {path.relative_to(ROOT)}")
        self.stdout.write(
            f"\nNext: ./run, then open /{name.replace('_', '-')}/. Change engine/ and services.py into what the law says, "
            f"then ./run test src/madang/systems/{name} and ./run lint."
        )
