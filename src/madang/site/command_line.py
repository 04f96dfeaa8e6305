"""`madang COMMAND`: Madang's commands, with answers for people instead of tracebacks.

Every management command of a core block or system is a command here: `madang registers load ...`, `madang log verify`.
Exit codes: what the command says (1 when it says no), 2 for a mistake in the call or in the surroundings, 130 for Ctrl-C.
"""

from __future__ import annotations

import difflib
import os
import sys
from collections.abc import Sequence
from pathlib import Path

import django
from django.core.management import get_commands, load_command_class
from django.core.management.base import BaseCommand, CommandError, SystemCheckError
from django.db import DatabaseError, OperationalError, ProgrammingError

MISTAKE = 2
FROM_DJANGO = (
    "migrate",
    "makemigrations",
    "check",
    "shell",
    "dbshell",
    "db_worker",
    "createsuperuser",
    "changepassword",
)


def use_settings() -> None:
    """Madang's own settings, unless the operator brought others."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "madang.site.settings")


def own_commands() -> dict[str, str]:
    """Name and one-line help of each command of Madang, in order."""
    names = (name for name, app in get_commands().items() if isinstance(app, str) and app.startswith("madang."))
    return {name: str(load_command_class(get_commands()[name], name).help).strip() for name in sorted(names)}


def overview() -> str:
    """The list that `madang help` shows."""
    rows = [
        f"  {name.replace('_', '-'):<14} {text.splitlines()[0] if text else ''}"
        for name, text in own_commands().items()
    ]
    return "\n".join(
        [
            "usage: madang COMMAND [arguments]",
            "",
            *rows,
            "",
            f"From Django: {', '.join(FROM_DJANGO)}",
            "",
            "madang COMMAND --help tells more about one.",
        ]
    )


def find_command(name: str) -> BaseCommand:
    """The command called `name` (hyphens and underscores are the same), or an error that names the nearest."""
    commands = get_commands()
    found = name.replace("-", "_")
    if found not in commands:
        near = difflib.get_close_matches(found, list(commands), n=1, cutoff=0.6)
        hint = f"did you mean `madang {near[0].replace('_', '-')}`?" if near else "`madang help` lists them all"
        raise CommandError(f"there is no command {name!r}; {hint}", returncode=MISTAKE)
    app = commands[found]
    return app if isinstance(app, BaseCommand) else load_command_class(app, found)


def complain(text: str) -> int:
    """Say what is wrong; returns the exit code."""
    sys.stderr.write(f"madang: {text.strip()}\n")
    return MISTAKE


def run(arguments: Sequence[str]) -> int:
    """Carry out one command and return its exit code."""
    if not arguments or arguments[0] in {"help", "--help", "-h"}:
        sys.stdout.write(overview() + "\n")
        return 0
    command = find_command(arguments[0])
    # Errors come to us, who know how to put them; Django's own handling would print them its way.
    command._called_from_command_line = True
    parser = command.create_parser("madang", arguments[0])
    options = vars(parser.parse_args(list(arguments[1:])))
    positional = options.pop("args", ())
    command.execute(*positional, **{"traceback": False, "force_color": False, "no_color": False, **options})
    return 0


def main(arguments: Sequence[str] | None = None) -> int:
    """Entry point of `madang`."""
    arguments = sys.argv[1:] if arguments is None else arguments
    use_settings()
    try:
        django.setup()
        return run(arguments)
    except SystemCheckError as error:
        return complain(str(error))
    except CommandError as error:
        complain(str(error))
        return error.returncode
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else MISTAKE if end.code else 0
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # The reader (head, less) has seen enough; nothing more may be written, not even at the interpreter's end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except (FileNotFoundError, IsADirectoryError, PermissionError) as error:
        return complain(f"{error.strerror}: {error.filename}")
    except (OperationalError, ProgrammingError) as error:
        return complain(f"the database cannot answer ({error.__class__.__name__}: {error}); {database_remedy(error)}")


def database_remedy(error: DatabaseError) -> str:
    """What helps against the usual reasons for which a database does not answer."""
    text = str(error).lower()
    if "no such table" in text or "does not exist" in text or "no such column" in text:
        return "bring it up to date with `madang migrate`"
    if "locked" in text:
        return "another process is writing for a long time; try again when it is done"
    return f"check MADANG_DATABASE_URL, or the rights on {Path(os.environ.get('MADANG_VAR', 'var'))}"


if __name__ == "__main__":
    sys.exit(main())
