"""The record: what was decided, when, and that nobody changed it since.

`append` records inside the transaction of the change itself. A single sequencer (`publish`, run by the worker) then gives each
record its place in the public log.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .models import LogEntry

Rebuild = Callable[[str], Mapping[str, Any] | None]
References = Callable[[], Iterable[str]]

sources: dict[str, tuple[Rebuild, References | None]] = {}


def append(
    kind: str,
    payload: Mapping[str, Any],
    *,
    reference: str = "",
    subject_ids: Iterable[int | str] = (),
    public: Mapping[str, Any] | None = None,
) -> LogEntry:
    """Records that something happened; call it inside the transaction of the change, so that neither is kept without the other.

    `kind` such as "decision"; `payload` JSON without floats of money, kept in the database, only a salted commitment to it goes
    into the log; `reference` names the record it is about ("decision:7"); `subject_ids` are persons; `public` goes into the log
    in clear and must say nothing about a person. Raises TypeError or ValueError for what JSON cannot carry exactly.
    """
    from .recording import record

    return record(kind, payload, reference=reference, subject_ids=subject_ids, public=public)


def publish() -> int:
    """Puts what was recorded into the public log; returns how many entries. The worker calls it every second."""
    from .sequencer import Sequencer

    return Sequencer.of_installation().publish()


def register_source(kind: str, rebuild: Rebuild, references: References | None = None) -> None:
    """Says how to tell what is stored today from what was recorded (call it in `AppConfig.ready`).

    `rebuild(reference)` gives the payload as it would be recorded from today's data, or None when the record is gone;
    `references()` gives every reference that must have been recorded, so that a record put in behind the log's back is found.
    `madang log verify --database` compares. Raises ValueError when another source has the kind already.
    """
    if sources.setdefault(kind, (rebuild, references)) != (rebuild, references):
        raise ValueError(f"The kind {kind!r} has a source already.")
