"""What stands before any report: categories, areas of agencies, templates of answers."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from madang.core.people.models import Organisation


def in_readers_language(texts: dict[str, str], otherwise: str) -> str:
    """The text of the reader's language, else English, else any."""
    language = (get_language() or "en").split("-")[0]
    return texts.get(language) or texts.get("en") or next(iter(texts.values()), otherwise)


class Severity(models.IntegerChoices):
    """Working days for the answer, as the service pages of ministries on SP4N-LAPOR! state them."""

    DANGER = 2, _("danger: 2 working days")
    QUICK = 5, _("quick: 5 working days")
    ORDINARY = 14, _("ordinary: 14 working days")
    INQUIRY = 60, _("needs an inquiry: 60 working days")


GROUPS = {
    "roads": _("Roads and paths"),
    "water": _("Water and drains"),
    "waste": _("Waste and cleanliness"),
    "nature": _("Parks and trees"),
    "transport": _("Buses and traffic"),
    "noise": _("Noise and air"),
    "safety": _("Danger"),
    "offices": _("Offices and services"),
}


class Category(models.Model):
    """What a report is about; the "service" of Open311."""

    code = models.SlugField(_("code"), max_length=64, unique=True)
    names = models.JSONField(_("names"), help_text=_("language code to name"))
    group = models.CharField(_("group"), max_length=64, blank=True)
    description = models.TextField(_("description"), blank=True)
    keywords = models.JSONField(_("keywords"), default=list, blank=True)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", help_text=_("who answers by default")
    )
    severity = models.PositiveSmallIntegerField(
        _("working days for the answer"), choices=Severity, default=Severity.ORDINARY
    )
    attributes = models.JSONField(_("questions"), default=list, blank=True, help_text="Open311 service_definition")
    active = models.BooleanField(_("active"), default=True)

    class Meta:
        ordering = ["group", "code"]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the reader's language."""
        return in_readers_language(self.names, self.code)

    @property
    def group_name(self) -> str:
        """The name of the group in the reader's language; the stored one where it is none of ours."""
        return str(GROUPS.get(self.group, self.group))


class Area(models.Model):
    """Where an organisation answers, and for which groups of categories (all when none is named)."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="complaint_areas")
    name = models.CharField(_("name"), max_length=120)
    geometry = models.JSONField(help_text="GeoJSON Polygon or MultiPolygon, WGS 84, longitude first")
    groups = models.JSONField(_("groups of categories"), default=list, blank=True)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["organisation_id", "name"]

    def __str__(self) -> str:
        return self.name


class AnswerTemplate(models.Model):
    """Words that officers often need. `{tracking}` and `{day}` are filled in."""

    group = models.CharField(_("group of categories"), max_length=64, blank=True, help_text=_("empty: for all"))
    language = models.CharField(_("language"), max_length=8)
    title = models.CharField(_("title"), max_length=120)
    words = models.TextField(_("words"), max_length=4000)

    class Meta:
        ordering = ["group", "language", "title"]
        constraints = [models.UniqueConstraint(fields=["group", "language", "title"], name="complaints_one_template")]

    def __str__(self) -> str:
        return self.title

    def filled(self, values: dict[str, Any]) -> str:
        """The words with what is known of the report put in."""
        words = self.words
        for name, value in values.items():
            words = words.replace(f"{{{name}}}", str(value))
        return words
