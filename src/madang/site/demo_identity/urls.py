"""Addresses of the simulated national ID."""

from django.urls import include, path

from madang.site.demo_identity import views

urlpatterns = [
    path("", views.choose, name="account_login"),
    path("identity/o/authorize", views.authorize),  # before allauth's own, which asks for no PKCE
    path("language/", include("django.conf.urls.i18n")),
    path("look/", include("madang.look.urls")),
    path("", include("allauth.idp.urls")),
]
