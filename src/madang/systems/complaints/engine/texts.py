"""Texts: clean what hides or turns letters, and flag personal data and abuse before a text is published.

Nothing is deleted here but invisible characters; flags say where and why, and a person decides.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

#: Characters that turn the direction of writing (Unicode Bidirectional Algorithm, UAX #9 section 2).
DIRECTION = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")

#: Characters that cannot be seen and change nothing but what a machine reads.
INVISIBLE = frozenset(
    "\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180e\u2060\u2061\u2062\u2063\u2064\u206a\u206b\u206c\u206d\u206e\u206f\u3164\ufeff\uffa0"
)

#: Zero-width space parts words in Thai, Lao, Khmer and Myanmar; the joiners shape letters of Indic scripts and emoji.
_SPACE, _NON_JOINER, _JOINER = "\u200b", "\u200c", "\u200d"
_PARTED = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]")
_MARKS_IN_A_ROW = 8  # more combining marks on one letter than any script needs


@dataclass(frozen=True)
class Cleaned:
    """text: in Unicode NFC, without hidden characters. removed: the kinds that were taken out, in order of their name."""

    text: str
    removed: tuple[str, ...] = ()


def clean(text: str) -> Cleaned:
    """The text as people see it: no turned direction, no invisible or control characters, no stacks of marks.

    Line breaks and tabs stay; line ends become `\\n`, runs of more than two empty lines two. Zero-width characters stay where the
    script needs them (Thai to Khmer, Indic joiners, emoji).
    """
    removed = set()
    kept: list[str] = []
    marks = 0
    text = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n")
    text = text.replace("\u2029", "\n\n")
    for at, letter in enumerate(text):
        marks = marks + 1 if unicodedata.combining(letter) else 0
        kind = _hidden(text, at)
        if kind is None and marks > _MARKS_IN_A_ROW:
            kind = "stacked marks"
        if kind is None:
            kept.append(letter)
        else:
            removed.add(kind)
    return Cleaned(re.sub(r"\n{4,}", "\n\n\n", "".join(kept)).strip(), tuple(sorted(removed)))


def _hidden(text: str, at: int) -> str | None:
    """Why the character is not to be kept; None if it is."""
    letter = text[at]
    if letter in DIRECTION:
        return "direction"
    if letter in INVISIBLE or "\ufff0" <= letter <= "\ufffb" or "\U000e0000" <= letter <= "\U000e0fff":
        return None if _flag_of_a_region(text, at) else "invisible"
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    if letter == _SPACE:
        return None if _PARTED.match(before) and _PARTED.match(after) else "invisible"
    if letter in (_NON_JOINER, _JOINER):
        shapes = before and (unicodedata.combining(before) == 9 or unicodedata.category(before) in {"So", "Sk", "Mn"})
        letters = before.isalpha() and after.isalpha() and not before.isascii() and not after.isascii()
        return None if shapes or letters else "invisible"
    if letter not in "\n\t" and unicodedata.category(letter) in {"Cc", "Cs", "Cn"}:
        return "control"
    return None


def _flag_of_a_region(text: str, at: int) -> bool:
    """Tag characters are part of an emoji of a region's flag (Unicode UTS #51), and of nothing else."""
    start = at
    while start > 0 and "\U000e0020" <= text[start] <= "\U000e007f":
        start -= 1
    return text[start] == "\U0001f3f4" and start != at


@dataclass(frozen=True)
class Flag:
    """Something to look at before publication. start, end: where in the text. kind: `personal:<what>` or `abuse`."""

    kind: str
    start: int
    end: int


def _digits(text: str) -> list[int]:
    return [unicodedata.digit(letter) for letter in text if letter.isdigit()]


def _weighted(digits: list[int], weights: tuple[int, ...]) -> int:
    return sum(digit * weight for digit, weight in zip(digits, weights, strict=False))


