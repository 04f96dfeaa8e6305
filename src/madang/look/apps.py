"""The design system as a Django app."""

from django.apps import AppConfig


class LookConfig(AppConfig):
    """Stylesheet, fonts, components and page frames."""

    name = "madang.look"
    label = "look"
