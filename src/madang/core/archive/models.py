"""What was recorded, with the salts that open the log's commitments."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class LogEntry(models.Model):
    """One record. Written in the transaction of what it tells of; only `index` is set later, once."""

    index = models.BigIntegerField(_("place in the log"), null=True, unique=True, editable=False)
    kind = models.CharField(_("kind"), max_length=64)
    at = models.DateTimeField(_("recorded at"))
    reference = models.CharField(_("about"), max_length=128, blank=True, db_index=True)
    payload = models.JSONField(_("payload"))
    public = models.JSONField(_("public part"), default=dict)
    salt = models.CharField(_("salt"), max_length=64)
    leaf = models.TextField(_("entry"), help_text=_("exactly the bytes in the log"))

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=models.Q(index__gte=0) | models.Q(index=None), name="log_index_counts_up")
        ]

    def __str__(self) -> str:
        return f"{self.kind} #{self.pk}"


class EntrySubject(models.Model):
    """A person whom a record is about."""

    entry = models.ForeignKey(LogEntry, models.PROTECT, related_name="subjects")
    subject_id = models.CharField(max_length=64, db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["entry", "subject_id"], name="one_subject_an_entry")]
