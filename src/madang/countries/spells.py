"""Statuses and other spells of time in rules, said the way laws say them.

For benefits paid by the month or the year: "in the period" means on at least one of its days.
"""

from __future__ import annotations

from typing import Any

from madang.core.rules import NEVER, all_of, money, period_end, period_start


def in_period(spell: Any) -> Any:
    """The spell covers some day of the period."""
    return all_of(spell.since <= period_end, spell.until.or_else(NEVER) > period_start)


def holds(who: Any, *codes: str) -> Any:
    """``who`` has one of these statuses in the period."""
    return who.statuses.any(lambda status: all_of(status.code.is_in(codes), in_period(status)))


def worth(who: Any, code: str) -> Any:
    """The money that comes with this status in the period; 0 without it."""
    return who.statuses.sum(
        lambda status: status.value.or_else(money(0)),
        where=lambda status: all_of(status.code == code, in_period(status)),
    )


def still_married(marriage: Any) -> Any:
    """The marriage stands on the last day of the period and the spouse is alive."""
    return all_of(
        marriage.since <= period_end,
        marriage.until.or_else(NEVER) > period_end,
        marriage.spouse.died.or_else(NEVER) > period_end,
    )
