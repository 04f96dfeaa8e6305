"""Reports of other 311 systems: what their files call things, and what ours look like when they leave.

Understood: GeoReport v2 requests (open311.org), SeeClickFix, FixMyStreet, Traffy Fondue, the open-data files of New York, Chicago
and San Francisco, and Madang's own export. A row is read whole or refused with every reason; nothing is guessed.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from madang.systems.complaints.engine.places import PlaceError, Point

LONGEST_WORDS = 10_000
EARLIEST, LATEST = 1900, 9000  # years of receipt that can be

#: What other systems call our fields, lower case, the surest name first.
NAMES: Mapping[str, tuple[str, ...]] = {
    "external_id": (
        "external_id", "service_request_id", "ticket_id", "unique_key", "unique key", "sr_number", "caseid", "case_id",
        "tracking", "report_id", "id",
    ),
    "words": (
        "words", "description", "comment", "detail", "details", "summary", "descriptor", "complaint_description",
        "request_details", "title",
    ),
    "category": (
        "category", "service_code", "service_name", "type", "complaint_type", "complaint type", "problem_type", "sr_type",
        "request_type", "problem_type_abdul",
    ),
    "reported_at": (
        "reported_at", "requested_datetime", "created_at", "created_date", "created date", "timestamp", "opened", "confirmed",
        "created", "date",
    ),
    "updated_at": (
        "updated_at", "updated_datetime", "last_activity", "resolution_action_updated_date", "last_modified_date", "lastupdate",
    ),
    "closed_at": ("closed_at", "closed_date", "closed date", "closed", "fixed"),
    "state": ("state", "status"),
    "lat": ("lat", "latitude", "y"),
    "lon": ("lon", "long", "lng", "longitude", "x"),
    "coordinates": ("coords", "coordinates", "point", "location"),
    "address": ("address", "address_string", "incident_address", "incident address", "street_address"),
    "organisation": ("organisation", "organization", "agency_responsible", "org", "agency", "agency_name", "bodies"),
    "answer": ("answer", "status_notes", "resolution_description", "note"),
}  # fmt: skip

#: Their words for a state, as ours.
STATES: Mapping[str, str] = {
    **dict.fromkeys(("received", "open", "opened", "new", "submitted", "confirmed", "unconfirmed", "รอรับเรื่อง"), "received"),
    **dict.fromkeys(("forwarded", "assigned", "acknowledged", "referred", "ส่งต่อ", "ส่งต่อ(ใหม่)"), "forwarded"),
    **dict.fromkeys(
        ("in_progress", "in progress", "pending", "started", "investigating", "action scheduled", "planned", "กำลังดำเนินการ",
         "ของบประมาณ", "จัดซื้อจัดจ้าง", "ขั้นตอนทางกฎหมาย", "ศึกษาปัญหา"),
        "in_progress",
    ),
    **dict.fromkeys(("answered", "resolved", "completed", "fixed", "fixed - council", "fixed - user", "เสร็จสิ้น"), "answered"),
    **dict.fromkeys(("closed", "archived", "no further action", "unable to fix", "not responsible", "canceled"), "closed"),
    **dict.fromkeys(("joined", "duplicate", "closed - duplicate", "dup"), "joined"),
}  # fmt: skip

#: Columns of our own export, in order; names of GeoReport v2 where it has one.
EXPORTED = (
    "service_request_id", "status", "state", "service_code", "description", "agency_responsible", "requested_datetime",
    "updated_datetime", "address", "lat", "long", "status_notes",
)  # fmt: skip


class ExchangeError(ValueError):
    """A file that cannot be read at all; the message says what is wrong with it and what to do."""


@dataclass(frozen=True)
class Incoming:
    """One report of another system. point: None where it names no place. categories: theirs, the first counts."""

    external_id: str
    words: str
    categories: tuple[str, ...]
    reported_at: dt.datetime
    updated_at: dt.datetime | None = None
    closed_at: dt.datetime | None = None
    state: str = "received"
    point: Point | None = None
    address: str = ""
    organisation: str = ""
    answer: str = ""


@dataclass(frozen=True)
class Refused:
    """A row that could not be read. number: of the row, the first of data is 1. problems: field, rule and remedy of each."""

    number: int
    external_id: str
    problems: tuple[str, ...]


@dataclass
class Layout:
    """Which column of a file holds which field."""

    columns: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, header: Iterable[str], given: Mapping[str, str] | None = None) -> Layout:
        """Known from the header. given: field by column for names that are not known.

        Raises ExchangeError when identity, words or time are missing, or a given column is not there.
        """
        theirs = {name.strip().lower().lstrip("\ufeff"): name for name in header if isinstance(name, str)}
        columns: dict[str, str] = {}
        for column, ours in (given or {}).items():
            if ours not in NAMES:
                raise ExchangeError(f"{ours!r} is no field; there are {', '.join(NAMES)}")
            if column.strip().lower() not in theirs:
                raise ExchangeError(f"there is no column {column!r}; the file has {', '.join(theirs.values())}")
            columns[ours] = theirs[column.strip().lower()]
        for ours, names in NAMES.items():
            found = next((theirs[name] for name in names if name in theirs), None)
            if found is not None and ours not in columns and found not in columns.values():
                columns[ours] = found
        for needed in ("external_id", "words", "reported_at"):
            if needed not in columns:
                raise ExchangeError(
                    f"no column gives {needed}; name it with --map COLUMN={needed} (the file has {', '.join(theirs.values())})"
                )
        return cls(columns)


def rows_of(text: str, kind: str) -> list[dict[str, Any]]:
    """The rows of a file. kind: csv or json; JSON may be a list, GeoReport's, or GeoJSON. Raises ExchangeError."""
    if kind == "csv":
        try:
            dialect = csv.Sniffer().sniff(text[:4096].split("\n", 1)[0], ",;\t|") if text.strip() else csv.excel
        except csv.Error:
            dialect = csv.excel
        reader = csv.DictReader(io.StringIO(text.lstrip("\ufeff"), newline=""), delimiter=dialect.delimiter)
        try:
            return list(reader)
        except csv.Error as error:
            raise ExchangeError(f"line {reader.line_num} is no CSV ({error}); save the file as CSV in UTF-8") from error
    try:
        found = json.loads(text)
    except json.JSONDecodeError as error:
        raise ExchangeError(f"it is no JSON: {error.msg} in line {error.lineno}, column {error.colno}") from error
    if isinstance(found, dict):
        found = next(
            (
                found[name]
                for name in ("features", "service_requests", "requests", "issues", "results")
                if name in found
            ),
            [found],
        )
    if not isinstance(found, list) or not all(isinstance(row, dict) for row in found):
        raise ExchangeError("the JSON holds no list of reports; give a list of objects, as GeoReport v2 does")
    return [_flat(row) for row in found]


