"""Django application of the simulated national ID."""

from django.apps import AppConfig


class DemoIdentityConfig(AppConfig):
    name = "madang.site.demo_identity"
    label = "demo_identity"
    default_auto_field = "django.db.models.BigAutoField"
