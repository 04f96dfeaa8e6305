"""The planner's page and what its frame links to."""

from django.urls import include, path

urlpatterns = [
    path("", include("madang.core.services.planning.urls")),
    path("", include("madang.core.people.urls")),
    path("look/", include("madang.look.urls")),
    path("language/", include("django.conf.urls.i18n")),
]
