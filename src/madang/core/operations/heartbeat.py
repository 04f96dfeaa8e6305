"""The worker's sign of life, from a thread of its own so that a long task does not look like a dead worker."""

from __future__ import annotations

import datetime as dt
import logging
import os
import socket
import threading

from django.db import DatabaseError, close_old_connections, connection
from django.utils import timezone

from madang.core.operations.health import BEAT_EVERY, BEAT_LATE
from madang.core.operations.models import WorkerBeat

logger = logging.getLogger(__name__)


def beat(worker: str, started_at: dt.datetime) -> None:
    """Write one sign of life and forget workers that have been silent for a day."""
    now = timezone.now()
    WorkerBeat.objects.update_or_create(
        worker=worker,
        defaults={"host": socket.gethostname(), "process": os.getpid(), "started_at": started_at, "beat_at": now},
    )
    WorkerBeat.objects.filter(beat_at__lt=now - dt.timedelta(seconds=BEAT_LATE, days=1)).delete()


class Heart(threading.Thread):
    """Beats until `stop`. A database that is away for a while is waited for: the missing beat itself is the alarm."""

    def __init__(self, worker: str) -> None:
        super().__init__(name="heartbeat", daemon=True)
        self.worker = worker
        self.started_at = timezone.now()
        self._stopped = threading.Event()

    def run(self) -> None:
        while not self._stopped.is_set():
            try:
                close_old_connections()
                beat(self.worker, self.started_at)
            except DatabaseError as error:
                logger.warning("no sign of life could be written: %s", error)
            self._stopped.wait(BEAT_EVERY)
        connection.close()

    def stop(self) -> None:
        """Beat no more, and say so: a worker that went in order is not reported as lost."""
        self._stopped.set()
        self.join(timeout=5)
        WorkerBeat.objects.filter(worker=self.worker).delete()
