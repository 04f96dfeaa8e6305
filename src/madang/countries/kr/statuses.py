"""Statuses the Korean rules ask for: code to what it means (message id)."""

from __future__ import annotations

from madang.core.rules import _

STATUSES = {
    "child-allowance-income-too-high": _("household among the highest tenth of incomes (2018 only)"),
    "in-prison": _("serving a prison sentence"),
    "national-pension": _("draws a national pension; value: won a month"),
    "national-pension-redistribution": _("redistribution part of the national pension; value: won a month"),
    "paid-in-local-certificates": _("receives the child allowance in local gift certificates"),
    "public-service-pension": _("draws a public-service pension"),
    "real-address-known": _("actual address known although the register says unknown"),
    "refugee": _("recognised refugee"),
    "reported-missing": _("reported missing to the police"),
}
