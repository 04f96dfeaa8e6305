"""Django application of the block."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CasesConfig(AppConfig):
    name = "madang.core.cases"
    label = "cases"
    verbose_name = _("Cases")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the procedures that this block owns, what the log holds of decisions, and the sending of letters."""
        from madang.core.archive import register_source
        from madang.core.cases.actions import appeal  # noqa: F401
        from madang.core.cases.letters import KIND, send_due_letters
        from madang.core.cases.record import decided_references, rebuild_decision
        from madang.core.documents import register_kind
        from madang.core.operations.due import when_due

        register_source("decision", rebuild_decision, decided_references)
        register_kind(KIND, _("Decision"))
        when_due("letters", every_seconds=2)(send_due_letters)
