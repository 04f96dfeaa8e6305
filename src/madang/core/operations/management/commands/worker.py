"""`madang worker`: carries out background tasks, gives signs of life and runs the regular round."""

from __future__ import annotations

import socket
from argparse import ArgumentParser
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.utils.crypto import get_random_string

from madang.core.operations.heartbeat import Heart


class Command(BaseCommand):
    help = "Carry out background tasks until stopped; run as many workers as there is work for."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--interval", type=float, default=0.5, help="seconds between two looks at an empty queue")

    def handle(self, *args: Any, **options: Any) -> None:
        name = f"{socket.gethostname()[:40]}-{get_random_string(8)}"
        heart = Heart(name)
        heart.start()
        try:
            call_command("db_worker", interval=options["interval"], worker_id=name, startup_delay=False)
        finally:
            heart.stop()
