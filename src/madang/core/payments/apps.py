"""Django application of the block."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PaymentsConfig(AppConfig):
    name = "madang.core.payments"
    label = "payments"
    verbose_name = _("Payments")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the procedures that this block owns, and what it records in the log."""
        from madang.core.archive import register_source
        from madang.core.payments import procedures, record  # noqa: F401

        register_source(record.FILE_WRITTEN, record.rebuild_payment_file, record.payment_file_references)
