"""Django application of the block."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RegistersConfig(AppConfig):
    name = "madang.core.registers"
    label = "registers"
    verbose_name = _("Registers")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the procedure of corrections, and say who may act for a child."""
        from madang.core.people.permissions import register_representation
        from madang.core.registers.actions import dispute_fact  # noqa: F401
        from madang.core.registers.guardians import children_in_care

        register_representation(children_in_care)
