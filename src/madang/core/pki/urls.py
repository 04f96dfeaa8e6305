"""Addresses that stand in every certificate: they must never move."""

from django.urls import path

from . import views

app_name = "pki"
urlpatterns = [
    path("root.crt", views.root_certificate, name="root"),
    path("revoked.crl", views.revocation_list, name="crl"),
]
