"""Addresses of the payments desk."""

from django.urls import path

from madang.core.payments import pages

app_name = "payments"

urlpatterns = [
    path("staff/payments/", pages.desk, name="desk"),
    path("staff/payments/files/<int:file_id>/", pages.payment_file, name="file"),
]
