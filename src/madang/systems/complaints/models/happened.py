"""What happened to a report, by when something must happen, and who is waiting for it."""

from __future__ import annotations

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from madang.core.people.models import Organisation, Person
from madang.systems.complaints.engine.clocks import Rule
from madang.systems.complaints.models.random_key import RandomKeyModel, random_key
from madang.systems.complaints.models.report import Report


class Move(RandomKeyModel):
    """One step of a report's way; only ever added to. `position` counts the steps of this report alone."""

    report = models.ForeignKey(Report, models.PROTECT, related_name="moves")
    position = models.PositiveIntegerField()
    at = models.DateTimeField(default=timezone.now)
    verb = models.SlugField(max_length=20)
    from_organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    to_organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    values = models.JSONField(default=dict, blank=True)
    words = models.TextField(blank=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    public = models.BooleanField(default=True, help_text="whether the reporter and everybody may read it")

    class Meta:
        ordering = ["report_id", "position"]
        constraints = [models.UniqueConstraint(fields=["report", "position"], name="complaints_one_move")]


class Clock(RandomKeyModel):
    """A deadline in law of one report, as `engine.clocks` tells it from the moves. Re-routing never touches it."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="clocks")
    rule = models.SlugField(max_length=12, choices=[(rule.value, rule.value) for rule in Rule])
    round = models.PositiveSmallIntegerField(help_text="0 from receipt, one more with every reopening")
    started_on = models.DateField()
    due_on = models.DateField(help_text="last day in law, on the country's working days")
    basis = models.CharField(max_length=120)
    ended_on = models.DateField(null=True)
    ended_by = models.SlugField(max_length=16, blank=True)
    escalated_to = models.SlugField(max_length=16, blank=True, help_text="supervisor or ombudsman; empty while in time")
    escalated_on = models.DateField(null=True)

    class Meta:
        ordering = ["round", "started_on", "due_on"]
        constraints = [models.UniqueConstraint(fields=["report", "rule", "round"], name="complaints_one_clock")]
        indexes = [models.Index(fields=["due_on"], condition=models.Q(ended_on=None), name="complaints_running")]


def photo_name(photo: Photo, filename: str) -> str:
    """Where a photo is kept: nothing of the name it came with, and nothing of the report."""
    return f"complaints/photos/{random_key():016x}.jpg"


class Photo(RandomKeyModel):
    """A photo, decoded and encoded anew: no place, no camera, no time in it."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="photos")
    file = models.FileField(upload_to=photo_name, max_length=200)
    sha256 = models.CharField(max_length=64)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["report", "sha256"], name="complaints_one_photo")]


class Supporter(RandomKeyModel):
    """Somebody who gets every answer: the reporter, or who said "me too". A person, or an address that only we write to."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="supporters")
    person = models.ForeignKey(Person, models.CASCADE, null=True, related_name="+")
    contact = models.EmailField(_("e-mail"), blank=True, help_text="never shown to an agency")
    language = models.CharField(max_length=8, blank=True)
    reporter = models.BooleanField(default=False)
    since = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["report", "person"], condition=models.Q(person__isnull=False), name="complaints_one_person"
            ),
            models.UniqueConstraint(
                fields=["report", "contact"], condition=~models.Q(contact=""), name="complaints_one_contact"
            ),
        ]


class Satisfaction(RandomKeyModel):
    """How content somebody is with the answer, from 1 to 5. `supporter` is empty for whoever came with the tracking ID."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="satisfaction")
    supporter = models.ForeignKey(Supporter, models.CASCADE, null=True, related_name="+")
    stars = models.PositiveSmallIntegerField(validators=[MinValueValidator(1), MaxValueValidator(5)])
    words = models.TextField(blank=True, max_length=1000)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["report", "supporter"],
                condition=models.Q(supporter__isnull=False),
                name="complaints_one_opinion",
            ),
            models.UniqueConstraint(
                fields=["report"], condition=models.Q(supporter__isnull=True), name="complaints_one_nameless_opinion"
            ),
            models.CheckConstraint(condition=models.Q(stars__gte=1, stars__lte=5), name="complaints_stars"),
        ]
