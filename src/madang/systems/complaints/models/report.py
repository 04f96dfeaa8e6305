"""A report and where it stands."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from madang.core.cases.models import Case
from madang.core.people.models import Organisation, Role, User
from madang.core.people.permissions import organisations_of
from madang.systems.complaints.engine.tracking import new_tracking, shown_tracking
from madang.systems.complaints.models.around import Category
from madang.systems.complaints.models.random_key import RandomKeyModel

LONGEST = 4000  # characters of one report
STAFF = (Role.OFFICER, Role.SUPERVISOR)
OMBUDSMAN = "ombudsman"  # code of the organisation that oversees all others


class Visibility(models.TextChoices):
    OPEN = "open", _("with my name")
    ANONYMOUS = "anonymous", _("without my name")
    SECRET = "secret", _("secret")


class State(models.TextChoices):
    RECEIVED = "received", _("received")
    FORWARDED = "forwarded", _("with the agency")
    IN_PROGRESS = "in_progress", _("in progress")
    ANSWERED = "answered", _("answered")
    CLOSED = "closed", _("closed")
    JOINED = "joined", _("joined with another report")


class CategoryBy(models.TextChoices):
    PERSON = "person", _("chosen by the reporter")
    MACHINE = "machine", _("proposed by the machine")
    OFFICER = "officer", _("set by an officer")


class Source(models.TextChoices):
    WEB = "web", _("web page")
    OPEN311 = "open311", "Open311"
    EMAIL = "email", _("e-mail")
    SMS = "sms", _("text message")
    IMPORT = "import", _("other system")


IN_WORK = (State.RECEIVED, State.FORWARDED, State.IN_PROGRESS)
LIVE = (*IN_WORK, State.ANSWERED)


class ReportQuerySet(models.QuerySet["Report"]):
    """Who may see which reports."""

    def public(self) -> ReportQuerySet:
        """What everybody may read. Secret reports are never among them."""
        return self.filter(published=True).exclude(visibility=Visibility.SECRET)

    def of_staff(self, user: User) -> ReportQuerySet:
        """Reports of the organisations where this user works, and those that such an organisation was asked to see too."""
        mine = organisations_of(user, *STAFF)
        also = Report.also_seen_by.through.objects.filter(organisation_id__in=mine).values("report_id")
        return self.filter(Q(organisation_id__in=mine) | Q(pk__in=also))

    def escalated(self) -> ReportQuerySet:
        """What reached the Ombudsman."""
        return self.filter(escalated_to=OMBUDSMAN)


class Report(RandomKeyModel):
    """One report. It has its own case in core; the history of both is only ever added to.

    For anonymous reports nobody is named anywhere. For secret ones every moment here is the midnight its day began.
    """

    tracking = models.CharField(max_length=10, unique=True, default=new_tracking, editable=False)
    case = models.OneToOneField(Case, models.PROTECT, related_name="+")
    key = models.UUIDField(
        null=True, unique=True, editable=False, help_text="made by the sender: again is the same report"
    )
    words = models.TextField(_("what is wrong"), max_length=LONGEST, help_text="as written")
    public_words = models.TextField(
        blank=True, help_text="with personal data taken out; empty when the words are shown"
    )
    language = models.CharField(max_length=8, blank=True)
    category = models.ForeignKey(Category, models.PROTECT, null=True, related_name="reports")
    category_by = models.CharField(max_length=8, choices=CategoryBy, default=CategoryBy.MACHINE)
    confidence = models.FloatField(null=True, help_text="probability that the machine's proposal is right, 0 to 1")
    lat = models.FloatField(null=True, help_text="degrees, WGS 84")
    lon = models.FloatField(null=True, help_text="degrees, WGS 84")
    address = models.CharField(_("place in words"), max_length=300, blank=True)
    attributes = models.JSONField(default=dict, blank=True, help_text="answers to the questions of the category")
    visibility = models.CharField(max_length=10, choices=Visibility, default=Visibility.ANONYMOUS)
    state = models.CharField(max_length=12, choices=State, default=State.RECEIVED)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="complaint_reports")
    also_seen_by = models.ManyToManyField(Organisation, related_name="+", blank=True)
    joined_to = models.ForeignKey("self", models.PROTECT, null=True, related_name="joined")
    reported_at = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(default=timezone.now)
    answered_at = models.DateTimeField(null=True, help_text="the last answer")
    closed_at = models.DateTimeField(null=True)
    due_on = models.DateField(null=True, help_text="the earliest clock that runs")
    escalated_to = models.SlugField(max_length=16, blank=True, help_text="highest so far: supervisor, ombudsman")
    times_reopened = models.PositiveSmallIntegerField(default=0)
    supporters_count = models.PositiveIntegerField(default=0, help_text="others who said: me too")
    published = models.BooleanField(default=False)
    flags = models.JSONField(default=list, blank=True, help_text="what was found in the words: kind, start, end")
    source = models.CharField(max_length=8, choices=Source, default=Source.WEB)
    external_id = models.CharField(max_length=120, blank=True)

    objects = ReportQuerySet.as_manager()

    class Meta:
        indexes = [
            # Of published reports only, for SQLite seeks no bare truth value in an index; state and visibility stand at the end so
            # that a list filtered by them is found in the index alone.
            models.Index(
                fields=["-reported_at", "state", "visibility"], condition=Q(published=True), name="complaints_public"
            ),
            models.Index(
                fields=["category", "-reported_at", "state", "visibility"],
                condition=Q(published=True),
                name="complaints_of_category",
            ),
            models.Index(
                fields=["organisation", "-reported_at", "state", "visibility"],
                condition=Q(published=True),
                name="complaints_of_agency",
            ),
            models.Index(fields=["organisation", "state", "due_on"], name="complaints_work"),
            models.Index(fields=["-reported_at"], name="complaints_newest"),
            models.Index(fields=["-updated_at"], name="complaints_changed"),
            models.Index(fields=["lat", "lon"], name="complaints_place"),
            models.Index(fields=["escalated_to", "state"], name="complaints_escalated"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["source", "external_id"], condition=~Q(external_id=""), name="complaints_once_from_outside"
            )
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        """The tracking ID as people read it."""
        return shown_tracking(self.tracking)

    @property
    def shown_words(self) -> str:
        """What the public may read."""
        return self.public_words or self.words

    @property
    def live(self) -> bool:
        """Whether somebody still has to do something."""
        return self.state in LIVE
