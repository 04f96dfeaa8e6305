"""The portal within the site, whether or not the site includes it by itself."""

from django.urls import include, path
from ninja import NinjaAPI

from madang.core.portal.api import router
from madang.site.urls import urlpatterns as site

api = NinjaAPI(urls_namespace="portal-tests", docs_url=None)
api.add_router("", router)

urlpatterns = [
    path("", include("madang.core.portal.urls")),
    path("portal-api/", api.urls),
    *site,
]
