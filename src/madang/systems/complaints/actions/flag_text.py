"""Flag a text before everybody reads it."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from madang.systems.complaints.engine.texts import flags, masked


def flag_text(words: str) -> tuple[list[dict[str, Any]], str]:
    """What an officer should look at, and the words with that covered; empty words when there is nothing to cover."""
    found = flags(words)
    return [asdict(flag) for flag in found], masked(words, found) if found else ""
