"""Cases: one work list over all services, with clocks in law, decisions and their history."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from madang.core.people.models import Organisation, Person


class CaseState(models.TextChoices):
    OPEN = "open", _("in work")
    WAITING = "waiting", _("waiting for an answer")
    PROPOSED = "proposed", _("waiting for the second signature")
    DECIDED = "decided", _("decided")
    WITHDRAWN = "withdrawn", _("withdrawn")


class Case(models.Model):
    """One matter of one person with one responsible organisation.

    `kind` names the procedure (benefit, correction, appeal, overpayment, payment-rejected, unpaid-after-death, or a system's own);
    what a decision sets in motion is registered by the block or system that owns the kind (`cases.procedures`).
    """

    kind = models.SlugField(max_length=40)
    service = models.CharField(max_length=64, help_text="name of the service or benefit")
    title = models.CharField(max_length=200, help_text="message id of a translatable sentence")
    title_values = models.JSONField(default=dict, blank=True)
    subject = models.ForeignKey(Person, models.PROTECT, null=True, related_name="cases_about")
    applicant = models.ForeignKey(Person, models.PROTECT, null=True, related_name="cases")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="cases")
    state = models.CharField(max_length=12, choices=CaseState, default=CaseState.OPEN)
    opened_at = models.DateTimeField(default=timezone.now)
    due_on = models.DateField(null=True, help_text="last day in law, on the country's working days")
    due_basis = models.CharField(max_length=120, blank=True, help_text="article that sets the clock")
    closed_at = models.DateTimeField(null=True)
    assignee = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="cases_in_hand")
    exception = models.TextField(blank=True, help_text="why a human is needed; empty when none is")
    facts = models.JSONField(default=dict, blank=True, help_text="what was established, as the explanation shows it")
    data = models.JSONField(default=dict, blank=True, help_text="what the procedure keeps of its own")
    reference = models.CharField(max_length=64, blank=True, help_text="what it arose from: offer:12, decision:7, …")
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="follow_ups")

    class Meta:
        indexes = [
            models.Index(fields=["organisation", "state", "due_on"], name="work_list"),
            # Closed cases pile up for years; what waits is found without reading them.
            models.Index(fields=["due_on", "id"], condition=models.Q(closed_at=None), name="open_cases"),
            models.Index(fields=["applicant", "-opened_at"], name="cases_of_applicant"),
            models.Index(fields=["kind", "reference"], name="cases_by_reference"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        """What people call the case, such as 2026-000123: the year it was opened in and its id."""
        return f"{timezone.localtime(self.opened_at).year}-{self.pk:06d}"


class HistoryEntry(models.Model):
    """What happened in a case; only ever added to."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="history")
    at = models.DateTimeField(default=timezone.now)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    verb = models.CharField(max_length=40)
    text = models.CharField(max_length=300, blank=True, help_text="message id of a translatable sentence")
    values = models.JSONField(default=dict, blank=True)
    words = models.TextField(blank=True, help_text="what a person wrote, as written")

    class Meta:
        ordering = ["at", "id"]


class Outcome(models.TextChoices):
    GRANTED = "granted", _("granted")
    REFUSED = "refused", _("refused")
    CORRECTED = "corrected", _("corrected")
    UPHELD = "upheld", _("appeal allowed")
    DISMISSED = "dismissed", _("appeal dismissed")
    RECOVERED = "recovered", _("to be paid back")
    WAIVED = "waived", _("not recovered")
    REVOKED = "revoked", _("revoked")
    CLOSED = "closed", _("closed")


class Decision(models.Model):
    """A decision with its reasons, by the law itself (no user) or by an officer, countersigned where the law asks."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="decisions")
    outcome = models.CharField(max_length=12, choices=Outcome)
    amount = models.BigIntegerField(null=True)
    currency = models.CharField(max_length=3, blank=True)
    reasons = models.JSONField(
        default=list, help_text="sentences with citations, language-free (core.rules explanation items)"
    )
    words = models.TextField(blank=True, help_text="the officer's own words")
    decided_at = models.DateTimeField(default=timezone.now)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    countersigned_at = models.DateTimeField(null=True)
    countersigned_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    final = models.BooleanField(default=False, help_text="false while it waits for the second signature")
    appeal_until = models.DateField(null=True)
    letter_due = models.BooleanField(default=False, help_text="final, and its letter not issued yet")
    salt = models.CharField(max_length=64, help_text="makes the log's commitment unguessable")

    class Meta:
        indexes = [models.Index(fields=["id"], condition=models.Q(letter_due=True), name="letters_due")]
