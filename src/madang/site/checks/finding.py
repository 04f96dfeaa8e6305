"""What a check finds: where, what is wrong, and how to mend it."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, order=True)
class Finding:
    """One thing that is wrong. `where` is a path from the root of the repository, with a line when there is one."""

    where: str
    what: str
    mend: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what}\n      mend: {self.mend}"


Check = Callable[[Path], list[Finding]]


def tracked_files(root: Path) -> list[Path]:
    """Files of the repository, the not yet committed ones included; every file where there is no repository."""
    command = ["git", "-C", str(root), "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    try:
        listed = subprocess.run(command, capture_output=True, text=True, check=True).stdout  # noqa: S603 (fixed command)
    except (OSError, subprocess.CalledProcessError):
        return sorted(path for path in root.rglob("*") if path.is_file() and not _made(path.relative_to(root)))
    return sorted(path for name in listed.split("\0") if name and (path := root / name).is_file())


def _made(path: Path) -> bool:
    return any(part in {"__pycache__", "var", ".git"} or part.startswith(".venv") for part in path.parts)


def is_test(path: Path) -> bool:
    """Whether a path belongs to tests: their length and words are their own affair."""
    return "tests" in path.parts


def under(files: Iterable[Path], folder: Path, *suffixes: str) -> list[Path]:
    """Those of `files` below `folder` that end in one of `suffixes`."""
    return [path for path in files if path.is_relative_to(folder) and path.name.endswith(suffixes)]
