"""Primary keys that tell nothing: random, never counted, so that no order can be read from them."""

from __future__ import annotations

import secrets

from django.db import models


def random_key() -> int:
    """A random positive 63-bit integer."""
    return secrets.randbits(63) or 1


class RandomKeyModel(models.Model):
    """A row whose key says nothing about when it was written. SQLite also stores it in that order."""

    id = models.BigIntegerField(primary_key=True, default=random_key, editable=False)

    class Meta:
        abstract = True
