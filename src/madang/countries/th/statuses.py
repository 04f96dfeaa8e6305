"""Statuses the Thai rules ask for: code to what it means (message id)."""

from __future__ import annotations

from madang.core.rules import _

STATUSES = {
    "in-institution": _("in the care of an institution"),
    "state-pension": _("draws a pension of the state"),
    "state-welfare-card": _("holds the state welfare card"),
}
