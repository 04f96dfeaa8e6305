"""The registers as planners count them: one snapshot a day, taken when first needed, kept no longer than that day."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_noop

from madang.core.people.models import Organisation, User
from madang.core.registers.snapshot import MANIFEST, Progress, take_snapshot
from madang.core.services.packs import active_pack

PURPOSE = gettext_noop("Planning: what a change of the law would do to people and cost, counted without names")


def snapshots_folder() -> Path:
    """Where the snapshots lie."""
    return Path(settings.VAR_DIR) / "snapshots"


def snapshot_of_today(organisation: Organisation | None, user: User | None, progress: Progress) -> Path:
    """The folder of today's snapshot, taken now if there is none; those of earlier days are deleted.

    Taking it reads everybody's facts once; that is logged, and everybody sees it.
    """
    today = timezone.localdate().isoformat()
    folder = snapshots_folder() / today
    if not (folder / MANIFEST).exists():
        _forget_others(today)
        unfinished = snapshots_folder() / f"{today}.part-{os.getpid()}"
        shutil.rmtree(unfinished, ignore_errors=True)
        take_snapshot(
            unfinished,
            purpose=PURPOSE,
            legal_basis=", ".join(law.name for law in active_pack().laws),
            organisation=organisation,
            user=user,
            reference=f"planning:{today}",
            progress=progress,
        )
        try:
            unfinished.rename(folder)
        except OSError:  # another worker was faster; its snapshot is as good
            shutil.rmtree(unfinished, ignore_errors=True)
    return folder


def _forget_others(today: str) -> None:
    for old in snapshots_folder().glob("*"):
        if not old.name.startswith(today):
            shutil.rmtree(old, ignore_errors=True)
