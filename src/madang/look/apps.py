"""Django application of the look."""

from django.apps import AppConfig


class LookConfig(AppConfig):
    name = "madang.look"
    label = "look"
