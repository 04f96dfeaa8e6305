"""Persons, organisations, users and the roles they hold."""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar

from django.contrib.auth.models import AbstractUser, UserManager
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


class Person(models.Model):
    """A human being the state knows. What is known *about* the person lives in registers, not here.

    `id` is the subject id of every register, rule and log; `national_number` never leaves the sign-in and the registers.
    """

    national_number = models.CharField(_("national number"), max_length=32, unique=True)
    family_name = models.CharField(_("family name"), max_length=80, blank=True)
    given_name = models.CharField(_("given name"), max_length=80)
    latin_name = models.CharField(_("name in Latin letters"), max_length=160, blank=True)
    language = models.CharField(_("language"), max_length=8, default="en")
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("phone"), max_length=32, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    def __str__(self) -> str:
        return self.full_name

    @property
    def full_name(self) -> str:
        """The name as its owner writes it: family name first and together in Hangul and Han, else given name first."""
        if not self.family_name:
            return self.given_name
        if "\u1100" <= self.family_name[0] <= "\ud7ff" or "\u2e80" <= self.family_name[0] <= "\u9fff":
            return f"{self.family_name}{self.given_name}"
        return f"{self.given_name} {self.family_name}"


class Organisation(models.Model):
    """A ministry, agency, municipality or unit of one."""

    code = models.SlugField(_("code"), max_length=64, unique=True)
    titles = models.JSONField(_("titles"), help_text=_("language code to title"))
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="units")
    area = models.CharField(_("area"), max_length=16, blank=True, help_text=_("area code when it serves one area only"))

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """The title in the reader's language, else English, else any."""
        titles: dict[str, str] = self.titles
        language = (get_language() or "en").split("-")[0]
        return titles.get(language) or titles.get("en") or next(iter(titles.values()), self.code)


class Users(UserManager["User"]):
    """Users with their person: whoever is signed in is always both, and every page names them."""

    use_in_migrations = False

    def get_queryset(self) -> models.QuerySet[User]:
        """All users, each joined with its person."""
        return super().get_queryset().select_related("person")


class User(AbstractUser):
    """Somebody who signs in: a resident (then `person` is set), or staff through assignments, or both."""

    person = models.OneToOneField(Person, models.PROTECT, null=True, blank=True, related_name="user")

    objects: ClassVar[Users] = Users()

    class Meta(AbstractUser.Meta):
        pass

    def holds(self, *roles: str, organisation: Organisation | None = None, on: dt.date | None = None) -> bool:
        """Whether this user holds one of the roles today (or `on`), in that organisation or a parent of it."""
        if not self.is_active:
            return False
        return any(
            a.role in roles and (organisation is None or a.covers(organisation)) for a in self.current_assignments(on)
        )

    def current_assignments(self, on: dt.date | None = None) -> list[Assignment]:
        """Assignments in force; read once per request and kept on the user object."""
        day = on or timezone.localdate()
        cache: dict[dt.date, list[Assignment]] = self.__dict__.setdefault("_assignments", {})
        if day not in cache:
            in_force = Q(since__lte=day) & (Q(until=None) | Q(until__gte=day))
            cache[day] = list(self.assignments.filter(in_force).select_related("organisation__parent"))
        return cache[day]


class Role(models.TextChoices):
    """What somebody may do in an organisation."""

    OFFICER = "officer", _("Officer")
    SUPERVISOR = "supervisor", _("Supervisor")  # second pair of eyes, transfers, escalations
    PLANNER = "planner", _("Planner")
    REGISTRAR = "registrar", _("Registrar")  # keeps a register
    AUDITOR = "auditor", _("Auditor")
    OPERATOR = "operator", _("Operator")


class Assignment(models.Model):
    """A user holds a role in an organisation, and in all units under it, for a time."""

    user = models.ForeignKey(User, models.CASCADE, related_name="assignments")
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="assignments")
    role = models.CharField(max_length=16, choices=Role)
    since = models.DateField(default=timezone.localdate)
    until = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "organisation", "role", "since"], name="one_assignment")]

    def __str__(self) -> str:
        return f"{self.user} · {self.get_role_display()} · {self.organisation}"

    def covers(self, organisation: Organisation) -> bool:
        """True for the organisation itself and any unit below it."""
        node: Any = organisation
        while node is not None:
            if node.pk == self.organisation_id:
                return True
            node = node.parent
        return False
