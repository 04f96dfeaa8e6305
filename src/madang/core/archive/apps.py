"""Django application of the block."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ArchiveConfig(AppConfig):
    name = "madang.core.archive"
    label = "archive"
    verbose_name = _("Archive")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Let the worker bring the public log up to date."""
        from madang.core.operations.due import when_due

        from . import publish

        when_due("log", every_seconds=1)(publish)
