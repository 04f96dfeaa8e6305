"""What anybody may have of the keys: the root certificate and the list of certificates taken back."""

from __future__ import annotations

from cryptography.hazmat.primitives.serialization import Encoding
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from . import keyring


@require_safe
@cache_control(public=True, max_age=86400)
def root_certificate(request: HttpRequest) -> HttpResponse:
    """The root certificate in DER (RFC 2585)."""
    data = keyring().root().certificate.public_bytes(Encoding.DER)
    return HttpResponse(data, content_type="application/pkix-cert")


@require_safe
@cache_control(public=True, max_age=3600)
def revocation_list(request: HttpRequest) -> HttpResponse:
    """The certificate revocation list in DER (RFC 2585)."""
    return HttpResponse(keyring().crl().public_bytes(Encoding.DER), content_type="application/pkix-crl")
