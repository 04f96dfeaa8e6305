"""Addresses for the tests of this block: its own, and what its pages link to."""

from django.http import HttpResponse
from django.urls import include, path

urlpatterns = [
    path("", lambda request: HttpResponse(f"start page of {request.user}")),
    path("language/", include("django.conf.urls.i18n")),
    path("look/", include("madang.look.urls")),
    path("", include("madang.core.people.urls")),
]
