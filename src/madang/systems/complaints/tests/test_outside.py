"""Against material nobody here wrote.

Source: NumPy developers, `numpy.busday_offset`, BSD-3-Clause. It counts working days by another method.
"""

import datetime as dt

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from madang.systems.complaints.engine.clocks import WorkingDays

days = st.dates(dt.date(2000, 1, 1), dt.date(2100, 1, 1))


@given(days, st.integers(1, 60), st.sets(days, max_size=30))
def test_working_days_are_counted_as_numpy_counts_them(received, working_days, holidays):
    due = WorkingDays(lambda day: day.weekday() < 5 and day not in holidays).after(received, working_days)
    theirs = np.busday_offset(received, working_days, roll="backward", holidays=sorted(holidays))
    assert due == theirs.item()
