"""Letters as they were issued."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from madang.core.archive.models import LogEntry

from . import kinds
from .engine.content import CODE_LENGTH, spaced


class Letter(models.Model):
    """One issued letter. The file lies under VAR_DIR/letters by its SHA-256; nothing here changes but the revocation."""

    code = models.CharField(_("code"), max_length=CODE_LENGTH, unique=True)
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="letters", verbose_name=_("person"))
    case_reference = models.CharField(_("about"), max_length=64, blank=True, db_index=True)
    kind = models.SlugField(_("kind"), max_length=40)
    language = models.CharField(_("language"), max_length=8)
    title = models.TextField(_("title"))
    reference = models.CharField(_("reference number"), max_length=64)
    agency = models.TextField(_("agency"))
    issued_on = models.DateField(_("date of the letter"))
    issued_at = models.DateTimeField(_("issued at"), default=timezone.now)
    sha256 = models.CharField(_("SHA-256 of the file"), max_length=64, unique=True)
    size = models.PositiveIntegerField(_("size in bytes"))
    issue_key = models.CharField(max_length=128, null=True, unique=True, editable=False)
    entry = models.OneToOneField(LogEntry, models.PROTECT, null=True, related_name="+", editable=False)
    revoked_at = models.DateTimeField(_("revoked at"), null=True)
    revoked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    revoked_reason = models.TextField(_("reason of the revocation"), blank=True)

    class Meta:
        ordering = ["-issued_at", "-id"]
        indexes = [models.Index(fields=["person", "-issued_at"], name="letters_of_person")]

    def __str__(self) -> str:
        return f"{self.reference} · {self.title}"

    @property
    def spaced_code(self) -> str:
        """The code as printed."""
        return spaced(self.code)

    @property
    def kind_title(self) -> str:
        """The kind in words that name no person."""
        return str(kinds.get(self.kind) or _t("Letter"))

    @property
    def verify_path(self) -> str:
        """Path of the page that checks this letter."""
        return reverse("documents:verify-code", args=[self.code])
