"""Django application of the block."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DocumentsConfig(AppConfig):
    name = "madang.core.documents"
    label = "documents"
    verbose_name = _("Letters")
    default_auto_field = "django.db.models.BigAutoField"
