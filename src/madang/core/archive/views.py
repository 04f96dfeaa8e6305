"""The public log as files that anybody can read, check and copy (c2sp.org/tlog-tiles)."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from madang.core import pki

from .receipts import NoProofError, newest_checkpoint, receipt
from .storage import LogDirectory

TEXT = "text/plain; charset=utf-8"


@require_safe
@cache_control(public=True, max_age=2)
def checkpoint(request: HttpRequest) -> HttpResponse:
    """The signed checkpoint."""
    return HttpResponse(_file("checkpoint"), content_type=TEXT)


@require_safe
@cache_control(public=True, max_age=31_536_000, immutable=True)
def tile(request: HttpRequest, name: str) -> HttpResponse:
    """A tile or entry bundle; it never changes under its name."""
    return HttpResponse(_file(f"tile/{name}"), content_type="application/octet-stream")


@require_safe
@cache_control(public=True, max_age=3600)
def keys(request: HttpRequest) -> HttpResponse:
    """The log's public keys, the current one first. Keep a copy: a key fetched together with the log proves little."""
    lines = "".join(f"{verifier.vkey}\n" for verifier in pki.keyring().log_verifiers())
    return HttpResponse(lines, content_type=TEXT)


@require_safe
@cache_control(public=True, max_age=2)
def proof(request: HttpRequest, index: int) -> HttpResponse:
    """The receipt of an entry, to keep and to check without us (c2sp.org/tlog-proof)."""
    try:
        response = HttpResponse(receipt(index), content_type=TEXT)
    except NoProofError as error:
        raise Http404(str(error)) from error
    response["Content-Disposition"] = f'attachment; filename="{index}.tlog-proof"'
    return response


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """What the log is, how far it reaches, and how anybody checks it."""
    try:
        newest, _note = newest_checkpoint()
    except NoProofError:
        newest = None
    context = {
        "checkpoint": newest,
        "root": newest.root.hex() if newest else "",
        "key": next((verifier.vkey for verifier in pki.keyring().log_verifiers()), ""),
    }
    return render(request, "archive/log.html", context)


def _file(name: str) -> bytes:
    data = LogDirectory(settings.VAR_DIR / "log").read(name)
    if data is None:
        raise Http404(_("The log has no such file."))
    return data
