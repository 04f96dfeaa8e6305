"""Django application of the system."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ComplaintsConfig(AppConfig):
    name = "madang.systems.complaints"
    label = "complaints"
    verbose_name = _("Complaints")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Make the procedure known to the officers' desk, and to the log how a report is read back."""
        from madang.core.archive import register_source
        from madang.systems.complaints import services

        register_source(services.KIND, services.rebuild_report, services.report_references)
