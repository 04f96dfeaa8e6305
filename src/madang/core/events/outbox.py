"""Publishing and delivering events.

Delivery is at least once: a listener must be able to hear the same event twice. Models are imported inside functions because
other blocks import this package before Django has loaded its models.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections import defaultdict
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

if TYPE_CHECKING:
    from madang.core.events.models import Event

logger = logging.getLogger(__name__)

Payload = dict[str, Any]
Listener = Callable[[Payload], None]
_listeners: dict[str, list[Listener]] = defaultdict(list)

MAX_ATTEMPTS = 8


def listens_to(*names: str) -> Callable[[Listener], Listener]:
    """Register a function that hears events of these names. Register in the app's `ready()` by importing its module."""

    def register(listener: Listener) -> Listener:
        for name in names:
            if listener not in _listeners[name]:
                _listeners[name].append(listener)
        return listener

    return register


def listeners(name: str) -> list[Listener]:
    """Everyone who hears events of this name."""
    return list(_listeners[name])


def publish(name: str, payload: Payload) -> Event:
    """Write the event in the caller's transaction and enqueue its delivery in the same transaction.

    `payload` holds ids and dates as JSON, never facts about a person.
    Raises RuntimeError outside a transaction: an event must not outlive a change that was rolled back.
    """
    from madang.core.events.models import Event
    from madang.core.events.tasks import deliver

    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError(
            f"publish({name!r}) outside a transaction; wrap the change and the event in transaction.atomic()"
        )
    heard = bool(_listeners[name])
    event = Event.objects.create(name=name, payload=payload, delivered_at=None if heard else timezone.now())
    if heard:
        deliver.enqueue(event.pk)
    return event


def deliver_event(event_id: int) -> None:
    """Hand one event to all its listeners, all or nothing; a failure is kept with the event and tried again later."""
    from madang.core.events.models import Event

    try:
        with transaction.atomic():
            event = Event.objects.select_for_update().filter(pk=event_id, delivered_at=None).first()
            if event is None:
                return
            for listener in _listeners[event.name]:
                listener(event.payload)
            event.delivered_at = timezone.now()
            event.attempts += 1
            event.error = ""
            event.save(update_fields=["delivered_at", "attempts", "error"])
    except Exception as error:
        logger.exception("event %s was not delivered", event_id)
        failed = Event.objects.filter(pk=event_id).first()
        if failed is not None:
            failed.attempts += 1
            failed.error = f"{type(error).__name__}: {error}"
            failed.save(update_fields=["attempts", "error"])
        raise


def redeliver_overdue(older_than_seconds: int = 60, limit: int = 500) -> int:
    """Deliver what the queue lost or failed on, oldest first; what failed `MAX_ATTEMPTS` times waits for a human.

    Returns how many were delivered. Run by `madang tick`.
    """
    from madang.core.events.models import Event

    horizon = timezone.now() - dt.timedelta(seconds=older_than_seconds)
    overdue = Event.objects.filter(delivered_at=None, attempts__lt=MAX_ATTEMPTS, created_at__lt=horizon)
    delivered = 0
    for event_id in list(overdue.order_by("id").values_list("id", flat=True)[:limit]):
        try:
            deliver_event(event_id)
            delivered += 1
        except Exception:  # logged and kept with the event; the next one must still be delivered
            logger.debug("event %s stays for the next round", event_id)
    return delivered
