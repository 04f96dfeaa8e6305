"""Django application of the block."""

from django.apps import AppConfig


class EventsConfig(AppConfig):
    name = "madang.core.events"
    label = "events"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Deliver again what a killed worker left behind."""
        from madang.core.events.outbox import redeliver_overdue
        from madang.core.operations.due import when_due

        when_due("events", every_seconds=15)(redeliver_overdue)
