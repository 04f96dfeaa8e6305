"""Keys of applications that send reports."""

from __future__ import annotations

import hashlib
import secrets

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class ApiKey(models.Model):
    """An application that may post through Open311. The key itself is shown once and never stored."""

    name = models.CharField(_("name of the application"), max_length=120)
    contact = models.EmailField(_("e-mail of its operator"), blank=True)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    active = models.BooleanField(_("active"), default=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    def __str__(self) -> str:
        return self.name

    @staticmethod
    def digest_of(key: str) -> str:
        """What is stored of a key. It has 256 random bits, so a plain hash cannot be guessed back."""
        return hashlib.sha256(key.encode()).hexdigest()

    @classmethod
    def issue(cls, name: str, contact: str = "") -> tuple[ApiKey, str]:
        """A new key; the second of the pair is what the application uses, and nobody sees it again."""
        key = secrets.token_urlsafe(32)
        return cls.objects.create(name=name, contact=contact, digest=cls.digest_of(key)), key

    @classmethod
    def known(cls, key: str) -> ApiKey | None:
        """The active key that belongs to what an application sent; None for any other."""
        return cls.objects.filter(digest=cls.digest_of(key), active=True).first() if key else None
