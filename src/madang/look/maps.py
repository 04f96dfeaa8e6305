"""Maps of places: a picture made on the server and a list for everybody, and where scripts run a map to move about in.

Nothing is asked of a third party: areas are GeoJSON of our own, drawn on plain ground. Positions are degrees in WGS 84. The
picture is in the projection that Leaflet uses too (EPSG:3857), so that the two show the same.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

WIDTH = 1000  # units of the picture
FLATTEST, TALLEST = 0.45, 1.0  # height of the picture to its width
LEAST = 0.004  # degrees: a single place is shown with its surroundings
LISTED = 50
LAST_LATITUDE = 85.0  # the projection goes no further

Box = tuple[float, float, float, float]
_ids = count(1)


@dataclass(frozen=True)
class Mark:
    """One place, or several drawn as one. label: what is there. url: where it leads."""

    lat: float
    lon: float
    label: str
    url: str = ""
    count: int = 1


@dataclass(frozen=True)
class PlaceMap:
    """A map ready for `<c-map>`. box: west, south, east, north. source: an address that gives the marks of a part as GeoJSON."""

    title: str
    svg: SafeString
    box: Box
    marks: Sequence[Mark] = ()
    source: str = ""
    areas: str = ""
    more: int = field(default=0)

    @property
    def listed(self) -> Sequence[Mark]:
        """The marks that the list shows."""
        return self.marks[:LISTED]

    @property
    def edges(self) -> str:
        """The box for the script."""
        return ",".join(f"{edge:.6f}" for edge in self.box)

    @property
    def features(self) -> str:
        """The marks for the script, when they do not come from `source`; GeoJSON (RFC 7946)."""
        return json.dumps(feature_collection(self.marks), ensure_ascii=False) if not self.source else ""


def place_map(
    title: str,
    marks: Sequence[Mark],
    *,
    areas: Iterable[Mapping[str, Any]] = (),
    box: Box | None = None,
    description: str = "",
    source: str = "",
    areas_url: str = "",
) -> PlaceMap:
    """A map of the marks. areas: GeoJSON Polygons and MultiPolygons as the ground. box: what to show; else all marks, else all areas.

    areas_url: where the script finds the same areas; source: where it finds the marks of what it shows.
    """
    rings = [ring for area in areas for ring in _rings(area)]
    shown = _roomy(
        box or _around([(mark.lon, mark.lat) for mark in marks] or [place for ring in rings for place in ring])
    )
    return PlaceMap(
        title,
        _svg(title, description, shown, rings, marks),
        shown,
        marks,
        source,
        areas_url,
        max(0, len(marks) - LISTED),
    )


def feature_collection(marks: Iterable[Mark]) -> dict[str, Any]:
    """The marks as GeoJSON: points with `label`, `url` and `count`."""
    return {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "geometry": {"type": "Point", "coordinates": [round(mark.lon, 6), round(mark.lat, 6)]},
                "properties": {"label": mark.label, "url": mark.url, "count": mark.count},
            }
            for mark in marks
        ],
    }


def _rings(area: Mapping[str, Any]) -> list[list[tuple[float, float]]]:
    polygons = [area["coordinates"]] if area["type"] == "Polygon" else area["coordinates"]
    return [[(place[0], place[1]) for place in ring] for polygon in polygons for ring in polygon]


def _around(places: Sequence[tuple[float, float]]) -> Box:
    if not places:
        return (-180.0, -60.0, 180.0, 75.0)
    return (
        min(lon for lon, _ in places),
        min(lat for _, lat in places),
        max(lon for lon, _ in places),
        max(lat for _, lat in places),
    )


def _roomy(box: Box) -> Box:
    """With some room around what is shown."""
    west, south, east, north = box
    aside, down = max((east - west) * 0.06, LEAST), max((north - south) * 0.06, LEAST)
    return (
        max(west - aside, -180.0),
        max(min(south, LAST_LATITUDE) - down, -LAST_LATITUDE),
        min(east + aside, 180.0),
        min(max(north, -LAST_LATITUDE) + down, LAST_LATITUDE),
    )


def _mercator(lat: float) -> float:
    """Degrees of latitude as degrees of longitude are wide, in EPSG:3857."""
    lat = max(-LAST_LATITUDE, min(LAST_LATITUDE, lat))
    return math.degrees(math.log(math.tan(math.radians(45 + lat / 2))))


def _svg(
    title: str, description: str, box: Box, rings: list[list[tuple[float, float]]], marks: Sequence[Mark]
) -> SafeString:
    west, east = box[0], box[2]
    bottom, top = _mercator(box[1]), _mercator(box[3])
    scale = WIDTH / (east - west)
    height = min(max((top - bottom) * scale, WIDTH * FLATTEST), WIDTH * TALLEST)
    scale = min(scale, height / (top - bottom))
    left = (WIDTH - (east - west) * scale) / 2
    above = (height - (top - bottom) * scale) / 2

    def at(lon: float, lat: float) -> str:
        return f"{left + (lon - west) * scale:.1f} {above + (top - _mercator(lat)) * scale:.1f}"

    parts = [f'<path class="map-area" d="M{"L".join(at(lon, lat) for lon, lat in ring)}Z"/>' for ring in rings]
    for mark in sorted(marks, key=lambda one: -one.count):
        x, y = at(mark.lon, mark.lat).split()
        radius = min(9 + 6 * math.log10(mark.count) * 2, 44)
        parts.append(
            f'<circle class="map-dot" cx="{x}" cy="{y}" r="{radius:.1f}"><title>{escape(mark.label)}</title></circle>'
        )
        if mark.count > 1:
            parts.append(
                f'<text class="map-count" x="{x}" y="{y}" dy="0.35em" text-anchor="middle">{mark.count}</text>'
            )
    number = next(_ids)
    described = f'<desc id="map-{number}-desc">{escape(description)}</desc>' if description else ""
    names = f"map-{number}-title" + (f" map-{number}-desc" if description else "")
    return mark_safe(
        f'<svg role="img" aria-labelledby="{names}" viewBox="0 0 {WIDTH} {height:.0f}">'
        f'<title id="map-{number}-title">{escape(title)}</title>{described}{"".join(parts)}</svg>'
    )
