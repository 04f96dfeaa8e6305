"""Sending a letter to a browser."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.text import slugify

from .models import Letter
from .storage import read_letter


def letter_response(letter: Letter, *, download: bool = False) -> HttpResponse:
    """See `madang.core.documents.letter_response`."""
    name = slugify(f"{letter.reference}-{letter.kind}") or letter.code.lower()
    response = HttpResponse(read_letter(letter.sha256), content_type="application/pdf")
    response["Content-Disposition"] = f'{"attachment" if download else "inline"}; filename="{name}.pdf"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
