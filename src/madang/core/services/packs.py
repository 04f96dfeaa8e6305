"""The law pack this installation runs on. The site chooses it; core never names a country."""

from __future__ import annotations

from madang.core.rules import Benefit, Pack

_active: list[Pack] = []


def use_pack(pack: Pack) -> None:
    """Make this country's law the one that counts. Called once, by the site's `ready()`; tests may call it again."""
    _active[:] = [pack]


def active_pack() -> Pack:
    """The pack in use. Raises LookupError before the site has chosen one."""
    if not _active:
        raise LookupError("no law pack is in use; set MADANG_COUNTRY")
    return _active[0]


def benefit_named(name: str) -> Benefit:
    """A benefit of the pack in use. Raises LookupError naming those that exist."""
    for benefit in active_pack().benefits:
        if benefit.name == name:
            return benefit
    known = ", ".join(benefit.name for benefit in active_pack().benefits)
    raise LookupError(f"there is no benefit {name!r}; this country has: {known}")
