"""Django application of the system."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ComplaintsConfig(AppConfig):
    name = "madang.systems.complaints"
    label = "complaints"
    verbose_name = _("Complaints")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Make the system's procedures known to the officers' desk."""
        from madang.systems.complaints import services  # noqa: F401 (registers itself)
