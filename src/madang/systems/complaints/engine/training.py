"""Training of the `Router`: logistic regression with an L1 and an L2 penalty over sequences that occur, and its calibration.

scikit-learn is loaded by `train` alone; what it gives is plain arrays.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from madang.systems.complaints.engine.measuring import Measured, measure
from madang.systems.complaints.engine.routing import Router, sequences, written

FEWEST_OF_A_CATEGORY = 10
MOST_EXAMPLES = 20_000  # memory grows with them, about 60 kB each
FOLDS = 3

_Flags = npt.NDArray[np.bool_]
_Scores = npt.NDArray[np.float64]


class TrainingError(ValueError):
    """Examples from which nothing can be learnt; the message says what is missing."""


@dataclass(frozen=True)
class Example:
    """One report whose categories are known, the first being the main one."""

    words: str
    categories: tuple[str, ...]


@dataclass(frozen=True)
class Settings:
    """strength, smoothness: of fitting against the L1 and the L2 penalty (scikit-learn's C). fewest: reports a sequence must
    occur in."""

    strength: float = 0.6
    smoothness: float = 0.01
    fewest: int = 4
    fewest_of_a_category: int = FEWEST_OF_A_CATEGORY
    most_examples: int = MOST_EXAMPLES
    seed: int = 0


@dataclass(frozen=True)
class Trained:
    """The model, and how good models trained on two thirds of the examples are on the remaining third."""

    router: Router
    measured: Measured


def train(
    examples: Sequence[Example],
    settings: Settings = Settings(),
    progress: Callable[[int, int], None] = lambda done, of: None,
) -> Trained:
    """A router that has learnt from the examples, the last ones counting where there are too many.

    Categories with fewer than `settings.fewest_of_a_category` reports are left to keywords. progress: called with steps done and
    steps in all. Raises TrainingError when fewer than two categories have enough.
    """
    from sklearn.feature_extraction.text import CountVectorizer

    examples = [one for one in examples if one.words.strip() and one.categories][-settings.most_examples :]
    count = Counter(code for one in examples for code in set(one.categories))
    categories = tuple(sorted(code for code, n in count.items() if n >= settings.fewest_of_a_category))
    if len(categories) < 2:
        raise TrainingError(
            f"{len(categories)} categories have {settings.fewest_of_a_category} reports or more; "
            "two are needed to tell one from another"
        )
    known = set(categories)
    examples = [one for one in examples if known.intersection(one.categories)]
    belongs = np.array([[code in one.categories for code in categories] for one in examples], dtype=np.bool_)
    vectorizer = CountVectorizer(
        analyzer=_features, min_df=min(settings.fewest, len(examples)), binary=True, dtype=np.float32
    )
    features = vectorizer.fit_transform([one.words for one in examples])
    steps, done = (FOLDS + 1) * len(categories), 0

    def step() -> None:
        nonlocal done
        done += 1
        progress(done, steps)

    fold_of = np.random.default_rng(settings.seed).permutation(len(examples)) % FOLDS
    held_out = np.zeros(belongs.shape)
    for fold in range(FOLDS):
        weights, bias = _fit(features[fold_of != fold], belongs[fold_of != fold], settings, step)
        held_out[fold_of == fold] = features[fold_of == fold] @ weights + bias
    weights, bias = _fit(features, belongs, settings, step)
    scale, first = _calibrated(held_out, belongs)
    used = np.flatnonzero(np.any(weights != 0, axis=1))
    names = vectorizer.get_feature_names_out()
    router = Router(
        categories=categories,
        grams={str(names[row]): place for place, row in enumerate(used)},
        weights=np.ascontiguousarray(weights[used], dtype=np.float32),
        bias=bias.astype(np.float32),
        scale=scale,
        first=first,
        examples=len(examples),
    )
    return Trained(router, _measured(held_out, belongs, scale, first))


def _features(words: str) -> set[str]:
    return sequences(written(words))


def _fit(features: Any, belongs: _Flags, settings: Settings, step: Callable[[], None]) -> tuple[_Scores, _Scores]:
    """Weights (G, C) and bias (C,). features: a sparse matrix (examples, G) of 0 and 1.

    First each category chooses its sequences under an L1 penalty; then each weighs what any category chose under a strong L2
    penalty. Their sum knows the telling words and still ranks a text that has none of them.
    """
    chosen, bias = _fitted(features, belongs, settings.strength, 1.0, settings, step)
    rows = np.flatnonzero(np.any(chosen != 0, axis=1))
    if len(rows):
        smooth, more = _fitted(features[:, rows], belongs, settings.smoothness, 0.0, settings, lambda: None)
        chosen[rows] += smooth
        bias += more
    return chosen, bias


def _fitted(
    features: Any, belongs: _Flags, strength: float, l1_ratio: float, settings: Settings, step: Callable[[], None]
) -> tuple[_Scores, _Scores]:
    """One logistic regression after the other. A category that all or none have gets its bias alone."""
    from sklearn.linear_model import LogisticRegression

    weights = np.zeros((features.shape[1], belongs.shape[1]))
    bias = np.zeros(belongs.shape[1])
    for column in range(belongs.shape[1]):
        share = belongs[:, column].mean()
        if 0 < share < 1:
            model = LogisticRegression(
                C=strength, l1_ratio=l1_ratio, solver="liblinear", random_state=settings.seed, max_iter=200
            )
            model.fit(features, belongs[:, column])
            weights[:, column], bias[column] = model.coef_[0], model.intercept_[0]
        else:
            bias[column] = 5.0 if share else -5.0
        step()
    return weights, bias


def _calibrated(scores: _Scores, belongs: _Flags) -> tuple[tuple[float, float], tuple[float, float]]:
    """Slopes and intercepts (Platt) for every category alike, and for the first choice, from held-out scores."""
    scale = _platt(scores.ravel(), belongs.ravel())
    odds = scale[0] * scores + scale[1]
    best = odds.argmax(axis=1)
    rows = np.arange(len(odds))
    return scale, _platt(odds[rows, best], belongs[rows, best])


def _measured(scores: _Scores, belongs: _Flags, scale: tuple[float, float], first: tuple[float, float]) -> Measured:
    odds = scale[0] * scores + scale[1]
    return measure(_chance(odds), _chance(first[0] * odds.max(axis=1) + first[1]), belongs)


def _chance(odds: _Scores) -> _Scores:
    return np.asarray(1 / (1 + np.exp(-np.clip(odds, -30, 30))))


def _platt(scores: _Scores, right: _Flags) -> tuple[float, float]:
    """Slope and intercept of the logistic curve of being right, by Newton's method with Platt's softened targets."""
    positive = int(right.sum())
    target = np.where(right, (positive + 1) / (positive + 2), 1 / (len(right) - positive + 2))
    design = np.stack([scores, np.ones(len(scores))], axis=1)
    theta = np.array([1.0, 0.0])
    for _ in range(50):
        chance = _chance(design @ theta)
        slope: Any = design.T @ (chance - target) + 1e-3 * (theta - np.array([1.0, 0.0]))
        curve = design.T @ (design * (chance * (1 - chance))[:, None]) + 1e-3 * np.eye(2)
        move = np.linalg.solve(curve, slope)
        theta = theta - move
        if np.abs(move).max() < 1e-9:
            break
    return float(theta[0]), float(theta[1])
