"""`./run messages`: collect the words for translators, compile the catalogues, check that Korean is complete.

`--compile` only compiles; that needs nothing but Python. Collecting needs the gettext programs.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from madang.site.catalogues import CatalogueError, compile_stale

ROOT = Path(__file__).resolve().parents[3]
SOURCE = ROOT / "src"
LANGUAGE = "ko"


def apps_with_words() -> Iterator[Path]:
    """Every folder that has, or should have, a catalogue of its own."""
    from madang.site.checks.messages import check

    owning = {path.parent for path in SOURCE.glob("madang/**/locale") if "new_system" not in path.parts}
    missing = {ROOT / finding.mend.removeprefix("add it to ") for finding in check(ROOT) if "add it to" in finding.mend}
    yield from sorted(owning | {path.parents[3] for path in missing})


# Django's own command, but without guesses: a sentence that resembles another still means something else.
MAKE_MESSAGES = (
    "import sys; from django.core.management import execute_from_command_line as run; "
    "from django.core.management.commands.makemessages import Command; "
    "Command.msgmerge_options = [*Command.msgmerge_options, '--no-fuzzy-matching']; "
    "run(['django-admin', 'makemessages', *sys.argv[1:]])"
)


def collect() -> None:
    """Bring each catalogue up to date with the source. Texts that are gone are dropped; nothing is guessed."""
    folders = list(apps_with_words())
    for folder in folders:
        (folder / "locale").mkdir(exist_ok=True)
    for folder in folders:
        command = [sys.executable, "-c", MAKE_MESSAGES, "--locale", LANGUAGE, "--no-obsolete", "--add-location=file"]
        command += ["--ignore=tests/*", "--ignore=new_system/*"]
        # A folder below with a catalogue of its own keeps its words there.
        nested = [other.relative_to(folder) for other in folders if other != folder and other.is_relative_to(folder)]
        command += [f"--ignore={path}/*" for path in nested]
        env = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
        subprocess.run(command, cwd=folder, env=env, check=True, stdout=subprocess.DEVNULL)  # noqa: S603 (fixed command)


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what was asked; 1 when a text is not translated, 2 when a program is missing or a catalogue is broken."""
    parser = argparse.ArgumentParser(prog="./run messages", description=__doc__)
    parser.add_argument("--compile", action="store_true", help="only compile")
    options = parser.parse_args(arguments)
    try:
        if not options.compile:
            if shutil.which("xgettext") is None:
                sys.stderr.write(
                    "gettext is not installed: apt-get install gettext; ./run messages --compile needs none.\n"
                )
                return 2
            collect()
        compiled = compile_stale(SOURCE)
    except CatalogueError as error:
        sys.stderr.write(f"A catalogue is broken: {error}\n")
        return 2
    sys.stdout.write(f"{len(compiled)} catalogues compiled.\n")
    if options.compile:
        return 0
    from madang.site.checks.__main__ import main as lint

    return lint(["messages"])


if __name__ == "__main__":
    sys.exit(main())