def _luhn(text: str) -> bool:
    """Payment cards (ISO/IEC 7812-1 annex B)."""
    digits = _digits(text)
    doubled = [
        digit if at % 2 == 0 else (2 * digit - 9 if digit > 4 else 2 * digit) for at, digit in enumerate(digits[::-1])
    ]
    return 13 <= len(digits) <= 19 and len(set(digits)) > 1 and sum(doubled) % 10 == 0


def _day(digits: list[int], month_at: int, day_at: int) -> bool:
    month, day = 10 * digits[month_at] + digits[month_at + 1], 10 * digits[day_at] + digits[day_at + 1]
    return 1 <= month <= 12 and 1 <= day <= 31


def _korean(text: str) -> bool:
    """Resident and alien registration numbers. Those given out from October 2020 have no check digit."""
    return _day(_digits(text), 2, 4)


def _thai(text: str) -> bool:
    digits = _digits(text)
    return (11 - _weighted(digits, tuple(range(13, 1, -1))) % 11) % 10 == digits[12]


def _indonesian(text: str) -> bool:
    """NIK: six digits of area, then the day of birth (plus 40 for women), month, year."""
    digits = _digits(text)
    day = 10 * digits[6] + digits[7]
    month = 10 * digits[8] + digits[9]
    return digits[0] > 0 and (1 <= day <= 31 or 41 <= day <= 71) and 1 <= month <= 12


def _malaysian(text: str) -> bool:
    return _day(_digits(text), 2, 4)


def _singaporean(text: str) -> bool:
    """NRIC and FIN check letters (the series M has its own)."""
    series, last = text[0].upper(), text[-1].upper()
    total = _weighted(_digits(text), (2, 7, 6, 5, 4, 3, 2)) + {"T": 4, "G": 4, "M": 3}.get(series, 0)
    letters = {"S": "JZIHGFEDCBA", "T": "JZIHGFEDCBA", "F": "XWUTRQPNMLK", "G": "XWUTRQPNMLK", "M": "KLJNPQRTUWX"}[
        series
    ]
    return letters[10 - total % 11 if series == "M" else total % 11] == last


def _kazakh(text: str) -> bool:
    digits = _digits(text)
    check = _weighted(digits, tuple(range(1, 12))) % 11
    if check == 10:
        check = _weighted(digits, (3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2)) % 11
    return _day(digits, 2, 4) and check == digits[11]


def _uzbek(text: str) -> bool:
    digits = _digits(text)
    return 1 <= digits[0] <= 6 and _day(digits, 3, 1) and _weighted(digits, (7, 3, 1) * 5) % 10 == digits[13]


