"""The Python form: expressions become one plain Python function, generated once, then microseconds per call.

``Program.source`` shows the code. Two functions are made: a quick one that gives up at the first unknown fact, and the
complete one that is then asked instead. What depends on the period alone is computed once for each period.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any

from . import resolve
from .expressions import Node
from .facts import Facts
from .python_code import Emitter
from .rows import Row
from .tracing import Tracer

Date = datetime.date


class Program:
    """Several expressions compiled into one function.

    always: computed on every call. guarded: computed unless the first of ``always`` is false, else None.
    Call: ``program(facts, row, on, start, end, known_on)`` gives the values in order.
    """

    def __init__(self, subject: Row, always: Sequence[Node], guarded: Sequence[Node] = ()) -> None:
        self.subject = subject
        complete = Emitter(subject, always, guarded, quick=False)
        quick = Emitter(subject, always, guarded, quick=True)
        self.source, self.quick_source = complete.source, quick.source
        self._complete, self._quick = complete.function(), quick.function()
        self._complete_slots, self._quick_slots = tuple(complete.slots.values()), tuple(quick.slots.values())
        self._known: dict[tuple[Date, Date | None], tuple[tuple[Any, ...], tuple[Any, ...] | None]] = {}

    def __call__(
        self, facts: Facts, row: Any, day: Date, start: Date, end: Date, known_on: Date | None
    ) -> tuple[Any, ...]:
        """The values for one row; dates as the period of the benefit or variable defines them."""
        known = self._known.get((start, known_on))
        if known is None:
            known = self._prepared(day, start, end, known_on)
        if known[1] is not None:
            values = self._quick(facts, row, day, start, end, known[1])
            if values is not None:
                return values
        values = self._complete(facts, row, day, start, end, known[0])
        assert values is not None
        return values

    def _prepared(
        self, day: Date, start: Date, end: Date, known_on: Date | None
    ) -> tuple[tuple[Any, ...], tuple[Any, ...] | None]:
        """Everything that depends on the period alone, for the complete and (unless something is unknown) quick code."""
        moments = {"on": day, "period_start": start, "period_end": end}
        tracer = Tracer(None, self.subject, {}, moments, known_on)  # type: ignore[arg-type]  # asked no facts

        def values(slots: Sequence[tuple[int, Node, bool]]) -> tuple[Any, ...]:
            return tuple(
                tracer.trace(node)[0] if is_value else resolve.resolved(node, start, known_on)  # type: ignore[arg-type]
                for _, node, is_value in slots
            )

        quick = values(self._quick_slots)
        known = (values(self._complete_slots), None if None in quick else quick)
        self._known[start, known_on] = known
        return known
