"""Duplicates: reports near in place, in time and in meaning.

Likeness in meaning is the cosine of character n-grams, which needs no knowledge of the language; whoever has sentence
embeddings gives their vectors instead, and likeness then holds across languages.
"""

from __future__ import annotations

import datetime as dt
import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from madang.systems.complaints.engine.places import Point, distance_m

_BETWEEN_WORDS = re.compile(r"[\W_]+")


@dataclass(frozen=True)
class Sighting:
    """One report as far as likeness goes. key: the caller's own. vector: an embedding of the words, if there is one."""

    key: int
    on: dt.date
    words: str
    category: str = ""
    point: Point | None = None
    vector: Sequence[float] | None = None


@dataclass(frozen=True)
class Likeness:
    """How like one report is. score: 0 to 1, of all together. metres: None where a place is missing."""

    key: int
    score: float
    metres: float | None
    days: int
    words: float


@dataclass(frozen=True)
class Limits:
    """What counts as near. metres: at which nearness is half. within_m, within_days: beyond, never the same. least: the score
    from which a duplicate is worth suggesting."""

    metres: float = 100.0
    within_m: float = 500.0
    within_days: int = 60
    least: float = 0.5


def grams(words: str, longest: int = 3) -> Counter[str]:
    """Character 2- and 3-grams of the words, written one way: width, case and spacing do not matter."""
    text = " " + _BETWEEN_WORDS.sub(" ", unicodedata.normalize("NFKC", words).casefold()).strip() + " "
    return Counter(text[at : at + n] for n in range(2, longest + 1) for at in range(len(text) - n + 1))


def likeness_of_words(one: Counter[str], other: Counter[str]) -> float:
    """Cosine of two n-gram counts on a logarithmic scale: 0 nothing in common, 1 the same."""
    small, large = (one, other) if len(one) < len(other) else (other, one)
    common = sum((1 + math.log(n)) * (1 + math.log(large[gram])) for gram, n in small.items() if gram in large)
    size = math.sqrt(_square(one) * _square(other))
    return min(1.0, common / size) if size else 0.0


def _square(counts: Counter[str]) -> float:
    return sum((1 + math.log(n)) ** 2 for n in counts.values())


def _cosine(one: Sequence[float], other: Sequence[float]) -> float:
    size = math.sqrt(sum(x * x for x in one) * sum(x * x for x in other))
    return max(0.0, sum(x * y for x, y in zip(one, other, strict=True)) / size) if size else 0.0


def find_duplicates(new: Sighting, known: Iterable[Sighting], limits: Limits = Limits()) -> list[Likeness]:
    """Known reports that may be about the same thing, the likeliest first.

    With both places, nearness and meaning weigh equally, so the same words far away and other words at the same spot both stay
    below the mark, unless their category is the same. Without a place the words must be nearly the same. A report is never its
    own duplicate.
    """
    own = grams(new.words)
    found = []
    for one in known:
        days = abs((one.on - new.on).days)
        if one.key == new.key or days > limits.within_days:
            continue
        metres = distance_m(new.point, one.point) if new.point and one.point else None
        if metres is not None and metres > limits.within_m:
            continue
        words = likeness_of_words(own, grams(one.words))
        if new.vector is not None and one.vector is not None:
            words = max(words, _cosine(new.vector, one.vector))
        score = _score(metres, words, days, bool(new.category) and new.category == one.category, limits)
        if score >= limits.least:
            found.append(Likeness(one.key, round(score, 4), metres, days, round(words, 4)))
    return sorted(found, key=lambda one: (-one.score, one.days, one.key))


def _score(metres: float | None, words: float, days: int, same_category: bool, limits: Limits) -> float:
    fresh = 1 - 0.3 * days / max(1, limits.within_days)
    if metres is None:
        return words**2 * fresh
    near = 1 / (1 + (metres / limits.metres) ** 2)
    meaning = min(1.0, words + (0.45 if same_category else 0.0))
    return math.sqrt(near * meaning) * fresh
