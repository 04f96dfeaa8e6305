"""Light, dark or as the device says. The choice is kept in a cookie and rendered by the server, so it works without scripts."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

COOKIE = "theme"
MAX_AGE = 365 * 24 * 3600
THEMES = (("light", _("Light"), "sun"), ("dark", _("Dark"), "moon"), ("", _("As the device"), "contrast"))


def theme_of(request: HttpRequest) -> str:
    """`light`, `dark`, or an empty string to follow the device; anything else in the cookie counts as nothing."""
    chosen = request.COOKIES.get(COOKIE, "")
    return chosen if chosen in {"light", "dark"} else ""
