from django.urls import include, path

from madang.site.urls import urlpatterns as site

urlpatterns = [
    path("verify/", include("madang.core.documents.urls")),
    path("pki/", include("madang.core.pki.urls")),
    *site,
]
