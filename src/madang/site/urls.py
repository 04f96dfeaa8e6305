"""Where every page and interface lives. Core blocks and systems bring their own urls; only here they meet."""

from django.urls import include, path

urlpatterns = [
    path("language/", include("django.conf.urls.i18n")),
]
