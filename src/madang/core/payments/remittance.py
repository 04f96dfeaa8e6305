"""The line that the person reads on the account statement."""

from __future__ import annotations

from functools import lru_cache

from django.utils.translation import gettext, override

from madang.core.payments.models import Instruction
from madang.core.services.packs import active_pack, benefit_named

MOST_CHARACTERS = 140


@lru_cache(maxsize=256)
def _title(service: str, language: str) -> str:
    try:
        message = benefit_named(service).title
    except LookupError:  # paid for by a system, not by a benefit of the law pack
        return service
    with override(language):
        return gettext(message)


def remittance_text(instruction: Instruction) -> str:
    """Title of the benefit in the country's first language, and the month it is for: "아동수당 2026-05"."""
    language = active_pack().languages[0]
    return f"{_title(instruction.service, language)} {instruction.period}"[:MOST_CHARACTERS]
