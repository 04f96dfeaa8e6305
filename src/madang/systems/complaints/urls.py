"""Addresses of the screens, under /complaints/."""

from django.urls import path

from madang.systems.complaints.pages import report

app_name = "complaints"
urlpatterns = [
    path("report/", report.report, name="report"),
    path("reports/<slug:tracking>/", report.follow, name="follow"),
]
