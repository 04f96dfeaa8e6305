"""Addresses of the registrars' desk."""

from django.urls import path

from madang.core.registers import pages

app_name = "registers"

urlpatterns = [
    path("staff/registers/", pages.desk, name="desk"),
    path("staff/registers/births/", pages.birth, name="birth"),
    path("staff/registers/loads/<int:report_id>/refused.csv", pages.refusals, name="refusals"),
    path("staff/registers/corrections/<int:case_id>/", pages.right_value, name="right-value"),
]
