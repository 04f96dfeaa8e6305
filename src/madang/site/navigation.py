"""What the person who is signed in can go to."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from madang.core.portal.navigation import context

_KEPT = "_madang_navigation"


def navigation(request: HttpRequest) -> dict[str, Any]:
    """Context for the page frames; worked out once for each request, however many templates are rendered."""
    kept: dict[str, Any] | None = request.__dict__.get(_KEPT)
    if kept is None:
        user = getattr(request, "user", None)
        if user is None:  # an error before anybody was recognised
            return {"navigation": []}
        kept = request.__dict__[_KEPT] = context(user, request.path)
    return kept
