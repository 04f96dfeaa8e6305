"""Addresses of the officers' desk."""

from django.urls import path

from madang.core.cases import pages

app_name = "cases"

urlpatterns = [
    path("desk/", pages.desk, name="desk"),
    path("desk/cases.csv", pages.export, name="export"),
    path("desk/take/", pages.take, name="take"),
    path("desk/cases/<int:case_id>/", pages.case_page, name="case"),
    path("desk/cases/<int:case_id>/<slug:verb>/", pages.act, name="act"),
]
