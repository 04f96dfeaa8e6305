"""Answers to planners' questions: counted by the worker, kept for the day, followed and stopped from the page.

An answer is a file under VAR_DIR/planning, named by day and question, so web server and worker on several machines need
share nothing but that folder. It holds counts, small ones too: readable by the service only, and deleted the next day.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import threading
from dataclasses import asdict, astuple, dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

import duckdb
from django.conf import settings
from django.utils import timezone

from madang.core.services.planning.effect import STEPS, Counts, Group
from madang.core.services.planning.scenario import Scenario

SILENT = 30  # seconds without a sign of life after which an answer counts as given up by its worker
LOOK_EVERY = 0.5  # seconds between two looks of the worker at whether it shall stop


class AnswerState(StrEnum):
    """Where an answer stands."""

    WAITING = "waiting"
    READING = "reading"  # the registers are being read for today's snapshot
    COUNTING = "counting"
    DONE = "done"
    STOPPED = "stopped"
    FAILED = "failed"


LIVE = (AnswerState.WAITING, AnswerState.READING, AnswerState.COUNTING)


@dataclass(frozen=True)
class Answer:
    """An answer as stored. done: percent while it is counted. registers_at: when the registers were read."""

    state: AnswerState
    at: float
    done: int = 0
    registers_at: str = ""
    persons: int = 0
    groups: tuple[Group, ...] = ()
    asked: dict[str, str] = field(default_factory=dict)

    @property
    def is_live(self) -> bool:
        """Whether a worker has it, or will have it."""
        return self.state in LIVE and dt.datetime.now(dt.UTC).timestamp() - self.at < SILENT

    @property
    def is_given_up(self) -> bool:
        """Whether it should be live and is not: no worker runs, or it was killed."""
        return self.state in LIVE and not self.is_live


def answers_folder() -> Path:
    """Where answers lie; made when missing, readable by the service only."""
    folder = Path(settings.VAR_DIR) / "planning"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder


def _path(key: str, suffix: str = "json") -> Path:
    return answers_folder() / f"{timezone.localdate().isoformat()}-{key}.{suffix}"


def answer_to(scenario: Scenario) -> Answer | None:
    """Today's answer to a question, whatever its state; None if nobody asked it today."""
    return _read(_path(scenario.key()))


def _read(path: Path) -> Answer | None:
    try:
        stored: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    groups = tuple(Group(area, age, Counts(*counts)) for area, age, counts in stored.pop("groups"))
    return Answer(**{**stored, "state": AnswerState(stored["state"])}, groups=groups)


def write(key: str, state: AnswerState, **values: Any) -> None:
    """Store where an answer stands, whole or not at all."""
    answer = Answer(state, dt.datetime.now(dt.UTC).timestamp(), **values)
    stored = asdict(answer) | {"groups": [[one.area, one.age, astuple(one.counts)] for one in answer.groups]}
    path = _path(key)
    unfinished = path.with_suffix(f".part-{os.getpid()}-{threading.get_ident()}")
    with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
        json.dump(stored, file)
    unfinished.replace(path)


def ask(scenario: Scenario, query: str, user_id: int) -> Answer:
    """The answer to a question; asked of the worker if it has none, was given up, stopped or failed.

    `query` is the question as the page's address says it.
    """
    answer = answer_to(scenario)
    if answer is not None and (answer.state is AnswerState.DONE or answer.is_live):
        return answer
    from madang.core.services.planning.tasks import count

    key = scenario.key()
    _path(key, "stop").unlink(missing_ok=True)
    write(key, AnswerState.WAITING)
    _forget_earlier_days()
    count.enqueue(query, user_id)
    return answer_to(scenario) or Answer(AnswerState.WAITING, 0)


def stop(scenario: Scenario) -> None:
    """Ask the worker to stop counting; one that waits is not begun."""
    answer = answer_to(scenario)
    if answer is not None and answer.state in LIVE:
        _path(scenario.key(), "stop").touch()
        write(scenario.key(), AnswerState.STOPPED)


def _forget_earlier_days() -> None:
    today = timezone.localdate().isoformat()
    for old in answers_folder().glob("*"):
        if not old.name.startswith(today):
            old.unlink(missing_ok=True)


class StopAskedError(Exception):
    """The planner does not want the answer any more."""


class Follower:
    """Watches DuckDB at work: writes signs of life and how far it is, and interrupts it when it shall stop."""

    def __init__(self, key: str) -> None:
        self._key, self._step, self._connection = key, 0, None
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._follow, name="planning", daemon=True)

    def __enter__(self) -> Follower:
        self._thread.start()
        return self

    def __exit__(self, *_exception: object) -> None:
        self._ended.set()
        self._thread.join()

    def is_stopped(self) -> bool:
        """Whether the planner asked to stop."""
        return _path(self._key, "stop").exists()

    def stop_if_asked(self) -> None:
        """Raises StopAskedError when the planner asked to stop."""
        if self.is_stopped():
            raise StopAskedError

    def reading(self, _what: str, _done: int, _all: int) -> None:
        """The registers are being read."""
        self.stop_if_asked()
        write(self._key, AnswerState.READING)

    def watch(self, step: int, connection: Any) -> None:
        """A step of counting begins."""
        self.stop_if_asked()
        self._step, self._connection = step, connection
        self._say()

    def _say(self) -> None:
        try:
            within = max(0.0, self._connection.query_progress()) if self._connection is not None else 0.0
        except duckdb.Error:  # just closed
            within = 0.0
        write(self._key, AnswerState.COUNTING, done=int((self._step * 100 + min(within, 100.0)) / STEPS))

    def _follow(self) -> None:
        while not self._ended.wait(LOOK_EVERY):
            if self._connection is None:
                continue
            if self.is_stopped():
                self._connection.interrupt()
            else:
                self._say()
