"""Django application of the block."""

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "madang.core.notices"
    label = "notices"
    default_auto_field = "django.db.models.BigAutoField"
