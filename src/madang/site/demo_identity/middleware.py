"""Headers of every answer of the simulated national ID."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from madang.site.middleware import CONTENT_SECURITY_POLICY


def security_headers(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """As strict as the main site; a form may lead to the client, because consent ends with a redirect there."""
    policy = CONTENT_SECURITY_POLICY.format(identity="".join(f" {origin}" for origin in settings.CLIENT_ORIGINS))

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Content-Security-Policy", policy)
        response.headers.setdefault("Cache-Control", "no-store")
        return response

    return middleware
