"""When the last backup was made and when one was last proved: kept beside the data, so that a restored installation knows."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from pathlib import Path

FILE = "backup.json"


@dataclass(frozen=True)
class LastBackup:
    """Moments in UTC, None when it never happened."""

    made_at: dt.datetime | None = None
    proved_at: dt.datetime | None = None


def read(var: Path) -> LastBackup:
    """What was remembered; an unreadable note counts as none, which shows as an alarm."""
    try:
        kept = json.loads((var / FILE).read_text())
        moments = {name: dt.datetime.fromisoformat(kept[name]) for name in ("made_at", "proved_at") if kept.get(name)}
    except (OSError, ValueError, AttributeError, TypeError):
        return LastBackup()
    return LastBackup(**moments)


def remember(var: Path, *, made: bool = False, proved: bool = False) -> None:
    """Note that a backup was made, or proved, just now."""
    before = read(var)
    now = dt.datetime.now(dt.UTC)
    made_at, proved_at = now if made else before.made_at, now if proved else before.proved_at
    note = {"made_at": made_at and made_at.isoformat(), "proved_at": proved_at and proved_at.isoformat()}
    part = var / f"{FILE}.part"
    part.write_text(json.dumps(note))
    part.replace(var / FILE)
