"""Routing of reports to categories, beside the usual baseline, on the tickets of Bangkok's Traffy Fondue.

The baseline is scikit-learn's TF-IDF over character 2- to 5-grams with one LinearSVC per label. Both learn from the same four fifths
of the tickets and are asked about the same last fifth, five times. The tickets are no part of this repository: name the folder of
the CSV files in MADANG_TRAFFY (where they come from: the head of the system's tests/test_outside.py). About five minutes.
"""

from __future__ import annotations

import os
import sys
import time
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src"))

import numpy as np
import numpy.typing as npt
from _peers import ABSENT, verdict
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.multiclass import OneVsRestClassifier
from sklearn.svm import LinearSVC

from madang.systems.complaints.engine.exchange import ExchangeError, Incoming, read, rows_of
from madang.systems.complaints.engine.measuring import Measured, measure
from madang.systems.complaints.engine.training import Example, Settings, train

FOLDS = 5
FEWEST = 20
Chances = npt.NDArray[np.float64]


def tickets(folder: Path) -> list[Example]:
    """Each ticket once, with its labels that stand on 20 tickets or more."""
    found: dict[str, Incoming] = {}
    for path in sorted(folder.glob("*.csv")):
        try:
            for one in read(rows_of(path.read_text(encoding="utf-8-sig"), "csv")):
                if isinstance(one, Incoming) and one.categories:
                    found.setdefault(one.external_id, one)
        except ExchangeError:
            continue  # a derived table without words
    count = Counter(label for one in found.values() for label in one.categories)
    kept = [Example(one.words, tuple(x for x in one.categories if count[x] >= FEWEST)) for one in found.values()]
    return [one for one in kept if one.categories]


def main() -> int:
    """Print both and say whether ours holds."""
    folder = Path(os.environ.get("MADANG_TRAFFY", "absent"))
    examples = tickets(folder) if folder.is_dir() else []
    if not examples:
        print("the tickets of Traffy Fondue are not here: name their folder in MADANG_TRAFFY")
        return ABSENT
    labels = sorted({label for one in examples for label in one.categories})
    belongs = np.array([[label in one.categories for label in labels] for one in examples])
    fold_of = np.random.default_rng(0).permutation(len(examples)) % FOLDS
    print(f"{len(examples):,} tickets, {len(labels)} labels, {belongs.sum():,} given, {FOLDS} folds", flush=True)
    ours, our_firsts, theirs = np.zeros(belongs.shape), np.zeros(len(examples)), np.zeros(belongs.shape)
    spent = {"train": 0.0, "ask": 0.0, "their train": 0.0, "their ask": 0.0}
    for fold in range(FOLDS):
        learn, ask = np.flatnonzero(fold_of != fold), np.flatnonzero(fold_of == fold)
        start = time.process_time()
        router = train([examples[n] for n in learn], Settings(fewest_of_a_category=2)).router
        spent["train"] += time.process_time() - start
        start = time.process_time()
        for number in ask:
            our_firsts[number] = router.propose(examples[number].words)[0].probability
        spent["ask"] += time.process_time() - start
        ours[ask] = [router.probabilities(examples[number].words) for number in ask]
        start = time.process_time()
        vectorizer = TfidfVectorizer(analyzer="char", ngram_range=(2, 5), sublinear_tf=True)
        features = vectorizer.fit_transform([examples[n].words for n in learn])
        peer = OneVsRestClassifier(LinearSVC()).fit(features, belongs[learn])
        spent["their train"] += time.process_time() - start
        start = time.process_time()
        for number in ask:
            theirs[number] = peer.decision_function(vectorizer.transform([examples[number].words]))[0]
        spent["their ask"] += time.process_time() - start
        print(f"fold {fold + 1} of {FOLDS} done, {len(router.grams):,} sequences kept", flush=True)
    # A decision above zero is the peer's yes; it has no probabilities, so the logistic curve keeps its order and its yes.
    peer_measured = measure(1 / (1 + np.exp(-theirs)), 1 / (1 + np.exp(-theirs.max(axis=1))), belongs)
    our_measured = measure(ours, our_firsts, belongs)
    tell("TF-IDF + LinearSVC", peer_measured, spent["their train"], 1000 * spent["their ask"] / len(examples))
    tell("Madang", our_measured, spent["train"], 1000 * spent["ask"] / len(examples))
    held = [
        verdict("first choice right", our_measured.first, "0.93 or more", our_measured.first >= 0.93),
        verdict("among the first three", our_measured.among_three, "0.995 or more", our_measured.among_three >= 0.995),
        verdict("micro-F1", our_measured.micro_f1, "0.85 or more", our_measured.micro_f1 >= 0.85),
        verdict(
            "ECE of the first choice",
            our_measured.calibration_error,
            "0.03 or less",
            our_measured.calibration_error <= 0.03,
        ),
        verdict(
            "CPU ms a report", 1000 * spent["ask"] / len(examples), "under 5", spent["ask"] / len(examples) < 0.005
        ),
        verdict(
            "wrong first choices, theirs to ours",
            (1 - peer_measured.first) / max(1e-9, 1 - our_measured.first),
            "above 1",
            our_measured.first > peer_measured.first,
        ),
    ]
    return 0 if all(held) else 1


def tell(name: str, measured: Measured, train_seconds: float, ask_ms: float) -> None:
    """One line of figures."""
    print(
        f"{name:<20} first {measured.first:.4f}  among three {measured.among_three:.4f}  micro-F1 {measured.micro_f1:.4f}  "
        f"ECE first {measured.calibration_error:.4f}  all {measured.calibration_error_of_all:.4f}  "
        f"training {train_seconds:.0f} CPU s  {ask_ms:.2f} CPU ms a report"
    )


if __name__ == "__main__":
    sys.exit(main())
