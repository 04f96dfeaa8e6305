"""Where every page and interface lives. Core blocks and systems bring their own urls; only here they meet."""

from django.urls import include, path

from madang.site.api import api
from madang.site.systems import system_urls

urlpatterns = [
    path("", include("madang.core.portal.urls")),
    path("", include("madang.core.people.urls")),
    path("", include("madang.core.operations.urls")),
    path("", include("madang.core.cases.urls")),
    path("", include("madang.core.payments.urls")),
    path("", include("madang.core.registers.urls")),
    path("", include("madang.core.services.planning.urls")),
    path("verify/", include("madang.core.documents.urls")),
    path("log/", include("madang.core.archive.urls")),
    path("pki/", include("madang.core.pki.urls")),
    path("look/", include("madang.look.urls")),
    path("api/", api.urls),
    path("language/", include("django.conf.urls.i18n")),
    *system_urls(),
]
