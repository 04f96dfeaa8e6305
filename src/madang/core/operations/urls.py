"""Addresses of the health endpoints; the site includes them at the root."""

from django.urls import path

from madang.core.operations import views

app_name = "operations"
urlpatterns = [
    path("health/live", views.live, name="live"),
    path("health/ready", views.ready, name="ready"),
]
