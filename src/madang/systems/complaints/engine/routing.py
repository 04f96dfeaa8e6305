"""Routing: which category a report belongs to, with probabilities that can be believed.

A trained `Router` looks for character sequences of 2 to 8 signs, in any script and without knowing where words end; a logistic
regression (`training.py`) keeps the few thousand that matter, so each proposal can say which words spoke for it.
Without a trained model, `KeywordRouter` looks for the keywords of the categories.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

SHORTEST, LONGEST = 2, 8  # signs of a sequence
MOST_SIGNS = 4_000  # of a text that are looked at
VERSION = 1

_Floats = npt.NDArray[np.float32]
_SPACE = re.compile(r"\s+")
_DIGIT = re.compile(r"\d")


class RouterError(ValueError):
    """A stored model that cannot be used; the message says why. Train it anew."""


@dataclass(frozen=True)
class Proposal:
    """category: its code. probability: 0 to 1, that this report belongs there. because: what in the words spoke for it most."""

    category: str
    probability: float
    because: tuple[str, ...] = ()


def written(words: str) -> str:
    """The words in one way of writing: width, case, spacing and the value of digits do not matter."""
    text = _SPACE.sub(" ", unicodedata.normalize("NFKC", words).casefold()).strip()
    return f" {_DIGIT.sub('0', text[:MOST_SIGNS])} "


def sequences(text: str) -> set[str]:
    """Every sequence of 2 to 8 signs in a text that is already `written`."""
    return {text[at : at + n] for n in range(SHORTEST, LONGEST + 1) for at in range(len(text) - n + 1)}


def _sigmoid(x: Any) -> Any:
    return 1.0 / (1.0 + np.exp(-np.clip(x, -30, 30)))


@dataclass(frozen=True, eq=False)
class Router:
    """A trained model. categories: (C,) codes. grams: (G,) sequences. weights: (G, C). bias: (C,).

    scale: slope and intercept that make the log-odds of each category's probability, fitted on reports the weights were not
    trained on; first: the same for the first choice. examples: how many reports it was trained on.
    """

    categories: tuple[str, ...]
    grams: Mapping[str, int]
    weights: _Floats
    bias: _Floats
    scale: tuple[float, float] = (1.0, 0.0)
    first: tuple[float, float] = (1.0, 0.0)
    examples: int = 0

    def scores(self, words: str) -> tuple[_Floats, list[tuple[str, int]]]:
        """Unscaled log-odds by category, and the sequences found with their rows."""
        text = written(words)
        found = []
        known = self.grams
        for n in range(SHORTEST, LONGEST + 1):
            for gram in {text[at : at + n] for at in range(len(text) - n + 1)}:
                row = known.get(gram)
                if row is not None:
                    found.append((gram, row))
        return self.bias + self.weights[[row for _, row in found]].sum(axis=0), found

    def probabilities(self, words: str) -> npt.NDArray[np.float64]:
        """(C,) the probability of each category, by itself: a report may belong to several."""
        slope, intercept = self.scale
        return np.asarray(_sigmoid(slope * self.scores(words)[0].astype(np.float64) + intercept))

    def propose(self, words: str, most: int = 3) -> list[Proposal]:
        """The likeliest categories, best first, at most so many."""
        scores, found = self.scores(words)
        odds = self.scale[0] * scores.astype(np.float64) + self.scale[1]
        order = np.argsort(-odds, kind="stable")[:most]
        chances = _sigmoid(odds[order])
        if len(chances):
            chances[0] = _sigmoid(self.first[0] * odds[order[0]] + self.first[1])
        return [
            Proposal(self.categories[column], round(float(chance), 4), self._because(found, int(column)))
            for column, chance in zip(order, chances, strict=True)
        ]

    def belongs_to(self, words: str, least: float = 0.5) -> list[str]:
        """Every category that is likelier than `least`, and always the likeliest."""
        chances = self.probabilities(words)
        best = int(np.argmax(chances))
        return [code for n, code in enumerate(self.categories) if n == best or chances[n] > least]

    def _because(self, found: Sequence[tuple[str, int]], column: int, most: int = 3) -> tuple[str, ...]:
        """The sequences that weighed most, leaving out those that lie within one already told."""
        ranked = sorted(((float(self.weights[row, column]), gram) for gram, row in found), reverse=True)
        told: list[str] = []
        for weight, gram in ranked:
            if weight <= 0 or len(told) == most:
                break
            shown = gram.strip()
            if shown and not any(shown in other or other in shown for other in told):
                told.append(shown)
        return tuple(told)

    def to_arrays(self) -> dict[str, npt.NDArray[Any]]:
        """Plain arrays, to be stored without pickle."""
        return {
            "version": np.array(VERSION),
            "categories": np.array(self.categories, dtype=np.str_),
            "grams": np.array(sorted(self.grams, key=lambda gram: self.grams[gram]), dtype=np.str_),
            "weights": self.weights,
            "bias": self.bias,
            "scale": np.array(self.scale),
            "first": np.array(self.first),
            "examples": np.array(self.examples),
        }

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, npt.NDArray[Any]]) -> Router:
        """The model that `to_arrays` gave. Raises RouterError when it is another or a broken one."""
        try:
            if int(arrays["version"]) != VERSION:
                raise RouterError(
                    f"the routing model has version {int(arrays['version'])}, this program reads {VERSION}"
                )
            categories = tuple(str(code) for code in arrays["categories"])
            grams = {str(gram): row for row, gram in enumerate(arrays["grams"])}
            weights = np.ascontiguousarray(arrays["weights"], dtype=np.float32)
            bias = np.ascontiguousarray(arrays["bias"], dtype=np.float32)
            scale, first = ((float(arrays[name][0]), float(arrays[name][1])) for name in ("scale", "first"))
            examples = int(arrays["examples"])
        except (KeyError, IndexError, TypeError) as error:
            raise RouterError(f"the routing model lacks {error}; train it anew") from error
        if weights.shape != (len(grams), len(categories)) or bias.shape != (len(categories),):
            raise RouterError("the parts of the routing model do not fit together; train it anew")
        if not (np.isfinite(weights).all() and np.isfinite(bias).all()):
            raise RouterError("the routing model holds figures that are none; train it anew")
        return cls(categories, grams, weights, bias, scale, first, examples)


class KeywordRouter:
    """Finds categories by their keywords; what there is before anything has been learnt.

    Its probabilities are a rule of thumb and stay low: one keyword gives 0.5, more give more, what speaks for several categories is
    shared among them.
    """

    def __init__(self, keywords: Mapping[str, Iterable[str]]) -> None:
        """keywords: by category, in every language; short ones of spaced scripts match whole words only."""
        self._patterns = {code: found for code, words in keywords.items() if (found := _any_of(words)) is not None}

    def propose(self, words: str, most: int = 3) -> list[Proposal]:
        """The categories whose keywords stand in the words, best first, at most so many; none where none does."""
        text = written(words)
        hits = {
            code: sorted({match.strip() for match in pattern.findall(text)}, key=len, reverse=True)
            for code, pattern in self._patterns.items()
        }
        weights = {code: sum(math.sqrt(len(word)) for word in found) for code, found in hits.items() if found}
        total = sum(weights.values())
        proposals = [
            Proposal(code, round(weight / total * (1 - 0.5 ** len(hits[code])), 4), tuple(hits[code][:3]))
            for code, weight in weights.items()
        ]
        return sorted(proposals, key=lambda one: (-one.probability, one.category))[:most]


_NO_SPACES = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


def _any_of(keywords: Iterable[str]) -> re.Pattern[str] | None:
    """Finds any keyword: from the beginning of a word where words are spaced, anywhere else."""
    parts = []
    for keyword in sorted({written(word).strip() for word in keywords}, key=len, reverse=True):
        if keyword:
            parts.append(re.escape(keyword) if _NO_SPACES.search(keyword) else rf"(?<!\w){re.escape(keyword)}")
    return re.compile("|".join(parts)) if parts else None
