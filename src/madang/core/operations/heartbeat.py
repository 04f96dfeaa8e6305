"""The worker's sign of life, a job like every other that falls due: when the round of jobs stands still, so does the beat."""

from __future__ import annotations

import datetime as dt
import os
import socket

from django.utils import timezone

from madang.core.operations.due import when_due
from madang.core.operations.health import BEAT_EVERY
from madang.core.operations.models import WorkerBeat

FORGET_AFTER = dt.timedelta(days=1)


@when_due("heartbeat", every_seconds=BEAT_EVERY)
def beat() -> None:
    """Write one sign of life of this process and forget workers that have been silent for a day."""
    now = timezone.now()
    host, process = socket.gethostname(), os.getpid()
    WorkerBeat.objects.update_or_create(
        worker=f"{host[:50]}-{process}",
        defaults={"host": host, "process": process, "beat_at": now},
        create_defaults={"host": host, "process": process, "beat_at": now, "started_at": now},
    )
    WorkerBeat.objects.filter(beat_at__lt=now - FORGET_AFTER).delete()
