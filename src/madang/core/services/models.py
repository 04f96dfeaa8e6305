"""Scans, offers and awards."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from madang.core.people.models import Person


class ScanRun(models.Model):
    """One scan of the population for one benefit on one date; resumable by its cursor."""

    benefit = models.CharField(max_length=64)
    on = models.DateField()
    known_on = models.DateField()
    started_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True)
    cursor = models.BigIntegerField(default=0, help_text="last subject id whose offer is stored")
    persons = models.BigIntegerField(default=0)
    entitled = models.BigIntegerField(default=0)
    unknown = models.BigIntegerField(default=0, help_text="persons about whom a fact is missing")
    offers_made = models.BigIntegerField(default=0)


class OfferState(models.TextChoices):
    OPEN = "open", _("waiting for you")
    WAITING = "waiting", _("waiting for a fact to be checked")
    CONFIRMED = "confirmed", _("confirmed")
    DEEMED = "deemed", _("taken as applied for")
    OBJECTED = "objected", _("declined")
    WITHDRAWN = "withdrawn", _("withdrawn")
    SUPERSEDED = "superseded", _("replaced by a newer one")


class Offer(models.Model):
    """The government proposes: this benefit, for this person, from this month, for these reasons."""

    benefit = models.CharField(max_length=64)
    subject = models.ForeignKey(Person, models.PROTECT, related_name="offers_about")
    payee = models.ForeignKey(Person, models.PROTECT, related_name="offers")
    key = models.CharField(max_length=32, help_text="the claim within the benefit, such as its first month 2026-05")
    state = models.CharField(max_length=12, choices=OfferState, default=OfferState.OPEN)
    deemed = models.BooleanField(default=False, help_text="the law takes the application as made unless objected to")
    from_month = models.DateField()
    amount = models.BigIntegerField(help_text="of one period, smallest unit of the currency")
    arrears = models.BigIntegerField(default=0)
    currency = models.CharField(max_length=3)
    explanation = models.JSONField(help_text="the whole explanation as core.rules gives it; language-free")
    facts_digest = models.CharField(max_length=64, help_text="SHA-256 over the facts that the offer rests on")
    made_on = models.DateField()
    answer_by = models.DateField(
        null=True, help_text="last day to object (deemed) or to keep the full claim (to confirm)"
    )
    created_at = models.DateTimeField(default=timezone.now)
    answered_at = models.DateTimeField(null=True)
    reason = models.TextField(blank=True, help_text="why declined, withdrawn or replaced")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["benefit", "subject"],
                condition=Q(state__in=["open", "waiting"]),
                name="one_open_offer_a_subject_and_benefit",
            )
        ]
        indexes = [
            models.Index(fields=["payee", "state"], name="offers_of_payee"),
            models.Index(fields=["state", "answer_by"], name="offers_falling_due"),
        ]


class Confirmation(models.Model):
    """An offer was confirmed, exactly once, whoever repeats it however often."""

    offer = models.OneToOneField(Offer, models.PROTECT, related_name="confirmation")
    idempotency_key = models.CharField(max_length=64, unique=True)
    channel = models.CharField(max_length=16)
    at = models.DateTimeField(default=timezone.now)
    case = models.ForeignKey("cases.Case", models.PROTECT, null=True, related_name="+")


class AwardState(models.TextChoices):
    RUNNING = "running", pgettext_lazy("award", "paid")
    SUSPENDED = "suspended", _("suspended")
    ENDED = "ended", _("ended")


class Award(models.Model):
    """A benefit that was granted and is being paid."""

    benefit = models.CharField(max_length=64)
    subject = models.ForeignKey(Person, models.PROTECT, related_name="awards_about")
    payee = models.ForeignKey(Person, models.PROTECT, related_name="awards")
    case = models.OneToOneField("cases.Case", models.PROTECT, related_name="award")
    state = models.CharField(max_length=12, choices=AwardState, default=AwardState.RUNNING)
    from_month = models.DateField()
    claimed_on = models.DateField(help_text="the day of the application in law; decides how far back it is paid")
    to_month = models.DateField(null=True)
    currency = models.CharField(max_length=3)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["benefit", "subject"],
                condition=~Q(state="ended"),
                name="one_running_award_a_subject_and_benefit",
            )
        ]
