"""The design system alone, so that its tests stand without the rest of the site."""

from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.urls import include, path


def forbidden(request: HttpRequest) -> HttpResponse:
    raise PermissionDenied


def suspicious(request: HttpRequest) -> HttpResponse:
    raise SuspiciousOperation


def broken(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("on purpose")


urlpatterns = [
    path("language/", include("django.conf.urls.i18n")),
    path("look/", include("madang.look.urls")),
    path("sign-in/", broken, name="account_login"),
    path("sign-out/", broken, name="account_logout"),
    path("forbidden/", forbidden),
    path("suspicious/", suspicious),
    path("broken/", broken),
]
