"""Django application that carries the law packs' translations."""

from django.apps import AppConfig


class CountriesConfig(AppConfig):
    name = "madang.countries"
    label = "countries"
