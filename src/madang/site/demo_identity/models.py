"""Who holds a simulated national ID."""

from __future__ import annotations

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models


class Holder(AbstractBaseUser):
    """A person of the demo town who has tapped their name at least once. `pseudonym` is what the client learns as `sub`."""

    national_number = models.CharField(max_length=32, unique=True)
    pseudonym = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=160)
    locale = models.CharField(max_length=8, default="en")
    is_active = models.BooleanField(default=True)

    objects = BaseUserManager["Holder"]()

    USERNAME_FIELD = "national_number"
    REQUIRED_FIELDS: list[str] = []

    def __str__(self) -> str:
        return self.name

    def get_full_name(self) -> str:
        """The name as its owner writes it."""
        return self.name
