"""The documentation keeps up with the source: links lead somewhere, blocks, systems and commands are all described."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path
from urllib.parse import unquote

from madang.site.checks.finding import Finding, tracked_files

MAPS = ("docs/find.md", "docs/architecture.md")
FENCE = re.compile(r"^(```|~~~).*?^\1", re.MULTILINE | re.DOTALL)
CODE = re.compile(r"`[^`\n]*`")
LINK = re.compile(r"!?\[[^\]]*\]\(\s*<?([^)\s>]+)>?(?:\s+\"[^\"]*\")?\s*\)")
HEADING = re.compile(r"^#{1,6}\s+(.+?)\s*#*$", re.MULTILINE)


def check(root: Path) -> list[Finding]:
    """All findings about the documentation."""
    pages = [path for path in tracked_files(root) if path.suffix == ".md"]
    return [*broken_links(root, pages), *unmapped(root), *undocumented_commands(root, pages)]


def blank(text: str) -> str:
    """The text with code blanked out: an example is not a link. Lines keep their numbers."""

    def spaces(match: re.Match[str]) -> str:
        return re.sub(r"[^\n]", " ", match.group())

    return CODE.sub(spaces, FENCE.sub(spaces, text))


def anchors(text: str) -> set[str]:
    """The anchors that a code host makes of the headings."""
    found: set[str] = set()
    for heading in HEADING.findall(FENCE.sub("", text)):
        plain = re.sub(r"[`*]|\[([^\]]*)\]\([^)]*\)", r"\1", heading).strip().lower()
        kept = (c for c in plain if c in " -_" or unicodedata.category(c)[0] in "LNM")
        base = "".join(kept).replace(" ", "-")
        anchor, number = base, 0
        while anchor in found:
            number += 1
            anchor = f"{base}-{number}"
        found.add(anchor)
    return found


def broken_links(root: Path, pages: list[Path]) -> list[Finding]:
    """A finding for each link inside the repository that leads nowhere."""
    findings = []
    for page in pages:
        text = blank(page.read_text(encoding="utf-8"))
        for match in LINK.finditer(text):
            target = unquote(match.group(1))
            if re.match(r"[a-z][a-z0-9+.-]*:", target):
                continue
            line = text.count("\n", 0, match.start()) + 1
            where = f"{page.relative_to(root)}:{line}"
            name, _, anchor = target.partition("#")
            file = (root / name.lstrip("/") if name.startswith("/") else page.parent / name) if name else page
            if not file.exists():
                findings.append(Finding(where, f"{target} does not exist", "mend the link, or write the page"))
            elif anchor and file.suffix == ".md" and anchor not in anchors(file.read_text(encoding="utf-8")):
                findings.append(Finding(where, f"{target}: no such heading", "use an anchor of the page's headings"))
    return findings


def unmapped(root: Path) -> list[Finding]:
    """A finding for each core block or system that the two maps of the house do not show."""
    source = root / "src" / "madang"
    blocks = (path.parent.name for path in sorted(source.glob("core/*/__init__.py")) if path.parent.name != "tests")
    parts = [f"core/{name}" for name in blocks]
    parts += [f"systems/{path.parent.name}" for path in sorted(source.glob("systems/*/__init__.py"))]
    findings = []
    for name in MAPS:
        if not (root / name).exists():
            findings.append(Finding(name, "is missing", "write it: every block and system has its line there"))
            continue
        text = (root / name).read_text(encoding="utf-8")
        for part in parts:
            noun = part.partition("/")[2]
            if not re.search(rf"(?<![\w-]){re.escape(noun)}(?![\w-])", text):
                findings.append(
                    Finding(name, f"{part} is not mentioned", f"say in one line what src/madang/{part} is for")
                )
    return findings


def undocumented_commands(root: Path, pages: list[Path]) -> list[Finding]:
    """A finding for each `madang` command that no page shows in use."""
    text = "\n".join(page.read_text(encoding="utf-8") for page in pages)
    findings = []
    for path in sorted((root / "src" / "madang").glob("**/management/commands/*.py")):
        if path.name.startswith("_") or is_template(path):
            continue
        command = path.stem.replace("_", "-")
        if not re.search(rf"madang {re.escape(command)}(?![\w-])", text):
            mend = f"show `madang {command}` in use in docs/ or in the block's README"
            findings.append(Finding(str(path.relative_to(root)), f"`madang {command}` is not documented", mend))
    return findings


def is_template(path: Path) -> bool:
    """Whether a file is the pattern for new systems rather than part of one."""
    return "new_system" in path.parts
