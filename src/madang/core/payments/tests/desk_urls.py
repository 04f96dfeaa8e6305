"""The whole site with the payments desk."""

from django.urls import include, path

from madang.site.urls import urlpatterns as site

urlpatterns = [path("", include("madang.core.payments.urls")), *site]
