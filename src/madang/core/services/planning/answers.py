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

from django.conf import settings
from django.utils import timezone

from madang.core.services.planning.counts import Counts, Group
from madang.core.services.planning.scenario import Scenario

SILENT = 30  # seconds without a sign of life after which an answer counts as given up by its worker


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


def answer_file(key: str, suffix: str = "json") -> Path:
    return answers_folder() / f"{timezone.localdate().isoformat()}-{key}.{suffix}"


def answer_to(scenario: Scenario) -> Answer | None:
    """Today's answer to a question, whatever its state; None if nobody asked it today."""
    return _read(answer_file(scenario.key()))


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
    path = answer_file(key)
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
    answer_file(key, "stop").unlink(missing_ok=True)
    write(key, AnswerState.WAITING)
    _forget_earlier_days()
    count.enqueue(query, user_id)
    return answer_to(scenario) or Answer(AnswerState.WAITING, 0)


def stop(scenario: Scenario) -> None:
    """Ask the worker to stop counting; one that waits is not begun."""
    answer = answer_to(scenario)
    if answer is not None and answer.state in LIVE:
        answer_file(scenario.key(), "stop").touch()
        write(scenario.key(), AnswerState.STOPPED)


def _forget_earlier_days() -> None:
    today = timezone.localdate().isoformat()
    for old in answers_folder().glob("*"):
        if not old.name.startswith(today):
            old.unlink(missing_ok=True)
