"""The whole site with the registrars' desk."""

from django.urls import include, path

from madang.site.urls import urlpatterns as site

urlpatterns = [path("", include("madang.core.registers.urls")), *site]
