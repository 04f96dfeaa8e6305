"""Every word for people is translated into Korean, and into each other language that a block has begun: completely.

Found here without the gettext programs.

Python is read as a syntax tree, templates through Django's own reader; what they mark must stand translated in the
nearest `locale/` folder above.
"""

from __future__ import annotations

import ast
import string
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.utils.translation.template import templatize

from madang.site.catalogues import CatalogueError, Message, read_po
from madang.site.checks.finding import Finding, is_test, tracked_files

LANGUAGES = ("ko",)
# name of the function: (position of the context, of the text, of the plural)
MARKERS: dict[str, tuple[int | None, int, int | None]] = {
    **dict.fromkeys(("_", "gettext", "gettext_lazy", "gettext_noop"), (None, 0, None)),
    **dict.fromkeys(("ngettext", "ngettext_lazy", "ngettext_noop"), (None, 0, 1)),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), (0, 1, None)),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), (0, 1, 2)),
}


@dataclass(frozen=True)
class Marked:
    """A text marked for translation."""

    line: int
    context: str | None
    text: str


def check(root: Path) -> list[Finding]:
    """All findings about translations."""
    source = root / "src" / "madang"
    files = [path for path in tracked_files(root) if path.is_relative_to(source) and _is_read(path.relative_to(source))]
    return [*broken_catalogues(root, files), *told_differently(root, files), *untranslated(root, source, files)]


def _is_read(path: Path) -> bool:
    return not is_test(path) and "migrations" not in path.parts and path.parts[:2] != ("site", "new_system")


def untranslated(root: Path, source: Path, files: list[Path]) -> list[Finding]:
    """A finding for each marked text without a translation."""
    findings = []
    for path in files:
        if path.suffix not in {".py", ".html", ".txt"}:
            continue
        try:
            marked = list(marked_in(path))
        except SyntaxError as error:
            findings.append(
                Finding(f"{path.relative_to(root)}:{error.lineno}", f"cannot be read: {error.msg}", "mend it")
            )
            continue
        for message in marked:
            for language in languages_of(source, path.parent):
                if (message.context, message.text) not in translations(source, path.parent, language):
                    where = f"{path.relative_to(root)}:{message.line}"
                    what = f"not translated into {language}: {message.text[:80]!r}"
                    findings.append(
                        Finding(where, what, f"add it to {_nearest(source, path.parent, language).relative_to(root)}")
                    )
    return findings


def broken_catalogues(root: Path, files: list[Path]) -> list[Finding]:
    """A finding for each doubtful or empty entry, and for each whose placeholders differ from the text's."""
    findings = []
    for path in files:
        if path.suffix != ".po":
            continue
        name = str(path.relative_to(root))
        try:
            messages = read_po(path.read_text(encoding="utf-8"), name)
        except CatalogueError as error:
            findings.append(Finding(name, str(error), "mend the line"))
            continue
        for message in messages:
            if message.text and (what := _problem(message)):
                findings.append(
                    Finding(
                        f"{name}:{message.line}", f"{what}: {message.text[:80]!r}", "translate it; see CONTRIBUTING.md"
                    )
                )
    return findings


def told_differently(root: Path, files: list[Path]) -> list[Finding]:
    """A finding for each text that another application translates otherwise: Django merges all catalogues of a language into
    one, so that of two translations one would stand everywhere and the other nowhere.
    """
    known: dict[tuple[str, str | None, str], tuple[list[str], str]] = {}
    findings = []
    for path in sorted(path for path in files if path.suffix == ".po"):
        name, language = str(path.relative_to(root)), path.parts[-3]
        try:
            messages = read_po(path.read_text(encoding="utf-8"), name)
        except CatalogueError:  # `broken_catalogues` tells
            continue
        for message in messages:
            if not message.text or not message.translated:
                continue
            first, where = known.setdefault((language, *message.key), (message.strings, name))
            if first != message.strings:
                findings.append(
                    Finding(
                        f"{name}:{message.line}",
                        f"{message.text[:60]!r} is {message.strings[0][:40]!r} here and {first[0][:40]!r} in {where}",
                        "translate both alike; where the text means two things, tell them apart with pgettext",
                    )
                )
    return findings


