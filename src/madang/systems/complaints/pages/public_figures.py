"""The figures of the agencies, and all published reports as files."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator
from typing import Any

from django.http import HttpRequest, HttpResponseBase, JsonResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from madang.core import formats
from madang.core.operations.limits import Limit, limited
from madang.core.people.models import Organisation
from madang.look import charts
from madang.systems.complaints.actions.count_figures import NAME, count_figures
from madang.systems.complaints.models import Figures, Report
from madang.systems.complaints.pages.chosen import Place, chosen
from madang.systems.complaints.pages.public import tabs

SHOWN_IN_CHARTS = 12
BATCH = 2000
OF_FILES = Limit("complaints.files", times=20, seconds=600)
COLUMNS = (
    "service_request_id",
    "status",
    "service_code",
    "service_name",
    "description",
    "agency_responsible",
    "requested_datetime",
    "updated_datetime",
    "address",
    "lat",
    "long",
    "supporters",
)


@require_safe
def statistics(request: HttpRequest) -> HttpResponseBase:
    """How fast each agency answers. Counted by the worker now and then; `?format=json` gives the same to programs."""
    kept = Figures.objects.filter(name=NAME).first() or count_figures()
    rows = _agencies(kept)
    if request.GET.get("format") == "json":
        return JsonResponse({"since": kept.values["since"], "made_at": kept.made_at, "agencies": rows})
    context = {
        "tabs": tabs("statistics"),
        "since": parse_date(kept.values["since"]),
        "made_at": kept.made_at,
        "columns": [
            _("Agency"),
            (_("Received"), "number"),
            (_("Answered in time"), "number"),
            (_("Median days to the answer"), "number"),
            (_("Opened again"), "number"),
            (_("Satisfaction, 1 to 5"), "number"),
        ],
        "rows": [_told(row) for row in rows],
        "charts": _charts(rows, kept.values["months"]),
    }
    return render(request, "complaints/public/statistics.html", context)


def _agencies(kept: Figures) -> list[dict[str, Any]]:
    """Each agency with its shares, those with most reports first."""
    titles = {str(one.pk): one.title for one in Organisation.objects.filter(pk__in=kept.values["agencies"])}
    rows = []
    for key, given in kept.values["agencies"].items():
        judged = given["in_time"] + given["late"]
        rows.append(
            {
                "agency": titles.get(key, "–"),
                **given,
                "share_in_time": round(given["in_time"] / judged, 4) if judged else None,
                "share_reopened": round(given["reopened"] / given["received"], 4) if given["received"] else None,
            }
        )
    return sorted(rows, key=lambda row: (-row["received"], row["agency"]))


def _percent(share: float | None) -> str:
    return "–" if share is None else f"{share:.0%}"


def _told(row: dict[str, Any]) -> list[str]:
    content = "–" if row["content"] is None else formats.number(row["content"])
    days = "–" if row["days"] is None else formats.number(row["days"])
    shares = _percent(row["share_in_time"]), days, _percent(row["share_reopened"])
    return [row["agency"], formats.number(row["received"]), *shares, content]


def _charts(rows: list[dict[str, Any]], months: list[list[Any]]) -> list[charts.Chart]:
    judged = [row for row in rows if row["share_in_time"] is not None][:SHOWN_IN_CHARTS]
    made = []
    if judged:
        shares = sorted(((row["agency"], row["share_in_time"] * 100) for row in judged), key=lambda one: -one[1])
        label = _("Agency")
        made.append(
            charts.bar(
                _("Answered in time, in percent"),
                shares,
                label=label,
                amount="%",
                say=lambda share: f"{share:.0f} %",
                whole=100,
            )
        )
    if any(received or answered for _month, received, answered in months):
        made.append(
            charts.line(
                _("Reports each month"),
                [month for month, _received, _answered in months],
                {
                    _("Received"): [received for _month, received, _answered in months],
                    _("Answered"): [answered for _month, _received, answered in months],
                },
                label=_("Month"),
                say=formats.number,
            )
        )
    return made


@require_safe
@limited(OF_FILES, methods=("GET",))
def as_csv(request: HttpRequest) -> HttpResponseBase:
    """The chosen reports as CSV (RFC 4180, UTF-8), in the names of Open311 where it has one."""

    def lines() -> Iterator[str]:
        out = io.StringIO()
        writer = csv.writer(out)
        writer.writerow(COLUMNS)
        for row in _rows(request):
            writer.writerow([_safe_cell(row[name]) for name in COLUMNS])
            if out.tell() > 2**16:
                yield out.getvalue()
                out.seek(0)
                out.truncate()
        yield out.getvalue()

    return _file(lines, "text/csv; charset=utf-8", "reports.csv")


@require_safe
@limited(OF_FILES, methods=("GET",))
def as_geojson(request: HttpRequest) -> HttpResponseBase:
    """The chosen reports as GeoJSON (RFC 7946); without a place, the geometry is null."""

    def parts() -> Iterator[str]:
        yield '{"type": "FeatureCollection", "features": ['
        between = ""
        for row in _rows(request):
            lat, lon = row.pop("lat"), row.pop("long")
            point = {"type": "Point", "coordinates": [lon, lat]} if lat is not None else None
            feature = {"type": "Feature", "id": row["service_request_id"], "geometry": point, "properties": row}
            yield between + json.dumps(feature, ensure_ascii=False)
            between = ",\n"
        yield "]}"

    return _file(parts, "application/geo+json", "reports.geojson")


def _file(parts: Callable[[], Iterator[str]], kind: str, name: str) -> StreamingHttpResponse:
    response = StreamingHttpResponse(parts(), content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _safe_cell(value: Any) -> Any:
    """A text that a spreadsheet would take for a formula gets an apostrophe before it."""
    return f"'{value}" if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t", "\r") else value


def _rows(request: HttpRequest) -> Iterator[dict[str, Any]]:
    """The reports, newest first, read piece by piece so that a file of any length takes little memory."""
    view = chosen(request)
    after: Place | None = None
    while True:
        rows = view.page(after, BATCH)
        yield from map(_row, rows)
        if len(rows) < BATCH:
            return
        after = Place(rows[-1].reported_at, rows[-1].pk)


def _row(report: Report) -> dict[str, Any]:
    return {
        "service_request_id": report.tracking,
        "status": report.state,
        "service_code": report.category.code if report.category else "",
        "service_name": report.category.name if report.category else "",
        "description": report.shown_words,
        "agency_responsible": report.organisation.title,
        "requested_datetime": report.reported_at.isoformat(timespec="seconds"),
        "updated_datetime": report.updated_at.isoformat(timespec="seconds"),
        "address": report.address,
        "lat": report.lat,
        "long": report.lon,
        "supporters": report.supporters_count,
    }
