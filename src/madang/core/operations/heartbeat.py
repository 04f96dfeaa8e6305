"""What a worker does beside its tasks: it gives signs of life and runs the jobs that fall due.

Each has a thread of its own, so that neither a long task nor a long job looks like a dead worker.
"""

from __future__ import annotations

import datetime as dt
import logging
import os
import socket
import threading

from django.db import DatabaseError, close_old_connections, connection
from django.utils import timezone

from madang.core.operations.due import run_due
from madang.core.operations.health import BEAT_EVERY
from madang.core.operations.models import WorkerBeat

logger = logging.getLogger(__name__)

ROUND_EVERY = 1.0  # seconds between two looks at the jobs; each job says itself how often it is due
FORGET_AFTER = dt.timedelta(days=1)


def beat(worker: str, started_at: dt.datetime) -> None:
    """Write one sign of life and forget workers that have been silent for a day."""
    now = timezone.now()
    WorkerBeat.objects.update_or_create(
        worker=worker,
        defaults={"host": socket.gethostname(), "process": os.getpid(), "started_at": started_at, "beat_at": now},
    )
    WorkerBeat.objects.filter(beat_at__lt=now - FORGET_AFTER).delete()


class Repeated(threading.Thread):
    """Does one thing again and again until `stop`. A database that is away for a while is waited for."""

    every: float

    def __init__(self) -> None:
        super().__init__(name=type(self).__name__.lower(), daemon=True)
        self._stopped = threading.Event()

    def once(self) -> None:
        """The one thing."""
        raise NotImplementedError

    def run(self) -> None:
        while not self._stopped.is_set():
            try:
                close_old_connections()
                self.once()
            except DatabaseError as error:
                logger.warning("%s waits for the database: %s", self.name, error)
            self._stopped.wait(self.every)
        connection.close()

    def stop(self) -> None:
        """Finish what is being done, then end."""
        self._stopped.set()
        self.join(timeout=5)


class Heart(Repeated):
    """Signs of life. The missing beat is itself the alarm."""

    every = BEAT_EVERY

    def __init__(self, worker: str) -> None:
        super().__init__()
        self.worker = worker
        self.started_at = timezone.now()

    def once(self) -> None:
        beat(self.worker, self.started_at)

    def stop(self) -> None:
        """Beat no more, and say so: a worker that went in order is not reported as lost."""
        super().stop()
        WorkerBeat.objects.filter(worker=self.worker).delete()


class Round(Repeated):
    """The jobs of all blocks, as they fall due."""

    every = ROUND_EVERY

    def once(self) -> None:
        run_due()