def _problem(message: Message) -> str | None:
    if message.fuzzy:
        return "marked as fuzzy"
    if not message.translated:
        return "empty"
    wanted = figures(message.text) | figures(message.plural or "")
    if any(not figures(text) <= wanted for text in message.strings):
        return "names figures that the text does not have"
    return None


def figures(text: str) -> set[str]:
    """The named placeholders of a text, `%(name)s` and `{name}`."""
    named = {part.partition(")")[0] for part in text.split("%(")[1:]}
    try:
        return named | {name for _, name, _, _ in string.Formatter().parse(text) if name}
    except ValueError:
        return named


def marked_in(path: Path) -> Iterator[Marked]:
    """Every text of a source file or template that is marked for translation."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".py":
        yield from _marked_in_python(ast.parse(text, str(path)))
    else:
        # Django turns a template into Python-like text with the same line numbers; each line can be read on its own.
        yield from _marked_in_template(templatize(text, origin=str(path)))


def _marked_in_python(tree: ast.AST) -> Iterator[Marked]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            function = node.func
            name = (
                function.id
                if isinstance(function, ast.Name)
                else function.attr
                if isinstance(function, ast.Attribute)
                else ""
            )
            if name in MARKERS and (marked := _marked(node, MARKERS[name])):
                yield marked


def _marked(call: ast.Call, positions: tuple[int | None, int, int | None]) -> Marked | None:
    context_at, text_at, _ = positions
    texts = [argument.value if isinstance(argument, ast.Constant) else None for argument in call.args]
    if len(texts) <= text_at or not isinstance(texts[text_at], str):
        return None
    context = texts[context_at] if context_at is not None else None
    return Marked(call.lineno, context if isinstance(context, str) else None, str(texts[text_at]))


def _marked_in_template(text: str) -> Iterator[Marked]:
    starts = [f" {name}(" for name in MARKERS]
    position = 0
    while True:
        found = min((index for start in starts if (index := text.find(start, position)) >= 0), default=-1)
        if found < 0:
            return
        end = _end_of_call(text, found + 1)
        position = found + 1
        try:
            tree = ast.parse(text[found + 1 : end].strip())
        except SyntaxError:
            continue
        line = text.count("\n", 0, found)
        for marked in _marked_in_python(tree):
            yield Marked(line + marked.line, marked.context, marked.text)
        position = end


def _end_of_call(text: str, start: int) -> int:
    """Index after the bracket that closes the call beginning at `start`; strings are skipped."""
    depth, quote, index = 0, "", start
    while index < len(text):
        letter = text[index]
        if quote:
            if letter == "\\":
                index += 1
            elif text.startswith(quote, index):
                index += len(quote) - 1
                quote = ""
        elif letter in "'\"":
            quote = letter * 3 if text.startswith(letter * 3, index) else letter
            index += len(quote) - 1
        elif letter in "()":
            depth += 1 if letter == "(" else -1
            if depth == 0:
                return index + 1
        index += 1
    return len(text)


@cache
def _home(source: Path, folder: Path) -> Path:
    """Where the catalogues for files in `folder` are: of their application, or of the whole floor for what belongs to none."""
    for place in (folder, *folder.parents):
        if (place / "locale").is_dir() or (place / "apps.py").exists() or place.parent == source:
            break
    return place / "locale"


def _nearest(source: Path, folder: Path, language: str) -> Path:
    return _home(source, folder) / language / "LC_MESSAGES" / "django.po"


@cache
def languages_of(source: Path, folder: Path) -> tuple[str, ...]:
    """The languages that files in `folder` must be translated into: those of everybody, and those begun beside them."""
    begun = (path.parent.parent.name for path in _home(source, folder).glob("*/LC_MESSAGES/django.po"))
    return tuple(dict.fromkeys([*LANGUAGES, *sorted(begun)]))


@cache
def translations(source: Path, folder: Path, language: str) -> frozenset[tuple[str | None, str]]:
    """What is translated in the catalogue for files in `folder`."""
    path = _nearest(source, folder, language)
    if not path.exists():
        return frozenset()
    try:
        return frozenset(
            message.key for message in read_po(path.read_text(encoding="utf-8"), str(path)) if message.translated
        )
    except CatalogueError:
        return frozenset()
