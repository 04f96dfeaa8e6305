"""How good proposals are: shares of right ones, and whether probabilities can be believed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

BINS = 15


@dataclass(frozen=True)
class Measured:
    """All as shares of 1. first: the first choice is one of the report's categories. among_three: one of the first three is.

    micro_f1: of all categories given and had, the harmonic mean of precision and recall. calibration_error: the expected
    calibration error (ECE) of the first choice's probability; calibration_error_of_all: of every category's.
    """

    first: float
    among_three: float
    micro_f1: float
    calibration_error: float
    calibration_error_of_all: float


def measure(
    chances: npt.NDArray[np.float64], first_chances: npt.NDArray[np.float64], belongs: npt.NDArray[np.bool_]
) -> Measured:
    """chances: (N, C) each category's probability. first_chances: (N,) of the likeliest one. belongs: (N, C) the truth.

    Given are the likeliest category and all that are likelier than one half.
    """
    order = np.argsort(-chances, axis=1, kind="stable")
    rows = np.arange(len(chances))
    right = belongs[rows, order[:, 0]]
    given = chances > 0.5
    given[rows, order[:, 0]] = True
    both = int(np.count_nonzero(given & belongs))
    either = int(np.count_nonzero(given)) + int(np.count_nonzero(belongs))
    return Measured(
        first=float(right.mean()),
        among_three=float(np.take_along_axis(belongs, order[:, :3], axis=1).any(axis=1).mean()),
        micro_f1=2 * both / max(1, either),
        calibration_error=calibration_error(first_chances, right),
        calibration_error_of_all=calibration_error(chances.ravel(), belongs.ravel()),
    )


def calibration_error(chances: npt.NDArray[np.float64], right: npt.NDArray[Any]) -> float:
    """ECE: how far probabilities are from the share that came true, on average over 15 bins of equal width.

    M. P. Naeini, G. F. Cooper, M. Hauskrecht, "Obtaining Well Calibrated Probabilities Using Bayesian Binning", AAAI 2015.
    """
    bins = np.clip((chances * BINS).astype(np.int64), 0, BINS - 1)
    count = np.bincount(bins, minlength=BINS)
    told = np.bincount(bins, weights=chances, minlength=BINS)
    true = np.bincount(bins, weights=right.astype(np.float64), minlength=BINS)
    return float(np.abs(told - true).sum() / max(1, int(count.sum())))
