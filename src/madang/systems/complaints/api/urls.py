"""Addresses of the interfaces, under /complaints/."""

from django.urls import URLPattern, path

from madang.systems.complaints.api import inbound
from madang.systems.complaints.api.open311 import views


def _endpoint(base: str, name: str, *, keep: bool) -> list[URLPattern]:
    """Every resource of one Open311 endpoint."""
    return [
        path(f"{base}/discovery.<str:format>", views.discovery),
        path(f"{base}/services.<str:format>", views.service_list, name=f"{name}-services"),
        path(f"{base}/services/<str:code>.<str:format>", views.service_definition, name=f"{name}-service"),
        path(f"{base}/requests.<str:format>", views.service_requests, {"keep": keep}, name=f"{name}-requests"),
        path(f"{base}/requests/<str:number>.<str:format>", views.service_request, name=f"{name}-request"),
        path(f"{base}/tokens/<str:number>.<str:format>", views.token, name=f"{name}-token"),
    ]


urlpatterns = [
    path("open311/discovery.<str:format>", views.discovery, name="open311-discovery"),
    *_endpoint("open311/v2", "open311", keep=True),
    path("inbound/email", inbound.email, name="inbound-email"),
    path("inbound/sms", inbound.sms, name="inbound-sms"),
    *_endpoint("open311/test/v2", "open311-test", keep=False),
]
