"""Learn routing from what officers decided."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
from django.conf import settings

from madang.systems.complaints.engine.training import Example, Trained, train
from madang.systems.complaints.engine.training import Settings as TrainingSettings
from madang.systems.complaints.models import CategoryBy, Report, Visibility


def train_routing(
    more: Iterable[Example] = (), *, progress: Callable[[int, int], None] = lambda done, of: None
) -> Trained:
    """Train on every report whose category a person chose or an officer set, and on `more`; store the model, and return it with its figures.

    Secret reports are left out: a model keeps pieces of words. The file is replaced whole or not at all; running processes take
    it up with their next report. Raises TrainingError when there are too few examples.
    """
    limit = TrainingSettings().most_examples
    decided = (
        Report.objects.filter(category__isnull=False)
        .exclude(category_by=CategoryBy.MACHINE)
        .exclude(visibility=Visibility.SECRET)
        .order_by("-reported_at")
        .values_list("words", "category__code")[:limit]
    )
    own = (Example(words, (code,)) for words, code in reversed(list(decided)))
    trained = train([*chain(more, own)], progress=progress)
    folder = Path(settings.VAR_DIR) / "complaints"
    folder.mkdir(parents=True, exist_ok=True)
    unfinished = folder / f"routing.{os.getpid()}.npz"
    arrays: dict[str, Any] = trained.router.to_arrays()
    np.savez_compressed(unfinished, **arrays)
    unfinished.replace(folder / "routing.npz")
    return trained
