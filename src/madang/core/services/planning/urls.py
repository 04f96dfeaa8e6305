"""Addresses of the planner's page."""

from django.urls import path

from madang.core.services.planning import pages

app_name = "planner"

urlpatterns = [
    path("planner/", pages.planner, name="home"),
    path("planner/progress/", pages.progress, name="progress"),
    path("planner/cancel/", pages.cancel, name="cancel"),
    path("planner/figures.csv", pages.export, name="export"),
    path("planner/print/", pages.paper, name="print"),
]
