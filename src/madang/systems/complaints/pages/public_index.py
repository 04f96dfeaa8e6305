"""Every published report that has a place, in the memory of this process: what a map of 200,000 is drawn from in milliseconds.

40 bytes each. It is brought up to date before every use by what has changed since (`updated_at`, which every action sets when it
writes), and built anew when the newest report it knows is no longer there.
"""

from __future__ import annotations

import datetime as dt
import threading
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from madang.systems.complaints.models import Report, Visibility
from madang.systems.complaints.models.report import LIVE

# Who writes sets the moment before the end of the transaction: look back so far for those that ended late.
OVERLAP = dt.timedelta(minutes=2)


@dataclass(frozen=True)
class Points:
    """Columns of equal length. lat, lon: degrees. category: 0 where nobody has found it yet. live: somebody still works on it."""

    pk: npt.NDArray[np.int64] = field(default_factory=lambda: np.empty(0, np.int64))
    lat: npt.NDArray[np.float64] = field(default_factory=lambda: np.empty(0))
    lon: npt.NDArray[np.float64] = field(default_factory=lambda: np.empty(0))
    category: npt.NDArray[np.int64] = field(default_factory=lambda: np.empty(0, np.int64))
    organisation: npt.NDArray[np.int64] = field(default_factory=lambda: np.empty(0, np.int64))
    live: npt.NDArray[np.bool_] = field(default_factory=lambda: np.empty(0, np.bool_))

    def where(self, chosen: npt.NDArray[np.bool_]) -> Points:
        """Only those that are chosen."""
        return Points(*(getattr(self, name)[chosen] for name in self.__dataclass_fields__))

    def with_rows(self, rows: list[tuple[int, float, float, int | None, int, str]]) -> Points:
        """These and the rows, which take the place of what was known of the same reports."""
        known = self.where(~np.isin(self.pk, [row[0] for row in rows])) if self.pk.size else self
        columns = list(zip(*rows, strict=True)) or [()] * 6
        return Points(
            np.concatenate([known.pk, np.array(columns[0], np.int64)]),
            np.concatenate([known.lat, np.array(columns[1], np.float64)]),
            np.concatenate([known.lon, np.array(columns[2], np.float64)]),
            np.concatenate([known.category, np.array([each or 0 for each in columns[3]], np.int64)]),
            np.concatenate([known.organisation, np.array(columns[4], np.int64)]),
            np.concatenate([known.live, np.array([each in LIVE for each in columns[5]], np.bool_)]),
        )


class PublicIndex:
    """The points of this process. Many threads may ask at once."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._points = Points()
        self._newest: tuple[dt.datetime, int] | None = None

    def points(self) -> Points:
        """Every published report with a place, as it is now."""
        with self._lock:
            newest = Report.objects.order_by("-updated_at", "-pk").values_list("updated_at", "pk").first()
            if newest != self._newest:
                self._catch_up()
                self._newest = newest
            return self._points

    def _catch_up(self) -> None:
        changed = Report.objects.exclude(visibility=Visibility.SECRET)
        if self._newest is not None and Report.objects.filter(pk=self._newest[1]).exists():
            changed = changed.filter(updated_at__gte=self._newest[0] - OVERLAP)
        else:
            self._points = Points()
        rows, gone = [], []
        told = changed.order_by().values_list(
            "pk", "lat", "lon", "category_id", "organisation_id", "state", "published"
        )
        for *row, published in told.iterator(chunk_size=10_000):
            if published and row[1] is not None and row[2] is not None:
                rows.append(tuple(row))
            else:
                gone.append(row[0])
        if gone and self._points.pk.size:
            self._points = self._points.where(~np.isin(self._points.pk, gone))
        if rows:
            self._points = self._points.with_rows(rows)


index = PublicIndex()
