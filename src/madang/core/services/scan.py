"""The scan: the whole population against the law, benefit by benefit, into offers.

The population form (DuckDB over a Parquet snapshot of the registers) finds the candidates; the Python form then proposes
each with its reasons. Both forms agree by a permanent property test. A scan may be killed at any point: `ScanRun.cursor`
says up to which subject offers are stored, and storing again changes nothing.
"""

from __future__ import annotations

import datetime as dt
import gc
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from madang.core.registers.snapshot import Snapshot, take_snapshot
from madang.core.rules import Benefit, Period
from madang.core.rules.population import population
from madang.core.services.actions.revise_award import revise_awards
from madang.core.services.models import Award, AwardState, Offer, ScanRun
from madang.core.services.offers import LIVE, PURPOSE, Tally, refresh
from madang.core.services.packs import active_pack, benefit_named
from madang.core.services.proposals import LOOK_AHEAD_MONTHS, months_after

BATCH = 5000
Progress = Callable[[str, int, int], None]


def scan(
    benefit_names: Iterable[str] | None = None, on: dt.date | None = None, *, progress: Progress | None = None
) -> list[ScanRun]:
    """Scan everybody for the benefits named (default: all of the pack) on a day (default: today).

    The population is read once and that reading is logged once, visible to everybody it touched. An unfinished run of the
    same benefit and day is continued. `progress(benefit, done, candidates)` is called after every batch.
    Raises LookupError for an unknown benefit.
    """
    day = on or timezone.localdate()
    benefits = [benefit_named(name) for name in benefit_names] if benefit_names else list(active_pack().benefits)
    settings.VAR_DIR.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="scan-", dir=settings.VAR_DIR) as directory:
        snapshot = take_snapshot(
            Path(directory),
            purpose=PURPOSE,
            legal_basis=", ".join(sorted({benefit.law.name for benefit in benefits})),
            reference=f"scan:{day.isoformat()}",
        )
        with snapshot:
            return [_scan_one(benefit, snapshot, day, progress) for benefit in benefits]


def _scan_one(benefit: Benefit, snapshot: Snapshot, on: dt.date, progress: Progress | None) -> ScanRun:
    run = ScanRun.objects.filter(benefit=benefit.name, on=on, finished_at=None).order_by("-id").first()
    if run is None:
        run = ScanRun.objects.create(benefit=benefit.name, on=on, known_on=on)
    run.persons = snapshot.rows("person")
    candidates = [subject for subject in _candidates(benefit, snapshot, on) if subject > run.cursor]
    for start in range(0, len(candidates), BATCH):
        batch = candidates[start : start + BATCH]
        with _without_cycle_search():
            tally = refresh(benefit, snapshot.facts(batch, benefit), batch, on)
        _advance(run, batch[-1], tally)
        if progress is not None:
            progress(benefit.name, start + len(batch), len(candidates))
    revise_awards(_awards_to_revise(benefit, snapshot, on), on)
    run.finished_at = timezone.now()
    run.save()
    return run


@contextmanager
def _without_cycle_search() -> Iterator[None]:
    """A batch is millions of small objects that all live until it is stored: looking for cycles among them finds none, again
    and again, for a fifth of the scan's time.
    """
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def _advance(run: ScanRun, cursor: int, tally: Tally) -> None:
    run.cursor = cursor
    run.entitled += tally.entitled
    run.unknown += tally.unknown
    run.offers_made += tally.made
    run.save()


def _awards_to_revise(benefit: Benefit, snapshot: Snapshot, on: dt.date) -> set[int]:
    """Subjects whose award and entitlement no longer agree: paid but not entitled, or suspended though entitled again."""
    awards = Award.objects.filter(benefit=benefit.name, from_month__lte=on).exclude(state=AwardState.ENDED)
    states = list(awards.values_list("subject_id", "state"))
    if not states:
        return set()
    entitled = _subjects(benefit, snapshot, on, on, unknown=False)
    return {subject for subject, state in states if (state == AwardState.RUNNING) != (subject in entitled)}


def _subjects(benefit: Benefit, snapshot: Snapshot, day: dt.date, known_on: dt.date, *, unknown: bool) -> set[int]:
    answers = population(benefit, snapshot.tables(), day, known_on, only_possible=True)
    wanted = answers.filter(answers.verdict.fill_null(unknown)).select("id")
    return set(wanted.to_pyarrow()["id"].to_pylist())


def _candidates(benefit: Benefit, snapshot: Snapshot, on: dt.date) -> list[int]:
    """Subjects who may get an offer, or lose one, in order of id: entitled or unknown now or next month, those with an open
    offer, and those whose award ended. Who already receives the benefit is left out.
    """
    days = [on]
    if benefit.period is Period.MONTH:
        days.append(months_after(on, LOOK_AHEAD_MONTHS))
    found: set[int] = set()
    for day in days:
        found |= _subjects(benefit, snapshot, day, on, unknown=True)
    named = {"benefit": benefit.name}
    found.update(Offer.objects.filter(**named, state__in=LIVE).values_list("subject_id", flat=True))
    if benefit.resumption is not None:
        found.update(Award.objects.filter(**named, state=AwardState.ENDED).values_list("subject_id", flat=True))
    running = Award.objects.filter(**named).exclude(state=AwardState.ENDED).values_list("subject_id", flat=True)
    return sorted(found.difference(running))
