"""madang demo: the demonstration town."""

from __future__ import annotations

import time
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from madang.core.systems import all_systems
from madang.site.demo_identity.persons import STAFF, demo_personas


class Command(BaseCommand):
    """Fill the town, list who one can sign in as, or let a child be born."""

    help = "The demo town: load it, list its people, register a birth."

    def add_arguments(self, parser: CommandParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        load = verbs.add_parser("load", help="load the town; loading it again changes nothing")
        load.add_argument("--country", default=settings.COUNTRY, help="law pack; must be the one that runs")
        load.add_argument("--size", type=int, default=600, help="number of residents (default 600)")
        verbs.add_parser("people", help="list the personas to sign in as")
        birth = verbs.add_parser("birth", help="register the birth of a child to a persona")
        birth.add_argument(
            "--mother", default="", help="national number of the mother; default: a married woman without a story"
        )
        birth.add_argument("--name", default="", help="the child's given name")
        birth.add_argument("--born", default="", help="day of birth, such as 2026-11-20; default: today")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError(
                "this is not a demo: MADANG_DEMO is 0, and invented people do not belong among real ones"
            )
        {"load": self.load, "people": self.people, "birth": self.birth}[options["verb"]](options)

    def load(self, options: dict[str, Any]) -> None:
        """Load the town, and what each system shows in it."""
        from madang.site.demo.town import load_town

        if options["country"] != settings.COUNTRY:
            raise CommandError(
                f"this installation runs the law of {settings.COUNTRY!r}; "
                f"start with MADANG_COUNTRY={options['country']} to load that country's town"
            )
        if not 100 <= options["size"] <= 100_000:
            raise CommandError("--size must lie between 100 and 100000")
        began = time.monotonic()
        try:
            load_town(options["size"], say=lambda text: self.stderr.write(f"  {text} ..."))
            for system in all_systems():
                if system.demo is not None:
                    self.stderr.write(f"  {system.title} ...")
                    system.demo()
        except LookupError as error:
            raise CommandError(str(error.args[0])) from error
        self.stdout.write(f"The demo town is ready ({time.monotonic() - began:.0f} s).")

    def people(self, options: dict[str, Any]) -> None:
        """Print who one can sign in as."""
        personas = demo_personas(settings.VAR_DIR)
        if not personas:
            raise CommandError("the demo town is empty; load it with `madang demo load`")
        self.stdout.write("Sign in with the national ID (simulated, no password) as, for example:")
        for person in personas:
            at_desk = " [staff]" if person.group == STAFF else ""
            name = f"{person.name} ({person.latin_name})" if person.latin_name else person.name
            self.stdout.write(f"  {name}: {person.title}{at_desk}. {person.story}")

    def birth(self, options: dict[str, Any]) -> None:
        """Register a birth as the civil registrar does."""
        from madang.site.demo.birth import BirthError, register_demo_birth

        try:
            birth = register_demo_birth(
                options["mother"], options["name"], options["born"], demo_personas(settings.VAR_DIR)
            )
        except BirthError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"Registered: {birth.child.full_name}, {birth.child.national_number}.")
        self.stdout.write(
            f"Sign in as the mother, {birth.mother.full_name} ({birth.mother.national_number}); "
            "the offers follow within seconds while the worker runs."
        )
