"""Addresses of the screens, under /complaints/."""

from django.urls import include, path

from madang.systems.complaints.pages import public, report

app_name = "complaints"
urlpatterns = [
    path("", include("madang.systems.complaints.api.urls")),
    path("photos/<int:number>.jpg", public.photo, name="photo"),
    path("report/", report.report, name="report"),
    path("reports/<slug:tracking>/", report.follow, name="follow"),
]
