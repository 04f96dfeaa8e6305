"""The worker's side of the outbox."""

from django_tasks import task

from madang.core.events.outbox import deliver_event


@task()
def deliver(event_id: int) -> None:
    """Deliver one event to its listeners."""
    deliver_event(event_id)