def _flat(row: Mapping[str, Any]) -> dict[str, Any]:
    """A GeoJSON feature as a row: its properties, and its point."""
    if row.get("type") == "Feature" and isinstance(row.get("properties"), dict):
        flat = dict(row["properties"])
        geometry = row.get("geometry") or {}
        if geometry.get("type") == "Point":
            flat.setdefault("lon", geometry["coordinates"][0])
            flat.setdefault("lat", geometry["coordinates"][1])
        flat.setdefault("id", row.get("id", ""))
        return flat
    return dict(row)


def read(
    rows: Sequence[Mapping[str, Any]], given: Mapping[str, str] | None = None, zone: dt.tzinfo = dt.UTC
) -> Iterator[Incoming | Refused]:
    """Each row as a report or as refused, in order. zone: of times that say none. Raises ExchangeError as `Layout.of` does."""
    header: dict[str, None] = {}
    for row in rows:
        header.update(dict.fromkeys(name for name in row if isinstance(name, str)))
    layout = Layout.of(header, given)
    seen: set[str] = set()
    for number, row in enumerate(rows, 1):
        yield _read_row(number, row, layout, zone, seen)


def _read_row(
    number: int, row: Mapping[str, Any], layout: Layout, zone: dt.tzinfo, seen: set[str]
) -> Incoming | Refused:
    def text(name: str) -> str:
        value = row.get(layout.columns.get(name, ""), "")
        return "" if value is None else str(value).strip()

    problems = []
    identity, words = text("external_id"), text("words")
    if not identity:
        problems.append("external_id is empty; every report needs the identity it has there")
    elif identity in seen:
        problems.append(f"external_id {identity} stands in the file twice; keep one of the rows")
    if not words:
        problems.append("words is empty; a report needs at least one word")
    elif len(words) > LONGEST_WORDS:
        problems.append(f"words has {len(words)} characters; at most {LONGEST_WORDS} are kept")
    if None in row:
        problems.append(f"the row has {len(row[None])} more fields than the header; check its quotes")  # type: ignore[index]
    times = {}
    for name in ("reported_at", "updated_at", "closed_at"):
        try:
            times[name] = _time(text(name), zone)
        except ValueError:
            problems.append(f"{name} is {text(name)!r}; give a time as 2026-05-04T09:30:00+07:00")
    if not text("reported_at"):
        problems.append("reported_at is empty; give the time of receipt")
    state = STATES.get(text("state").lower(), "") if text("state") else "received"
    if not state:
        problems.append(f"state is {text('state')!r}; known are {', '.join(sorted(STATES))}")
    try:
        point = _point(row, layout, text)
    except (PlaceError, ValueError) as error:
        problems.append(f"place: {error}")
    reported_at = times.get("reported_at")
    if problems or reported_at is None:
        return Refused(number, identity, tuple(problems))
    seen.add(identity)
    return Incoming(
        external_id=identity,
        words=words,
        categories=_listed(row.get(layout.columns.get("category", ""))),
        reported_at=reported_at,
        updated_at=times["updated_at"],
        closed_at=times["closed_at"],
        state=state,
        point=point,
        address=text("address"),
        organisation=text("organisation"),
        answer=text("answer"),
    )


