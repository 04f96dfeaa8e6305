"""Django application of the block."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CasesConfig(AppConfig):
    name = "madang.core.cases"
    label = "cases"
    verbose_name = _("Cases")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the procedures that this block owns."""
        from madang.core.archive import register_source
        from madang.core.cases.actions import appeal  # noqa: F401
        from madang.core.cases.record import rebuild_decision

        register_source("decision", rebuild_decision)
