"""Propose what a report is about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from django.conf import settings

from madang.systems.complaints.engine.routing import KeywordRouter, Proposal, Router, RouterError
from madang.systems.complaints.models import Category


@dataclass(frozen=True)
class Proposed:
    """probability: 0 to 1; of a trained model it is calibrated. because: what in the words spoke for it."""

    category: Category
    probability: float
    because: tuple[str, ...] = ()


def propose_category(words: str, *, most: int = 3) -> list[Proposed]:
    """The likeliest active categories, best first; none when nothing speaks for any.

    By the model that `madang complaints train` learnt from officers, if there is one. Categories it does not know are found by
    their names and keywords.
    """
    categories = {one.code: one for one in Category.objects.filter(active=True).select_related("organisation")}
    router = _trained()
    learnt = frozenset(router.categories if router else ())
    spoken = tuple(
        (code, tuple(sorted({*map(str, one.names.values()), *map(str, one.keywords)})))
        for code, one in sorted(categories.items())
        if code not in learnt
    )
    found: list[Proposal] = [
        *(router.propose(words, len(learnt)) if router else ()),
        *_by_keywords(spoken).propose(words),
    ]
    found = sorted((one for one in found if one.category in categories), key=lambda one: -one.probability)
    return [Proposed(categories[one.category], one.probability, one.because) for one in found[:most]]


def _trained() -> Router | None:
    """The stored model, if there is one that can be read; a broken one is as good as none, and `train` mends it."""
    path = Path(settings.VAR_DIR) / "complaints" / "routing.npz"
    try:
        return _loaded(path, path.stat().st_mtime_ns)
    except (OSError, RouterError, ValueError):
        return None


@lru_cache(maxsize=2)
def _loaded(path: Path, changed: int) -> Router:
    """Read once, and again when the file has changed."""
    with np.load(path, allow_pickle=False) as stored:
        arrays: Mapping[str, np.ndarray] = dict(stored)
    return Router.from_arrays(arrays)


@lru_cache(maxsize=4)
def _by_keywords(spoken: tuple[tuple[str, tuple[str, ...]], ...]) -> KeywordRouter:
    return KeywordRouter(dict(spoken))
