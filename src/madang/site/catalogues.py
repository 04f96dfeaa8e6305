"""Translation catalogues, read and compiled in plain Python, so that nobody needs the gettext programs to start.

The format is GNU gettext's: `.po` for people, `.mo` for the machine (GNU gettext manual, "The Format of GNU MO Files").
"""

from __future__ import annotations

import ast
import os
import struct
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

MO_MAGIC = 0x950412DE


class CatalogueError(ValueError):
    """A catalogue that cannot be read; the message names file and line."""


@dataclass
class Message:
    """One entry of a catalogue. `strings` holds one translation, or one for each plural form; `line` is where it begins."""

    line: int
    context: str | None = None
    text: str = ""
    plural: str | None = None
    strings: list[str] = field(default_factory=list)
    fuzzy: bool = False

    @property
    def key(self) -> tuple[str | None, str]:
        """What gettext looks a message up by."""
        return self.context, self.text

    @property
    def translated(self) -> bool:
        """All forms are there and nobody marked them as doubtful."""
        return bool(self.strings) and all(self.strings) and not self.fuzzy


def read_po(text: str, name: str = "catalogue") -> list[Message]:
    """The messages of a `.po` text, the header (empty `text`) included and obsolete ones (`#~`) left out."""
    messages: list[Message] = []
    current: Message | None = None
    part = ""
    fuzzy = False
    for number, raw in enumerate(text.splitlines(), start=1):
        line = raw.strip()
        if line.startswith("#,") and "fuzzy" in line:
            fuzzy = True
        if not line or line.startswith("#"):
            continue
        keyword, quoted = _split(line)
        if keyword in {"msgctxt", "msgid"} and (current is None or part.startswith("msgstr")):
            current = Message(line=number, fuzzy=fuzzy)
            messages.append(current)
            fuzzy = False
        if current is None:
            raise CatalogueError(f"{name}:{number}: {line!r} stands before any msgid")
        part = keyword or part
        try:
            value = ast.literal_eval(quoted)
        except (SyntaxError, ValueError) as error:
            raise CatalogueError(f"{name}:{number}: not a quoted text: {line!r}") from error
        _add(current, part, value, new=bool(keyword), where=f"{name}:{number}")
    return messages


def _split(line: str) -> tuple[str, str]:
    if line.startswith('"'):
        return "", line
    keyword, _, quoted = line.partition(" ")
    return keyword, quoted.strip()


def _add(message: Message, part: str, value: str, *, new: bool, where: str) -> None:
    if part == "msgctxt":
        message.context = (message.context or "") + value
    elif part == "msgid":
        message.text += value
    elif part == "msgid_plural":
        message.plural = (message.plural or "") + value
    elif part.startswith("msgstr"):
        if new:
            message.strings.append(value)
        else:
            message.strings[-1] += value
    else:
        raise CatalogueError(f"{where}: unknown keyword {part!r}")


def write_mo(messages: Iterable[Message]) -> bytes:
    """The compiled catalogue. Doubtful and untranslated messages are left out: people then read the source language."""
    table: dict[bytes, bytes] = {}
    for message in messages:
        if message.translated or not message.text:
            key = message.text if message.context is None else f"{message.context}\x04{message.text}"
            if message.plural is not None:
                key += f"\0{message.plural}"
            table[key.encode()] = "\0".join(message.strings).encode()
    keys = sorted(table)
    offset = 28 + 16 * len(keys)
    originals: list[int] = []
    translations: list[int] = []
    for rows, texts in ((originals, keys), (translations, [table[key] for key in keys])):
        for text in texts:
            rows += [len(text), offset]
            offset += len(text) + 1
    head = struct.pack("<7I", MO_MAGIC, 0, len(keys), 28, 28 + 8 * len(keys), 0, 0)
    numbers = struct.pack(f"<{4 * len(keys)}I", *originals, *translations)
    return head + numbers + b"".join(text + b"\0" for text in keys + [table[key] for key in keys])


def po_files(source: Path) -> Iterator[Path]:
    """Every catalogue under the source, in a stable order."""
    return iter(sorted(source.glob("**/locale/*/LC_MESSAGES/*.po")))


def compile_stale(source: Path) -> list[Path]:
    """Compile each catalogue that is newer than its compiled form; returns those compiled. Whole files or none."""
    compiled = []
    for po in po_files(source):
        mo = po.with_suffix(".mo")
        if mo.exists() and mo.stat().st_mtime_ns >= po.stat().st_mtime_ns:
            continue
        part = mo.with_suffix(f".{os.getpid()}.part")
        part.write_bytes(write_mo(read_po(po.read_text(encoding="utf-8"), str(po))))
        part.replace(mo)
        compiled.append(po)
    return compiled