def _time(text: str, zone: dt.tzinfo) -> dt.datetime | None:
    """ISO 8601 as Python reads it, also with a two-digit zone, or the American form of open-data files.

    Raises ValueError for what is no time, or one before 1900.
    """
    if not text:
        return None
    if american := re.fullmatch(r"(\d\d)/(\d\d)/(\d{4}) (\d\d):(\d\d):(\d\d) ([AP]M)", text):
        found = dt.datetime.strptime(american.group(), "%m/%d/%Y %I:%M:%S %p").replace(tzinfo=zone)
    else:
        written_out = re.sub(r"(?<=[+-]\d\d)$", ":00", text) if "T" in text or " " in text else text
        found = dt.datetime.fromisoformat(written_out)
    if not EARLIEST <= found.year < LATEST:
        raise ValueError(f"the year {found.year}")
    return found if found.tzinfo else found.replace(tzinfo=zone)


def _point(row: Mapping[str, Any], layout: Layout, text: Any) -> Point | None:
    lat, lon = text("lat"), text("lon")
    if not lat and not lon:
        numbers = re.findall(r"-?\d+(?:\.\d+)?", text("coordinates"))
        if not numbers:
            return None
        if len(numbers) != 2:
            raise PlaceError(f"the coordinates {text('coordinates')!r} are not two numbers")
        # Lists of coordinates are longitude first, as in GeoJSON.
        lon, lat = numbers
    if not lat or not lon:
        raise PlaceError("one of latitude and longitude is missing; give both or none")
    try:
        north, east = float(lat), float(lon)
    except ValueError:
        raise PlaceError(f"{lat!r}, {lon!r} are no numbers of degrees") from None
    if north == 0 and east == 0:
        return None  # what many systems write where they know no place
    return Point(north, east)


def _listed(value: Any) -> tuple[str, ...]:
    """One category or several: as a list, `a,b`, `{a,b}` or `['a', 'b']`."""
    if value is None:
        return ()
    parts = value if isinstance(value, list) else str(value).strip("{}[] ").split(",")
    return tuple(dict.fromkeys(part for part in (str(part).strip(" '\"") for part in parts) if part))


def written(rows: Iterable[Mapping[str, Any]], kind: str) -> Iterator[str]:
    """Exported rows as pieces of a file. kind: csv, json (as GeoReport v2 lists requests) or geojson.

    In CSV, a text that a spreadsheet would take for a formula gets an apostrophe before it.
    """
    if kind == "csv":
        yield _csv_line(EXPORTED)
        for row in rows:
            yield _csv_line([_harmless(row.get(name)) for name in EXPORTED])
        return
    yield '{"type": "FeatureCollection", "features": [' if kind == "geojson" else "["
    for number, row in enumerate(rows):
        yield (
            ("," if number else "")
            + "\n"
            + json.dumps(_feature(row) if kind == "geojson" else dict(row), ensure_ascii=False)
        )
    yield "\n]}\n" if kind == "geojson" else "\n]\n"


def _csv_line(values: Iterable[Any]) -> str:
    line = io.StringIO(newline="")
    csv.writer(line, lineterminator="\n").writerow(values)
    return line.getvalue()


def _harmless(value: Any) -> Any:
    return f"'{value}" if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t") else value


def _feature(row: Mapping[str, Any]) -> dict[str, Any]:
    here = row.get("lat") is not None and row.get("long") is not None
    return {
        "type": "Feature",
        "id": row["service_request_id"],
        "geometry": {"type": "Point", "coordinates": [row["long"], row["lat"]]} if here else None,
        "properties": {name: row.get(name) for name in EXPORTED if name not in ("lat", "long")},
    }
