"""What falls due: blocks register jobs that the worker runs every few seconds."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, field

logger = logging.getLogger(__name__)


@dataclass
class _Job:
    name: str
    every: float
    run: Callable[[], object]
    next_at: float = field(default=0.0)


_jobs: dict[str, _Job] = {}


def when_due(name: str, every_seconds: float) -> Callable[[Callable[[], object]], Callable[[], object]]:
    """Register a job for the worker. It must do nothing when nothing is due, and may run twice at once on two workers."""

    def register(run: Callable[[], object]) -> Callable[[], object]:
        _jobs[name] = _Job(name, every_seconds, run)
        return run

    return register


def run_due(everything: bool = False) -> list[str]:
    """Run the jobs whose time has come (or all of them); a failing job is logged and tried again. Returns the names run."""
    now = time.monotonic()
    done = []
    for job in list(_jobs.values()):
        if not everything and job.next_at > now:
            continue
        job.next_at = now + job.every
        try:
            job.run()
            done.append(job.name)
        except Exception:
            logger.exception("the job %r failed and is tried again in %s s", job.name, job.every)
    return done
