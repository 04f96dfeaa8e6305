"""Addresses of the health endpoints and of the operator's page; the site includes them at the root."""

from django.urls import path

from madang.core.operations import pages, views

app_name = "operations"
urlpatterns = [
    path("health/live", views.live, name="live"),
    path("health/ready", views.ready, name="ready"),
    path("operations/", pages.overview, name="overview"),
]
