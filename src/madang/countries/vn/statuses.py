"""Statuses the Vietnamese rules ask for: code to what it means (message id)."""

from __future__ import annotations

from madang.core.rules import _

STATUSES = {
    "monthly-pension": _("draws a monthly pension; value: dong a month"),
    "monthly-social-allowance": _("draws a monthly social allowance; value: dong a month"),
    "near-poor-household": _("of a near-poor household"),
    "poor-household": _("of a poor household"),
}
