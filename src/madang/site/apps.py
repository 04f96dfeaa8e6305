"""Django application of the site itself: commands that join several blocks."""

from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "madang.site"
    label = "site"
