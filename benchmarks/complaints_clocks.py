"""The clocks of 100,000 reports over two years, beside NumPy's business-day calendar for the same last days.

Ours reads whole histories (transfers, reopenings, replies, changed categories) and tells every clock; NumPy is only asked for the
last day of each clock that came out, one `busday_offset` a clock. Both have the same weekends and holidays, and must agree.
"""

from __future__ import annotations

import datetime as dt
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src"))

import numpy as np
from _peers import verdict

from madang.countries.kr.calendar import CALENDAR
from madang.systems.complaints.engine.clocks import ClockRule, Rule, WorkingDays, clocks
from madang.systems.complaints.engine.simulation import histories

FIRST, LAST = dt.date(2025, 1, 1), dt.date(2026, 12, 31)
REPORTS = 100_000
LENGTHS = {Rule.FORWARD: 3, Rule.FOLLOW_UP: 5, Rule.CLOSING: 10}
RULES = (*(ClockRule(rule, length, "law") for rule, length in LENGTHS.items()), ClockRule(Rule.ANSWER, None, "law"))


def main() -> int:
    """Print both and say whether ours holds."""
    lives = list(histories(REPORTS, FIRST, LAST, 10, WorkingDays(CALENDAR.is_working_day)))
    start = time.process_time()
    days = WorkingDays(CALENDAR.is_working_day)
    states = [clocks(life, RULES, days) for life in lives]
    ours = time.process_time() - start
    told = [state for of_one in states for state in of_one if state.rule in LENGTHS]
    holidays = [day for year in (2025, 2026, 2027) for day in CALENDAR.holidays(year)]
    calendar = np.busdaycalendar(holidays=np.array(holidays, dtype="datetime64[D]"))
    start = time.process_time()
    theirs = [
        np.busday_offset(state.started_on, LENGTHS[state.rule], roll="backward", busdaycal=calendar) for state in told
    ]
    peer = time.process_time() - start
    differ = sum(state.due_on != day.item() for state, day in zip(told, theirs, strict=True))
    count = sum(map(len, states))
    print(
        f"{REPORTS:,} reports, {sum(map(len, lives)):,} entries, {count:,} clocks, {len(told):,} of set length compared"
    )
    print(f"Madang {ours:.2f} CPU s for all clocks; NumPy {peer:.2f} CPU s for the last days alone")
    held = [
        verdict("last days that differ from NumPy's", differ, "0", differ == 0),
        verdict("CPU µs a clock, history read and told", 1e6 * ours / count, "under 50", ours / count < 50e-6),
        verdict(
            "CPU time a clock, NumPy's to ours",
            (peer / len(told)) / (ours / count),
            "above 0.2",
            peer / len(told) > 0.2 * ours / count,
        ),
    ]
    return 0 if all(held) else 1


if __name__ == "__main__":
    sys.exit(main())
