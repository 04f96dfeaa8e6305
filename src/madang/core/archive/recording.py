"""Writing a record."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from .engine import leaves
from .engine.canonical import canonical
from .engine.tiles import LARGEST_ENTRY
from .models import EntrySubject, LogEntry


def record(
    kind: str,
    payload: Mapping[str, Any],
    *,
    reference: str,
    subject_ids: Iterable[int | str],
    public: Mapping[str, Any] | None,
) -> LogEntry:
    """See `madang.core.archive.append`."""
    subjects = sorted({str(subject) for subject in subject_ids})
    # through canonical JSON and back, so that what is committed to is exactly what the database will give back
    kept, shown = json.loads(canonical(dict(payload))), json.loads(canonical(dict(public or {})))
    entry = LogEntry(kind=kind, at=timezone.now(), reference=reference, payload=kept, public=shown)
    entry.salt = secrets.token_hex(leaves.SALT_SIZE)
    entry.leaf = leaf_of(entry, subjects).decode()
    if len(entry.leaf.encode()) > LARGEST_ENTRY:
        raise ValueError("The public part or the list of persons is too long for one record.")
    with transaction.atomic(savepoint=False):  # what fails here must take the change down with it
        entry.save(force_insert=True)
        EntrySubject.objects.bulk_create([EntrySubject(entry=entry, subject_id=subject) for subject in subjects])
    return entry


def leaf_of(entry: LogEntry, subject_ids: Iterable[str]) -> bytes:
    """The bytes that stand in the log for this record, made anew from its fields."""
    at = entry.at.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    salt = bytes.fromhex(entry.salt)
    return leaves.leaf(entry.kind, at, entry.payload, salt, subject_ids=subject_ids, public=entry.public)
