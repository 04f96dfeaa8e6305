"""Messages to people."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from madang.core.people.models import Person


class Message(models.Model):
    """A message in a person's box. Stored as message ids and figures, so that it is read in the reader's language."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="messages")
    subject = models.CharField(max_length=200)
    body = models.TextField(blank=True)
    values = models.JSONField(default=dict, blank=True)
    link = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["person", "-created_at"], name="messages_of_person")]
