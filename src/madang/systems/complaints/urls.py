"""Addresses of the screens, under /complaints/."""

from django.urls import path

from madang.systems.complaints import pages

app_name = "complaints"
urlpatterns = [path("", pages.home, name="home")]
