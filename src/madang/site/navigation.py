"""What the person who is signed in can go to."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest


def navigation(request: HttpRequest) -> dict[str, Any]:
    """Context for the page frames: `navigation` is a list of entries with url, label, icon and current."""
    return {"navigation": []}
