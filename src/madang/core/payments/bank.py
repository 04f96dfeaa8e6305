"""The way to the bank and back.

Orders lie in VAR_DIR/payments/orders, answers are laid into VAR_DIR/payments/answers. In a demonstration the simulated bank
takes the orders itself; otherwise an operator (or the agency's own connection) carries the files.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator, MutableSet
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from madang.core.payments.engine.pain002 import StatusReport, write_pain002
from madang.core.payments.engine.simulated_bank import SimulatedBank


def answers_folder() -> Path:
    """Where answers are laid for `madang payments answer`."""
    folder = Path(settings.VAR_DIR) / "payments" / "answers"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


class _ReceivedMessages(MutableSet[str]):
    """What the simulated bank has received: one empty file a message, so that a crash cannot lose one."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    def _path(self, message_id: object) -> Path:
        return self._folder / sha256(str(message_id).encode()).hexdigest()

    def __contains__(self, message_id: object) -> bool:
        return self._path(message_id).exists()

    def add(self, value: str) -> None:
        self._path(value).touch()

    def discard(self, value: str) -> None:
        self._path(value).unlink(missing_ok=True)

    def __iter__(self) -> Iterator[str]:
        return (path.name for path in self._folder.iterdir())

    def __len__(self) -> int:
        return sum(1 for _path in self._folder.iterdir())


def is_simulated() -> bool:
    """True in a demonstration: the simulated bank answers. Never true in production."""
    return bool(settings.DEMO)


def hand_over(order: Path) -> Path | None:
    """Give an order to the simulated bank; its answer's path, or None when a real bank's connection takes it from here."""
    if not is_simulated():
        return None
    with order.open("rb") as source:
        return _lay_down(_simulated_bank().receive(source, timezone.localtime()))


def ask_again(order: Path) -> Path | None:
    """Ask the simulated bank what became of an order; None when a real bank answers by itself."""
    if not is_simulated():
        return None
    with order.open("rb") as source:
        return _lay_down(_simulated_bank().settle(source, timezone.localtime()))


def _simulated_bank() -> SimulatedBank:
    return SimulatedBank(_ReceivedMessages(Path(settings.VAR_DIR) / "simulated-bank" / "received"))


def _lay_down(report: StatusReport) -> Path:
    path = answers_folder() / f"{report.message_id}.xml"
    descriptor, draft = tempfile.mkstemp(prefix=".", dir=path.parent)
    with os.fdopen(descriptor, "wb") as file:
        write_pain002(report, file)
        file.flush()
        os.fsync(file.fileno())
    return Path(draft).replace(path)
