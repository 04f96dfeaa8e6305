"""Places: distances, areas, and which bodies answer for a point.

Coordinates are degrees in WGS84; distances are metres on a sphere of 6,371,008.8 m (IUGG mean radius), which is within 0.6 % of
the ellipsoid. Areas are GeoJSON (RFC 7946) Polygon and MultiPolygon; none may cross the 180th meridian (RFC 7946 section 3.1.9
says to cut it there).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

EARTH_RADIUS_M = 6_371_008.8
METRES_PER_DEGREE = math.radians(1) * EARTH_RADIUS_M

#: Bodies whose area ends nearer than this also see a report: a phone's position is seldom better.
NEAR_M = 50.0

_Array = npt.NDArray[np.float64]


class PlaceError(ValueError):
    """A point or area that cannot be; the message says what and how to mend it."""


@dataclass(frozen=True)
class Point:
    """lat: degrees north, -90 to 90. lon: degrees east, -180 to 180."""

    lat: float
    lon: float

    def __post_init__(self) -> None:
        """Refuse what is nowhere on Earth."""
        if not (math.isfinite(self.lat) and -90 <= self.lat <= 90):
            raise PlaceError(f"the latitude is {self.lat}; it must be a number from -90 to 90")
        if not (math.isfinite(self.lon) and -180 <= self.lon <= 180):
            raise PlaceError(f"the longitude is {self.lon}; it must be a number from -180 to 180")


def distance_m(one: Point, other: Point) -> float:
    """Metres along the great circle (haversine)."""
    lat, other_lat = math.radians(one.lat), math.radians(other.lat)
    half = (
        math.sin((other_lat - lat) / 2) ** 2
        + math.cos(lat) * math.cos(other_lat) * math.sin(math.radians(other.lon - one.lon) / 2) ** 2
    )
    return 2 * EARTH_RADIUS_M * math.asin(math.sqrt(min(1.0, half)))


@dataclass(frozen=True, eq=False)
class Shape:
    """An area. rings: each (n, 2) of lon, lat, first and last the same; a point is inside when an odd number of them hold it."""

    rings: tuple[_Array, ...]
    west: float
    south: float
    east: float
    north: float

    @property
    def size_m2(self) -> float:
        """Its size, well enough to tell a district from a province."""
        total = 0.0
        for ring in self.rings:
            x, y = _plane(ring, (self.south + self.north) / 2)
            total += float(np.sum(x[:-1] * y[1:] - x[1:] * y[:-1])) / 2
        return abs(total)

    def may_hold(self, point: Point, margin_m: float = 0.0) -> bool:
        """Whether the point lies in the box around the area, widened by the margin. Cheap."""
        up = margin_m / METRES_PER_DEGREE
        aside = up / max(math.cos(math.radians(point.lat)), 1e-6)
        return self.south - up <= point.lat <= self.north + up and self.west - aside <= point.lon <= self.east + aside

    def holds(self, point: Point) -> bool:
        """Whether the point is inside (even-odd rule; on the edge: either)."""
        if not self.may_hold(point):
            return False
        odd = False
        for ring in self.rings:
            x, y = ring[:, 0], ring[:, 1]
            crosses = (y[:-1] > point.lat) != (y[1:] > point.lat)
            x0, y0, x1, y1 = x[:-1][crosses], y[:-1][crosses], x[1:][crosses], y[1:][crosses]
            odd ^= bool(np.count_nonzero(point.lon < (x1 - x0) * (point.lat - y0) / (y1 - y0) + x0) % 2)
        return odd

    def distance_m(self, point: Point) -> float:
        """Metres from the point to the area; 0 inside. Measured in a plane at the point: good for tens of kilometres."""
        return 0.0 if self.holds(point) else self.edge_m(point)

    def edge_m(self, point: Point) -> float:
        """Metres from the point to the area's nearest edge, from inside or outside."""
        nearest = math.inf
        for ring in self.rings:
            x, y = _plane(ring - np.array([point.lon, point.lat]), point.lat)
            dx, dy = np.diff(x), np.diff(y)
            length = dx * dx + dy * dy
            along = np.clip(-(x[:-1] * dx + y[:-1] * dy) / np.where(length == 0, 1.0, length), 0.0, 1.0)
            nearest = min(nearest, float(np.min(np.hypot(x[:-1] + along * dx, y[:-1] + along * dy))))
        return nearest


def _plane(lonlat: _Array, at_lat: float) -> tuple[_Array, _Array]:
    """Degrees as metres in a plane that fits at one latitude."""
    return (
        lonlat[:, 0] * METRES_PER_DEGREE * math.cos(math.radians(at_lat)),
        lonlat[:, 1] * METRES_PER_DEGREE,
    )


