"""Secret reports: held until the day is over, then known only by a tracking ID and a passphrase.

Nothing here has a time of day. Why it is built so: docs/decisions/secret-reports.md.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models

from madang.systems.complaints.models.random_key import RandomKeyModel
from madang.systems.complaints.models.report import Report


class HeldReport(RandomKeyModel):
    """A secret report of today. Tomorrow all of them are taken into work in random order and these rows are gone."""

    tracking = models.CharField(max_length=10, unique=True)
    passphrase = models.CharField(max_length=128, help_text="hash by Django's password hasher")
    day = models.DateField(db_index=True)
    content = models.JSONField(help_text="words, language, category, place")


class HeldPhoto(RandomKeyModel):
    """A photo of a held report, cleaned already. In the database, since a file would keep the time it was written."""

    held = models.ForeignKey(HeldReport, models.CASCADE, related_name="photos")
    content = models.BinaryField()
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()


class Mailbox(RandomKeyModel):
    """Where a secret reporter and the officers write to each other. Opened by tracking ID and passphrase, without a session."""

    report = models.OneToOneField(Report, models.CASCADE, related_name="mailbox")
    passphrase = models.CharField(max_length=128, help_text="hash by Django's password hasher")


class Message(RandomKeyModel):
    """One message of a mailbox. `position` counts the messages of this mailbox alone; the day is all that is known of when.

    What the reporter writes reaches the officers when the day is over, with the other secret reports.
    """

    mailbox = models.ForeignKey(Mailbox, models.CASCADE, related_name="messages")
    position = models.PositiveIntegerField()
    day = models.DateField()
    from_reporter = models.BooleanField()
    words = models.TextField(max_length=4000, blank=True)
    reopens = models.BooleanField(default=False, help_text="the reporter asks to open the report again")
    stars = models.PositiveSmallIntegerField(null=True, help_text="the reporter rates the answer, 1 to 5")
    delivered = models.BooleanField(default=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ["mailbox_id", "position"]
        constraints = [models.UniqueConstraint(fields=["mailbox", "position"], name="complaints_one_message")]
