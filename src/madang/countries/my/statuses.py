"""Statuses the Malaysian rules ask for: code to what it means (message id)."""

from __future__ import annotations

from madang.core.rules import _

STATUSES = {
    "disability": _("registered disability"),
    "full-time-student": _("full-time student"),
}
