"""What the operator must be able to see: workers that are alive. And what every process must agree on: who asked how often."""

from __future__ import annotations

from django.db import models


class WorkerBeat(models.Model):
    """The last sign of life of one worker process, written every few seconds by the worker itself."""

    worker = models.CharField(max_length=64, unique=True)
    host = models.CharField(max_length=255)
    process = models.PositiveIntegerField()
    started_at = models.DateTimeField()
    beat_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"{self.worker} on {self.host}"


class Allowance(models.Model):
    """How much of a limit one sender has used, whoever that is: `key` is a keyed hash and is deleted once it means nothing.

    `used_until` (milliseconds since 1970) is the moment at which nothing is used any more: the theoretical arrival time of
    the generic cell rate algorithm (ITU-T I.371, annex A). One figure for each sender is all there is to keep.
    """

    key = models.CharField(max_length=64, primary_key=True)
    used_until = models.BigIntegerField(db_index=True)

    def __str__(self) -> str:
        return self.key[:8]