# Thai vowel signs and tones are marks, which Python does not count as parts of a word.
_EDGE, _END = r"(?<![\w@.\u0e31-\u0e4e])", r"(?![\w\u0e31-\u0e4e])"
_PATTERNS: tuple[tuple[str, re.Pattern[str], Callable[[str], bool] | None], ...] = tuple(
    (f"personal:{name}", re.compile(_EDGE + pattern + _END, re.IGNORECASE), check)
    for name, pattern, check in (
        ("e-mail", r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+", None),
        ("card number", r"\d(?:[ -]?\d){12,18}", _luhn),
        ("identity number", r"\d{6}[- ]?[1-8]\d{6}", _korean),
        ("identity number", r"[1-8][- ]?\d{4}[- ]?\d{5}[- ]?\d{2}[- ]?\d", _thai),
        ("identity number", r"\d{16}", _indonesian),
        ("identity number", r"\d{6}-\d{2}-\d{4}", _malaysian),
        ("identity number", r"[STFGM]\d{7}[A-Z]", _singaporean),
        ("identity number", r"\d{12}", _kazakh),
        ("identity number", r"0\d{11}", None),  # Viet Nam: the citizen's number begins with the province, 001 to 096
        ("identity number", r"\d{4}-\d{4}-\d{4}-\d{4}", None),  # Philippines: PhilSys card number
        ("identity number", r"\d{14}", _uzbek),
        ("passport number", r"(?:[A-Z]{1,2}\d{7}|M\d{3}[A-Z]\d{4})", None),
        ("vehicle plate", r"\d{2,3} ?[가-힣] ?\d{4}", None),
        ("vehicle plate", r"\d?[ก-ฮ]{2} ?\d{1,4}", None),
        ("vehicle plate", r"[A-Z]{1,2} \d{3,4} [A-Z]{2,3}", None),
        ("telephone", r"(?:\+|00)\d{1,3}[ .-]?\(?\d{1,4}\)?(?:[ .-]?\d{2,4}){2,4}", None),
        ("telephone", r"\(?0\d{1,3}\)?[ .-]?\d{3,4}[ .-]?\d{3,5}", None),
    )
)

#: Words that insult, by language. Few and plain on purpose: a flag costs an officer's minute, a long list catches the innocent.
ABUSE: Mapping[str, tuple[str, ...]] = {
    "en": ("fuck", "asshole", "bastard", "idiot", "moron", "bitch", "son of a bitch", "piece of shit"),
    "ko": ("씨발", "시발", "병신", "개새끼", "지랄", "좆", "미친놈", "미친년"),
    "id": ("anjing", "bangsat", "goblok", "tolol", "kontol", "bajingan", "brengsek"),
    "ms": ("bodoh", "bangang", "celaka", "babi", "pukimak"),
    "tl": ("putang ina", "gago", "tanga", "ulol", "tarantado", "bobo"),
    "vi": ("địt", "đồ ngu", "thằng chó", "con chó", "khốn nạn", "đồ khốn"),
    "th": ("เหี้ย", "ควาย", "สัส", "ไอ้โง่", "อีดอก", "เย็ด", "ส้นตีน"),
    "lo": ("ຫ່າ", "ຄວາຍ", "ບ້າ"),
    "km": ("ឆ្កែ", "អាឆ្កួត", "អាល្ងង់"),
    "my": ("ခွေး", "လီး", "စောက်"),
    "uz": ("ahmoq", "iflos", "haromi"),
    "az": ("axmaq", "gicdıllaq", "oğraş"),
    "kk": ("ақымақ", "иттің баласы"),
    "ru": ("сука", "блять", "идиот", "мудак"),
    "zh": ("傻逼", "混蛋", "王八蛋", "他妈的"),
    "ta": ("முட்டாள்", "தேவடியா"),
}
_SPACED = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7af]")
_ABUSE = re.compile(
    "|".join(
        re.escape(word) if _SPACED.search(word) else rf"(?<!\w){re.escape(word)}(?!\w)"
        for words in ABUSE.values()
        for word in sorted(words, key=len, reverse=True)
    ),
    re.IGNORECASE,
)


def flags(text: str) -> list[Flag]:
    """What an officer should look at before the text is published, in order of place; of overlapping ones the longer."""
    kept: list[Flag] = []
    for flag in sorted(_found(text), key=lambda one: (one.start - one.end, one.start)):
        if all(flag.end <= other.start or other.end <= flag.start for other in kept):
            kept.append(flag)
    return sorted(kept, key=lambda one: one.start)


def _found(text: str) -> Iterator[Flag]:
    for kind, pattern, check in _PATTERNS:
        for match in pattern.finditer(text):
            if check is None or check(match.group()):
                yield Flag(kind, match.start(), match.end())
    for match in _ABUSE.finditer(text):
        yield Flag("abuse", match.start(), match.end())


def masked(text: str, found: list[Flag], mark: str = "■") -> str:
    """The text with every flagged letter covered, spaces kept: what the public may read until an officer has looked."""
    covered = list(text)
    for flag in found:
        for at in range(flag.start, flag.end):
            if not covered[at].isspace():
                covered[at] = mark
    return "".join(covered)
