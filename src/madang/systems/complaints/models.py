"""What is stored."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from madang.core.cases.models import Case
from madang.core.people.models import Person


class Request(models.Model):
    """What one person asked for. `key` is made by the sender: the same key again is the same request."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="complaints_requests")
    key = models.UUIDField(editable=False)
    words = models.TextField(_("what you need"), max_length=2000)
    received_at = models.DateTimeField(default=timezone.now, editable=False)
    case = models.OneToOneField(Case, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "key"], name="complaints_one_request")]
        indexes = [models.Index(fields=["person", "-received_at"], name="complaints_of_person")]

    def __str__(self) -> str:
        return f"{self.case} {self.words[:40]}"
