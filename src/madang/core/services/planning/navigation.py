"""Where a planner can go."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from madang.core.people.models import Role
from madang.core.people.permissions import AnyUser, holds_somewhere


def entries(user: AnyUser) -> list[tuple[Any, ...]]:
    """Entries of the desk's navigation: address, label, icon."""
    return [(reverse("planner:planner"), _("Planner"), "chart")] if holds_somewhere(user, Role.PLANNER) else []
