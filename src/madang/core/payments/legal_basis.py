"""The law under which a service pays."""

from __future__ import annotations

from madang.core.services.packs import benefit_named


def legal_basis_of(service: str) -> str:
    """Name of the law that the access log shows; the service itself when a system pays, not a benefit of the law pack."""
    try:
        return benefit_named(service).law.name
    except LookupError:
        return service
