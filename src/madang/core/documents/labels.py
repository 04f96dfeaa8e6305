"""The fixed words of a letter in the letter's language."""

from __future__ import annotations

from django.utils import translation
from django.utils.translation import gettext as _

from .engine.content import Labels


def labels_in(language: str) -> Labels:
    """The words in `language`, in English where it has no translation yet."""
    with translation.override(language):
        return Labels(
            date=_("Date"),
            reference=_("Reference"),
            amounts=_("What you receive"),
            item=_("Item"),
            amount=_("Amount"),
            reasons=_("Why"),
            appeal=_("If you disagree"),
            check=_("Check this letter"),
            how_to_check=_(
                "Scan the square, or enter the code at the address. You see at once whether this letter is genuine."
            ),
            code=_("Code"),
            sealed=_("Sealed electronically; valid without a signature by hand."),
            page=_("Page {page} of {pages}"),
            square=_("Square to scan: opens the page that checks this letter, {url}"),
        )
