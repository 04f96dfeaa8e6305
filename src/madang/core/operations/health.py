"""Is this installation alive, and can it do its work? Each check answers yes or no and, to the operator, why."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from madang.core.operations.models import WorkerBeat

BEAT_EVERY = 10  # seconds between two signs of life of a worker
BEAT_LATE = 60  # seconds after which a silent worker counts as gone
QUEUE_LATE = 300  # seconds a task may wait before the queue counts as stuck
DISK_LEFT = 500 * 2**20  # bytes; below this letters, log and database are in danger


@dataclass(frozen=True)
class Check:
    """One answer. `detail` is for the operator only: it may name paths, sizes and errors."""

    name: str
    ok: bool
    detail: str


def check_database() -> Check:
    """The database answers and has every migration's tables."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            cursor.fetchone()
    except DatabaseError as error:
        return Check("database", False, f"does not answer: {error}".strip())
    return Check("database", True, f"{connection.vendor} answers")


def check_worker() -> Check:
    """At least one worker gave a sign of life lately and no task waits too long."""
    try:
        last = WorkerBeat.objects.order_by("-beat_at").first()
        waiting = DBTaskResult.objects.ready().order_by("enqueued_at").first()
    except DatabaseError as error:
        return Check("worker", False, f"unknown, the database does not answer: {error}".strip())
    now = timezone.now()
    if last is None:
        return Check("worker", False, "no worker has ever run; start one with `madang worker`")
    silent = (now - last.beat_at).total_seconds()
    if silent > BEAT_LATE:
        return Check("worker", False, f"no sign of life for {silent:.0f} seconds; start one with `madang worker`")
    if (
        waiting is not None
        and waiting.enqueued_at
        and (late := now - waiting.enqueued_at) > dt.timedelta(seconds=QUEUE_LATE)
    ):
        return Check(
            "worker", False, f"a task has waited {late.total_seconds():.0f} seconds; look at the worker's messages"
        )
    return Check("worker", True, f"{last.worker} on {last.host}, {silent:.0f} seconds ago")


def check_disk() -> Check:
    """There is room for letters, log and database."""
    try:
        free = shutil.disk_usage(settings.VAR_DIR).free
    except OSError as error:
        return Check("disk", False, f"{settings.VAR_DIR}: {error.strerror}")
    return Check(
        "disk", free >= DISK_LEFT, f"{free // 2**20} MB free at {settings.VAR_DIR}, {DISK_LEFT // 2**20} MB needed"
    )


def check_log() -> Check:
    """The record's folder can be written and its last checkpoint can be read. Its truth is checked by `madang log verify`."""
    folder = Path(settings.VAR_DIR) / "log"
    checkpoint = folder / "checkpoint"
    if not folder.exists():
        return Check("log", True, "empty: nothing has been recorded yet")
    try:
        lines = checkpoint.read_text(encoding="utf-8").splitlines() if checkpoint.exists() else []
    except (OSError, UnicodeDecodeError) as error:
        return Check("log", False, f"the checkpoint cannot be read: {error}")
    if not lines:
        return Check("log", True, "no checkpoint yet")
    if len(lines) < 5 or not lines[1].isdecimal():
        return Check("log", False, f"{checkpoint} is not a signed checkpoint; run `madang log verify`")
    return Check("log", True, f"{lines[1]} entries at the last checkpoint")


CHECKS: tuple[Callable[[], Check], ...] = (check_database, check_worker, check_disk, check_log)


def check_all() -> list[Check]:
    """Every check, in the order in which an operator looks."""
    return [check() for check in CHECKS]
