"""The worker answers a planner's question: counts, shows how far it is, and stops when asked."""

from __future__ import annotations

import logging
import threading
from typing import Any

import duckdb
from django.conf import settings
from django.http import QueryDict

from madang.core.people.models import Organisation, Role, User
from madang.core.registers.snapshot import Snapshot
from madang.core.services.packs import active_pack
from madang.core.services.planning.answers import AnswerState, answer_file, write
from madang.core.services.planning.effect import count_effect
from madang.core.services.planning.forms import scenario_of
from madang.core.services.planning.snapshots import snapshot_of_today

logger = logging.getLogger(__name__)

STEPS = 3  # the law as it is, the changed law, both together
LOOK_EVERY = 0.5  # seconds between two looks at whether it shall stop


def answer_question(query: str, user_id: int) -> None:
    """Answer the question in a page's address, on today's snapshot. What goes wrong is kept with the answer."""
    scenario = scenario_of(QueryDict(query))
    if scenario is None:  # the law pack was changed between asking and counting
        return
    key = scenario.key()
    try:
        with Follower(key) as follower:
            follower.stop_if_asked()
            folder = snapshot_of_today(_organisation(user_id), _user(user_id), follower.reading)
            manifest = Snapshot(folder).manifest
            groups = count_effect(
                scenario, folder, active_pack().schema, scratch=settings.VAR_DIR / "scratch", watch=follower.watch
            )
    except (StopAskedError, duckdb.InterruptException):
        write(key, AnswerState.STOPPED)
        return
    except Exception:
        write(key, AnswerState.FAILED)
        logger.exception("a planner's question could not be answered")
        return
    write(
        key,
        AnswerState.DONE,
        done=100,
        groups=tuple(groups),
        registers_at=manifest["made_at"],
        persons=manifest["rows"]["person"],
    )


def _user(user_id: int) -> User | None:
    return User.objects.filter(pk=user_id).first()


def _organisation(user_id: int) -> Organisation | None:
    """The organisation for which this user plans."""
    user = _user(user_id)
    planning = [one for one in user.current_assignments() if one.role == Role.PLANNER] if user else []
    return planning[0].organisation if planning else None


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
        return answer_file(self._key, "stop").exists()

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
