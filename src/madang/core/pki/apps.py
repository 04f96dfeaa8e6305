"""Django application of the block."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PkiConfig(AppConfig):
    name = "madang.core.pki"
    label = "pki"
    verbose_name = _("Keys")
    default_auto_field = "django.db.models.BigAutoField"
