"""The worker's side of the planner's page."""

from __future__ import annotations

import logging

import duckdb
from django.conf import settings
from django.http import QueryDict
from django_tasks import task

from madang.core.people.models import Organisation, Role, User
from madang.core.registers.snapshot import Snapshot
from madang.core.services.packs import active_pack
from madang.core.services.planning.answers import AnswerState, Follower, StopAskedError, write
from madang.core.services.planning.effect import count_effect
from madang.core.services.planning.forms import scenario_of
from madang.core.services.planning.snapshots import snapshot_of_today

logger = logging.getLogger(__name__)


@task()
def count(query: str, user_id: int) -> None:
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
