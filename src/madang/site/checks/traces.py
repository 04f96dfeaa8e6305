"""Nothing of one machine or one network may be in the repository: no home folders, no package mirrors, no secrets."""

from __future__ import annotations

import re
from pathlib import Path

from madang.site.checks.finding import Finding, tracked_files

LARGEST = 2 * 2**20  # bytes; larger files are fonts, boundaries and the like
PATTERNS = (
    (
        re.compile(r"(?<![\w.])/(?:root|home/\w+|Users/\w+|mnt/\w+)/[\w.]"),
        "a path of one machine",
        "write it relative, or from a setting",
    ),
    (
        re.compile(r"^\s*--(?:extra-)?(?:index-url|find-links)|[\w.-]+ @ (?:https?|file)://", re.MULTILINE),
        "the address of a package mirror",
        "lock again with ./run lock, which writes none",
    ),
    (
        re.compile(r"-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----\s*\n[A-Za-z0-9+/=]{16}"),
        "a private key",
        "make keys at the first start",
    ),
)


def check(root: Path) -> list[Finding]:
    """A finding for each trace, with its line."""
    findings = []
    here = (
        re.compile(re.escape(str(root)) + r"(?![\w-])"),
        "the path of this very checkout",
        "write it relative, or from a setting",
    )
    for path in tracked_files(root):
        if path.stat().st_size > LARGEST:
            continue
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        for pattern, what, mend in (*PATTERNS, here):
            for match in pattern.finditer(text):
                line = text.count("\n", 0, match.start()) + 1
                findings.append(Finding(f"{path.relative_to(root)}:{line}", f"{what}: {match.group().strip()}", mend))
    return findings
