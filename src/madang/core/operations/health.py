"""Is this installation alive, and can it do its work? Each check answers yes or no and, to the operator, why."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_tasks_db.models import DBTaskResult

from madang.core.operations.models import WorkerBeat

BEAT_EVERY = 10  # seconds between two signs of life of a worker
BEAT_LATE = 60  # seconds after which a silent worker counts as gone
QUEUE_LATE = 300  # seconds a task may wait before the queue counts as stuck
DISK_LEFT = 500 * 2**20  # bytes; below this letters, log and database are in danger


TITLES = {
    "database": gettext_lazy("Database"),
    "worker": gettext_lazy("Worker"),
    "disk": gettext_lazy("Disk"),
    "log": gettext_lazy("Record"),
}


@dataclass(frozen=True)
class Check:
    """One answer. `detail` is for the operator only: it may name paths, sizes and errors."""

    name: str
    ok: bool
    detail: str

    @property
    def title(self) -> str:
        """What people call the part."""
        return str(TITLES[self.name])


def check_database() -> Check:
    """The database answers."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            cursor.fetchone()
    except DatabaseError as error:
        return Check("database", False, _("does not answer: %(error)s") % {"error": str(error).strip()})
    return Check("database", True, _("%(kind)s answers") % {"kind": connection.display_name})


def check_worker() -> Check:
    """At least one worker gave a sign of life lately and no task waits too long."""
    try:
        last = WorkerBeat.objects.order_by("-beat_at").first()
        waiting = DBTaskResult.objects.ready().order_by("enqueued_at").first()
    except DatabaseError as error:
        return Check("worker", False, _("does not answer: %(error)s") % {"error": str(error).strip()})
    now = timezone.now()
    if last is None:
        return Check("worker", False, _("no worker has ever run; start one with `madang worker`"))
    silent = int((now - last.beat_at).total_seconds())
    if silent > BEAT_LATE:
        text = _("no sign of life for %(n)d seconds; start one with `madang worker`")
        return Check("worker", False, text % {"n": silent})
    late = int((now - waiting.enqueued_at).total_seconds()) if waiting is not None and waiting.enqueued_at else 0
    if late > QUEUE_LATE:
        return Check("worker", False, _("a task has waited %(n)d seconds; read the worker's messages") % {"n": late})
    text = _("%(worker)s gave a sign of life %(n)d seconds ago")
    return Check("worker", True, text % {"worker": last.worker, "n": silent})


def check_disk() -> Check:
    """There is room for letters, log and database."""
    try:
        free = shutil.disk_usage(settings.VAR_DIR).free
    except OSError as error:
        return Check("disk", False, f"{settings.VAR_DIR}: {error.strerror}")
    text = _("%(free)d MB free at %(place)s, %(needed)d MB needed")
    figures = {"free": free // 2**20, "place": settings.VAR_DIR, "needed": DISK_LEFT // 2**20}
    return Check("disk", free >= DISK_LEFT, text % figures)


def check_log() -> Check:
    """The last checkpoint can be read. Whether the record is true is checked by `madang log verify`."""
    checkpoint = Path(settings.VAR_DIR) / "log" / "checkpoint"
    if not checkpoint.exists():
        return Check("log", True, _("nothing has been recorded yet"))
    try:
        lines = checkpoint.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        return Check("log", False, _("the checkpoint cannot be read: %(error)s") % {"error": error})
    if len(lines) < 5 or not lines[1].isdecimal():
        return Check("log", False, _("the checkpoint is not one; run `madang log verify`"))
    return Check("log", True, _("%(n)s entries at the last checkpoint") % {"n": lines[1]})


CHECKS: tuple[Callable[[], Check], ...] = (check_database, check_worker, check_disk, check_log)


def check_all() -> list[Check]:
    """Every check, in the order in which an operator looks."""
    return [check() for check in CHECKS]
