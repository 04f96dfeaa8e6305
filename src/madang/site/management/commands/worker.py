"""The background worker: runs the task queue, and every few seconds what falls due."""

from __future__ import annotations

import logging
import threading
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import close_old_connections
from django_tasks_db.management.commands.db_worker import Worker

from madang.core.operations.due import run_due

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    """`madang worker`: one process that may be killed at any moment; another start continues where it stopped."""

    help = "Run background tasks and everything that falls due, until stopped."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--every", type=float, default=5.0, metavar="SECONDS", help="how often to look for what is due"
        )
        parser.add_argument("--once", action="store_true", help="do what is waiting and due now, then stop")

    def handle(self, *args: Any, every: float, once: bool, **options: Any) -> None:
        stop = threading.Event()
        if once:
            self._due(stop, 0)
        else:
            threading.Thread(target=self._due, args=(stop, every), name="due", daemon=True).start()
        worker = Worker(
            queue_names=["*"],
            interval=0.2,
            batch=once,
            backend_name="default",
            startup_delay=False,
            max_tasks=None,
            worker_id=f"worker-{threading.get_native_id()}",
            excluded_queue_names=[],
        )
        if not once:
            worker.configure_signals()
        try:
            worker.run()
        finally:
            stop.set()

    def _due(self, stop: threading.Event, every: float) -> None:
        while True:
            close_old_connections()
            run_due()
            if not every or stop.wait(every):
                return
