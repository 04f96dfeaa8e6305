"""Life events: how people look for services."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

_KNOWN: dict[str, tuple[str | Promise, str | Promise, str]] = {
    "birth": (_("A child is born"), _("Money for the newborn and the first years"), "child"),
    "raising-a-child": (_("Raising a child"), _("Monthly support while children grow up"), "family"),
    "growing-old": (_("Growing old"), _("Pensions and allowances for later years"), "elder"),
    "little-money": (_("Little money"), _("Support when the income is not enough"), "coins"),
    "school": (_("Going to school"), _("Support for pupils and students"), "school"),
    "work": (_("Work"), _("Losing or finding work"), "briefcase"),
    "illness": (_("Illness and disability"), _("Care and support"), "health"),
    "moving-house": (_("Moving house"), _("A new address and what belongs to it"), "house"),
    "death": (_("A death in the family"), _("What ends and what remains"), "heart"),
}


@dataclass(frozen=True)
class LifeEvent:
    """One life event: its code, what people call it, one line about it, and an icon of the look."""

    code: str
    title: str
    summary: str
    icon: str


def life_event(code: str) -> LifeEvent:
    """The event with this code; one that a pack brings by itself is shown by its code in words."""
    title, summary, icon = _KNOWN.get(code, (code.replace("-", " ").capitalize(), "", "seedling"))
    return LifeEvent(code, str(title), str(summary), icon)
