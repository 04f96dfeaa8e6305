"""Statuses the Philippine rules ask for: code to what it means (message id)."""

from __future__ import annotations

from madang.core.rules import _

STATUSES = {
    "4ps-conditions-not-met": _("conditions of the 4Ps not kept"),
    "4ps-registered": _("registered in the 4Ps since"),
    "indigent-senior": _("indigent senior citizen"),
    "listahanan-near-poor": _("grantee of a near-poor household"),
    "listahanan-poor": _("grantee of a poor household"),
    "pension": _("draws a pension"),
    "pregnant": _("pregnant"),
    "school-elementary": _("in day care or elementary school"),
    "school-junior-high": _("in junior high school"),
    "school-senior-high": _("in senior high school"),
}