def shape(geometry: Mapping[str, Any]) -> Shape:
    """The area of a GeoJSON Polygon or MultiPolygon. Raises PlaceError naming what is wrong with it."""
    if not isinstance(geometry, Mapping):
        raise PlaceError("the geometry is no JSON object; give a GeoJSON Polygon or MultiPolygon")
    kind = geometry.get("type")
    if kind not in ("Polygon", "MultiPolygon"):
        raise PlaceError(f"the geometry is {kind!r}; give a GeoJSON Polygon or MultiPolygon")
    coordinates = geometry.get("coordinates")
    rings = []
    try:
        polygons: list[Any] = [coordinates] if kind == "Polygon" else list(coordinates or ())
        for polygon in polygons:
            rings += [np.asarray([position[:2] for position in ring], dtype=np.float64) for ring in polygon]
    except (TypeError, ValueError) as error:
        raise PlaceError("the coordinates are no lists of [longitude, latitude]; see RFC 7946 section 3.1.6") from error
    if not rings:
        raise PlaceError("the geometry has no ring; give at least one")
    for ring in rings:
        if ring.ndim != 2 or ring.shape[0] < 4 or ring.shape[1] != 2:
            raise PlaceError(f"a ring has {len(ring)} positions; it needs at least four of [longitude, latitude]")
        if not np.array_equal(ring[0], ring[-1]):
            raise PlaceError("a ring is not closed; repeat its first position at its end")
        if not (np.all(np.abs(ring[:, 0]) <= 180) and np.all(np.abs(ring[:, 1]) <= 90)):
            raise PlaceError("a position lies outside the world; give [longitude, latitude] in degrees, in this order")
    every = np.concatenate(rings)
    west, south = every.min(axis=0)
    east, north = every.max(axis=0)
    return Shape(tuple(rings), float(west), float(south), float(east), float(north))


@dataclass(frozen=True, eq=False)
class Body:
    """A body that answers for an area. key: the caller's own. groups: of categories it answers for; empty means all."""

    key: int
    shape: Shape
    groups: frozenset[str] = frozenset()

    def answers_for(self, group: str) -> bool:
        """Whether matters of this group are its own."""
        return not self.groups or not group or group in self.groups


@dataclass(frozen=True)
class Responsibility:
    """responsible: the body to answer, or None where no area reaches. also: others that see it, nearest first.

    distance_m: how far outside the responsible body's area the point lies; 0 inside.
    """

    responsible: int | None
    also: tuple[int, ...] = ()
    distance_m: float = 0.0


def responsible_for(
    point: Point, bodies: Iterable[Body], group: str = "", *, near_m: float = NEAR_M, reach_m: float = 2_000.0
) -> Responsibility:
    """Who answers for a point, and who else sees it because their areas overlap or end within `near_m`.

    Inside several areas, one for this group alone comes before one for all, then the smaller area: the most local body. Inside
    none, the nearest within `reach_m` answers, so that a report from a pier or a border road is not lost.
    """
    found = []
    for body in bodies:
        if body.answers_for(group) and body.shape.may_hold(point, max(near_m, reach_m)):
            away = body.shape.distance_m(point)
            if away <= max(near_m, reach_m):
                found.append((away, not body.groups, body.shape.size_m2, body.key))
    inside = sorted(one for one in found if one[0] == 0)
    outside = sorted(one for one in found if one[0] > 0)
    order = inside + outside
    keys: list[int] = []
    for away, _, _, key in order:
        if key not in keys and (not keys or away <= near_m):
            keys.append(key)
    if not keys:
        return Responsibility(None)
    return Responsibility(keys[0], tuple(keys[1:]), order[0][0])


@dataclass(frozen=True)
class Cluster:
    """Points drawn as one. lat, lon: their middle. members: where they stand in what was given, at most the first few."""

    lat: float
    lon: float
    count: int
    members: tuple[int, ...]


def cluster(
    lats: Sequence[float] | _Array, lons: Sequence[float] | _Array, *, cell_m: float, shown: int = 3
) -> list[Cluster]:
    """Points gathered by the cells of a grid about `cell_m` wide, the fullest first; what a map shows at one zoom.

    The same points at the same cell width give the same clusters, whatever part of the map is looked at. shown: members kept
    of each. Raises PlaceError when `cell_m` is not above zero.
    """
    if not cell_m > 0:
        raise PlaceError(f"the cell is {cell_m} m wide; it must be above zero")
    lat = np.asarray(lats, dtype=np.float64)
    lon = np.asarray(lons, dtype=np.float64)
    if lat.size == 0:
        return []
    step = cell_m / METRES_PER_DEGREE
    row = np.floor(lat / step).astype(np.int64)
    aside = step / np.maximum(np.cos(np.radians((row + 0.5) * step)), 1e-6)
    column = np.floor(lon / aside).astype(np.int64)
    row -= row.min()
    column -= column.min()
    cell = row * (column.max() + 1) + column
    if cell.max() < 2**16:
        cell = cell.astype(np.uint16)  # NumPy sorts 16 bits by radix, four times as fast
    order = np.argsort(cell, kind="stable")
    starts = np.flatnonzero(np.diff(cell[order], prepend=-1))
    counts = np.diff(starts, append=lat.size)
    middle_lat = np.add.reduceat(lat[order], starts) / counts
    middle_lon = np.add.reduceat(lon[order], starts) / counts
    clusters = [
        Cluster(
            float(middle_lat[n]),
            float(middle_lon[n]),
            int(count),
            tuple(int(member) for member in order[start : start + min(shown, int(count))]),
        )
        for n, (start, count) in enumerate(zip(starts, counts, strict=True))
    ]
    return sorted(clusters, key=lambda one: (-one.count, one.lat, one.lon))
