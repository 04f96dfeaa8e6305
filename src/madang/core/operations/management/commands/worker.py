"""`madang worker`: carries out background tasks, runs the jobs that fall due, gives signs of life."""

from __future__ import annotations

import socket
from argparse import ArgumentParser
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.utils.crypto import get_random_string

from madang.core.operations.heartbeat import Heart, Round


class Command(BaseCommand):
    help = "Carry out background tasks until stopped; run as many workers as there is work for."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--interval", type=float, default=0.5, help="seconds between two looks at an empty queue")

    def handle(self, *args: Any, **options: Any) -> None:
        name = f"{socket.gethostname()[:40]}-{get_random_string(8)}"
        beside = [Heart(name), Round()]
        for thread in beside:
            thread.start()
        try:
            call_command("db_worker", interval=options["interval"], worker_id=name, startup_delay=False)
        finally:
            for thread in beside:
                thread.stop()
