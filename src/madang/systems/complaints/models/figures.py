"""Figures that are counted now and then, because counting them for every reader would take too long."""

from __future__ import annotations

from django.db import models


class Figures(models.Model):
    """One set of figures, such as the statistics by agency, as they were at `made_at`."""

    name = models.SlugField(primary_key=True, max_length=64)
    made_at = models.DateTimeField()
    values = models.JSONField(default=dict)

    def __str__(self) -> str:
        return f"{self.name} {self.made_at:%Y-%m-%d %H:%M}"
