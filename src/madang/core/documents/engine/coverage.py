"""Which characters the fonts of letters have. PDF/UA and PDF/A forbid a missing glyph, and one in a name must not stop a decision."""

from __future__ import annotations

import struct
import unicodedata
from collections.abc import Iterator
from functools import cache
from pathlib import Path

SUBSTITUTE = "\u25a1"  # an empty square, as people know it from paper
_INVISIBLE = {0x200B, 0x200C, 0x200D}  # where words and syllables part or join in Khmer, Lao, Thai and Myanmar


def printable(text: str, fonts: Path) -> str:
    """The text with what cannot be printed left out (controls, marks) or shown as an empty square."""
    known = covered(fonts)
    return "".join(_character(character, known) for character in unicodedata.normalize("NFC", text))


@cache
def covered(fonts: Path) -> frozenset[int]:
    """Code points that at least one font in the directory has."""
    return frozenset(code for path in fonts.glob("*.[ot]tf") for code in _code_points(path.read_bytes()))


def _character(character: str, known: frozenset[int]) -> str:
    if ord(character) in _INVISIBLE:
        return character
    if character.isspace():
        return "\u00a0" if character == "\u00a0" else " "
    category = unicodedata.category(character)[0]
    if (
        category == "C"
    ):  # controls, private and unassigned characters say nothing to a reader, even where a font has them
        return ""
    if ord(character) in known:
        return character
    return "" if category == "M" else SUBSTITUTE


def _code_points(font: bytes) -> Iterator[int]:
    """Code points of the Unicode tables of a font file (OpenType specification, `cmap`, formats 4 and 12)."""
    (tables,) = struct.unpack_from(">H", font, 4)
    records = (struct.unpack_from(">4sLLL", font, 12 + 16 * number) for number in range(tables))
    cmap = next(offset for tag, _sum, offset, _length in records if tag == b"cmap")
    (subtables,) = struct.unpack_from(">H", font, cmap + 2)
    for number in range(subtables):
        platform, encoding, offset = struct.unpack_from(">HHL", font, cmap + 4 + 8 * number)
        if platform != 0 and (platform, encoding) not in {(3, 1), (3, 10)}:
            continue
        start = cmap + offset
        (form,) = struct.unpack_from(">H", font, start)
        if form == 4:
            yield from _format_4(font, start)
        elif form == 12:
            (groups,) = struct.unpack_from(">L", font, start + 12)
            for group in range(groups):
                first, last, _glyph = struct.unpack_from(">LLL", font, start + 16 + 12 * group)
                yield from range(first, last + 1)


def _format_4(font: bytes, start: int) -> Iterator[int]:
    (doubled,) = struct.unpack_from(">H", font, start + 6)
    count = doubled // 2
    ends = struct.unpack_from(f">{count}H", font, start + 14)
    starts = struct.unpack_from(f">{count}H", font, start + 16 + doubled)
    deltas = struct.unpack_from(f">{count}h", font, start + 16 + 2 * doubled)
    offsets_at = start + 16 + 3 * doubled
    offsets = struct.unpack_from(f">{count}H", font, offsets_at)
    for segment in range(count):
        for code in range(starts[segment], ends[segment] + 1):
            glyph = code
            if offsets[segment]:
                at = offsets_at + 2 * segment + offsets[segment] + 2 * (code - starts[segment])
                (glyph,) = struct.unpack_from(">H", font, at)
                if glyph == 0:
                    continue
            if (glyph + deltas[segment]) & 0xFFFF:
                yield code
