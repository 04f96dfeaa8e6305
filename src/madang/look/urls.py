"""Addresses of the design system."""

from django.urls import path

from madang.look import views

app_name = "look"
urlpatterns = [
    path("", views.catalogue, name="catalogue"),
    path("desk/", views.desk, name="desk"),
    path("confirm/", views.confirm, name="confirm"),
    path("theme/", views.theme, name="theme"),
]
