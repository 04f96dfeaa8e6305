"""Django application of the block."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ServicesConfig(AppConfig):
    name = "madang.core.services"
    label = "services"
    verbose_name = _("Services")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register procedures, listeners and what falls due."""
        from madang.core.operations.due import when_due
        from madang.core.services import listeners  # noqa: F401
        from madang.core.services.actions.deem_offers import deem_offers
        from madang.core.services.daily import begin_the_days_scan

        when_due("deemed offers", every_seconds=600)(deem_offers)
        when_due("the day's scan", every_seconds=1800)(begin_the_days_scan)
