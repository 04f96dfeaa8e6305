"""Django application of the block."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OperationsConfig(AppConfig):
    name = "madang.core.operations"
    label = "operations"
    verbose_name = _("Operations")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the worker's sign of life, and forgetting who asked how often, among the jobs that fall due."""
        from madang.core.operations import heartbeat, limits  # noqa: F401 (register themselves)
