"""Writes a new system from the pattern: the folder, its docs page, and its lines on the maps of the house."""

from __future__ import annotations

import keyword
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from string import Template

from madang.core.systems import NAME

SKELETON = Path(__file__).resolve().parent / "skeleton"
MAPS = {"docs/find.md": "systems/", "docs/architecture.md": "systems/"}
LONGEST_NAME = 30


class NewSystemError(ValueError):
    """Why the system cannot be written, with the remedy."""


@dataclass(frozen=True)
class NewSystem:
    """What the author says about the system. `owner` is the code of the agency, `standard` the law or norm it keeps."""

    name: str
    title: str
    title_ko: str
    owner: str
    standard: str

    def words(self) -> dict[str, str]:
        """What fills the pattern."""
        for field in ("title", "title_ko", "owner", "standard"):
            if re.search(r"[\"\\{}%\n]", getattr(self, field)):
                raise NewSystemError(
                    f"{field}: use plain words without quotation marks, backslashes, braces or percent signs"
                )
        return {
            "name": self.name,
            "slug": self.name.replace("_", "-"),
            "camel": "".join(part.capitalize() for part in self.name.split("_")),
            "index": self.name[:19],
            "title": self.title,
            "title_ko": self.title_ko,
            "owner": self.owner,
            "standard": self.standard,
        }


def check_name(root: Path, name: str, taken: set[str]) -> None:
    """Refuse a name that is no noun in lower case, too long, or taken by a system, a block or an application."""
    if not NAME.fullmatch(name) or keyword.iskeyword(name):
        raise NewSystemError(f"{name!r}: use the citizen's noun in lower case with underscores, such as lost_property")
    if len(name) > LONGEST_NAME:
        raise NewSystemError(f"{name!r} has {len(name)} letters: use at most {LONGEST_NAME}")
    if (root / "src" / "madang" / "systems" / name).exists():
        raise NewSystemError(f"there is a system {name!r} already: choose another noun, or work on that one")
    if name in taken:
        raise NewSystemError(f"{name!r} is the name of another part of Madang: choose another noun")


def write(root: Path, new: NewSystem, taken: set[str]) -> list[Path]:
    """Write everything; returns what was written or changed. The folder appears whole or not at all."""
    check_name(root, new.name, taken)
    words = new.words()
    folder = root / "src" / "madang" / "systems" / new.name
    part = folder.with_name(f".{new.name}.part")
    shutil.rmtree(part, ignore_errors=True)
    try:
        for source in sorted(SKELETON.rglob("*.txt")):
            target = part / _place(source.relative_to(SKELETON), new.name)
            if target.name != "docs.md":
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_text(Template(source.read_text(encoding="utf-8")).substitute(words), encoding="utf-8")
        _format(part)
        part.rename(folder)
    except BaseException:
        shutil.rmtree(part, ignore_errors=True)
        raise
    page = root / "docs" / "systems" / f"{new.name}.md"
    page.parent.mkdir(parents=True, exist_ok=True)
    page.write_text(
        Template((SKELETON / "docs.md.txt").read_text(encoding="utf-8")).substitute(words), encoding="utf-8"
    )
    return [folder, page, *(_add_to_map(root / name, link, new) for name, link in MAPS.items())]


def _place(path: Path, name: str) -> Path:
    """Where a file of the pattern goes: without `.txt`; templates and translations one folder deeper."""
    path = path.with_suffix("")
    if path.parts[0] == "templates":
        return Path("templates", name, *path.parts[1:])
    if path.parts[0] == "locale":
        return Path("locale", path.stem, "LC_MESSAGES", "django.po")
    return path


def _add_to_map(path: Path, link: str, new: NewSystem) -> Path:
    """Add a line under the heading `Systems`, which is made when missing."""
    text = path.read_text(encoding="utf-8") if path.exists() else f"# {path.stem.capitalize()}\n"
    line = f"- [`{new.name}`]({link}{new.name}.md): {new.title}"
    lines = text.rstrip("\n").split("\n")
    if "## Systems" not in lines:
        lines += ["", "## Systems", ""]
    at = lines.index("## Systems") + 1
    while at < len(lines) and not lines[at].startswith("#"):
        at += 1
    while lines[at - 1] == "":
        at -= 1
    lines[at:at] = ["", line] if lines[at - 1].startswith("#") else [line]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def _format(folder: Path) -> None:
    """Lines break where the formatter breaks them, which depends on the name; nothing to do where it is not installed."""
    ruff = Path(sys.executable).with_name("ruff")
    if ruff.exists():
        settings = Path(__file__).resolve().parents[4] / "pyproject.toml"
        command = [str(ruff), "format", "--quiet", "--no-cache", "--config", str(settings), str(folder)]
        subprocess.run(command, check=True)  # noqa: S603 (fixed command)
