"""The outbox: an event is written in the same transaction as the change it tells of."""

from __future__ import annotations

from django.db import models
from django.utils import timezone


class Event(models.Model):
    """Something that happened, such as `birth.registered`. Delivered at least once to every listener."""

    name = models.CharField(max_length=64)
    payload = models.JSONField(default=dict)
    created_at = models.DateTimeField(default=timezone.now)
    delivered_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.TextField(blank=True)

    class Meta:
        indexes = [models.Index(fields=["delivered_at", "id"], name="events_undelivered")]

    def __str__(self) -> str:
        return f"{self.name} #{self.pk}"
