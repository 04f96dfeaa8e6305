"""What everybody may see: the list, the map and the figures of published reports, and their photos."""

from __future__ import annotations

import math

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from madang.core import formats
from madang.core.people.models import User
from madang.look import maps
from madang.look.frames import NavigationEntry
from madang.systems.complaints.engine.places import cluster
from madang.systems.complaints.models import Area, Category, Photo, Report
from madang.systems.complaints.pages.chosen import Box, Chosen, Place, box_of, chosen
from madang.systems.complaints.pages.public_index import Points, index
from madang.systems.complaints.pages.shown import tone

ON_A_PAGE = 20
CELL_PIXELS = 64
DEEPEST = 19
ROUND_THE_EARTH_M = 40_075_017
TILE = 256  # pixels of the whole Earth at zoom 0
DEGREE_M = ROUND_THE_EARTH_M / 360
PICTURE = 12  # cells across the picture that the server makes
ACROSS = 32  # cells across any part of the map


def tabs(here: str, view: Chosen | None = None) -> list[NavigationEntry]:
    """List, map and figures, each with the same filters."""
    query = view.query() if view else ""
    return [
        NavigationEntry(reverse("complaints:public") + query, _("List"), current=here == "public"),
        NavigationEntry(reverse("complaints:map") + query, _("Map"), current=here == "map"),
        NavigationEntry(reverse("complaints:statistics"), _("Figures"), current=here == "statistics"),
    ]


@require_safe
def reports(request: HttpRequest) -> HttpResponse:
    """The list, newest first. Older pages begin after a report, so that no page is slow and none shifts while one reads."""
    view = chosen(request)
    after = Place.read(request.GET.get("after", ""))
    rows = view.page(after, ON_A_PAGE + 1)
    shown = rows[:ON_A_PAGE]
    context = {
        "tabs": tabs("public", view),
        "form": view.form,
        "reports": [(report, tone(report)) for report in shown],
        "newest": reverse("complaints:public") + view.query() if after else "",
        "older": view.query(after=str(Place(shown[-1].reported_at, shown[-1].pk))) if len(rows) > ON_A_PAGE else "",
        "files": view.query(),
    }
    return render(request, "complaints/public/list.html", context)


@require_safe
def map_of_reports(request: HttpRequest) -> HttpResponse:
    """The map: a picture with its list, and where scripts run one to move about in."""
    view = chosen(request)
    points = view.points(index.points())
    box = _box_around(points)
    marks = _marks(view, points, _width_m(box) / PICTURE) if box else []
    ground = list(Area.objects.values_list("geometry", flat=True))
    drawn = maps.place_map(
        _("Reports on the map"),
        marks,
        areas=ground,
        box=view.box or box,
        description=_("The larger a dot, the more reports it stands for."),
        source=reverse("complaints:marks") + view.query(),
        areas_url=reverse("complaints:areas"),
    )
    total = int(points.pk.size)
    words = ngettext("%(n)s report has a place.", "%(n)s reports have a place.", total) % {"n": formats.number(total)}
    context = {"tabs": tabs("map", view), "form": view.form, "map": drawn, "words": words, "files": view.query()}
    return render(request, "complaints/public/map.html", context)


@require_safe
def marks(request: HttpRequest) -> JsonResponse:
    """The marks of one part of the map at one zoom, as GeoJSON; `box` and `zoom` say which."""
    view = chosen(request)
    part = box_of(request.GET.get("box", ""))
    text = request.GET.get("zoom", "")
    if part is None or not (text.isascii() and text.isdigit() and int(text[:3]) <= DEEPEST):
        return JsonResponse(
            {"detail": _("Send box=west,south,east,north in degrees and zoom from 0 to 19.")}, status=400
        )
    middle = math.cos(math.radians(max(-85.0, min(85.0, (part[1] + part[3]) / 2))))
    pixel = ROUND_THE_EARTH_M * middle / (TILE * 2 ** int(text))
    # However large the part and deep the zoom that somebody asks for, there are never more marks than a screen holds.
    cell_m = max(pixel * CELL_PIXELS, (part[2] - part[0]) * DEGREE_M * middle / ACROSS)
    found = _marks(view, view.points(index.points(), part), cell_m, deep=int(text) >= DEEPEST - 2)
    response = JsonResponse(maps.feature_collection(found))
    response["Cache-Control"] = "no-cache"
    return response


@require_safe
def areas(request: HttpRequest) -> JsonResponse:
    """Where organisations answer: the ground of the map, as GeoJSON."""
    features = [
        {
            "type": "Feature",
            "geometry": area.geometry,
            "properties": {"name": area.name, "agency": area.organisation.title},
        }
        for area in Area.objects.select_related("organisation")
    ]
    response = JsonResponse({"type": "FeatureCollection", "features": features})
    response["Cache-Control"] = "public, max-age=3600"
    return response


def _width_m(box: Box) -> float:
    """How wide a part is at its middle, and at least as wide as it is high."""
    west, south, east, north = box
    return DEGREE_M * max((east - west) * math.cos(math.radians((south + north) / 2)), north - south)


def _box_around(points: Points) -> Box | None:
    if not points.pk.size:
        return None
    return float(points.lon.min()), float(points.lat.min()), float(points.lon.max()), float(points.lat.max())


def _marks(view: Chosen, points: Points, cell_m: float, *, deep: bool = False) -> list[maps.Mark]:
    """The points as marks: alone with what it is about and the way to it, together with how many there are."""
    clusters = cluster(points.lat, points.lon, cell_m=max(cell_m, 1.0), shown=1)
    alone = [int(points.pk[one.members[0]]) for one in clusters if one.count == 1]
    known: dict[int, tuple[str, int | None]] = {}
    for start in range(0, len(alone), 500):
        rows = Report.objects.public().filter(pk__in=alone[start : start + 500])
        known |= {
            pk: (tracking, category) for pk, tracking, category in rows.values_list("pk", "tracking", "category_id")
        }
    names = {category.pk: category.name for category in Category.objects.all()}
    made = []
    for one in clusters:
        if one.count > 1:
            words = ngettext("%(n)s report", "%(n)s reports", one.count) % {"n": formats.number(one.count)}
            reach = cell_m / DEGREE_M
            box = (one.lon - reach, one.lat - reach, one.lon + reach, one.lat + reach)
            url = reverse("complaints:public") + view.query(box=",".join(f"{edge:.5f}" for edge in box)) if deep else ""
            made.append(maps.Mark(one.lat, one.lon, words, url, one.count))
        elif (row := known.get(int(points.pk[one.members[0]]))) is not None:
            tracking, category = row
            words = names.get(category or 0) or _("Report")
            made.append(maps.Mark(one.lat, one.lon, words, reverse("complaints:report", args=[tracking])))
    return made


@require_safe
def photo(request: HttpRequest, number: int) -> HttpResponseBase:
    """One photo: for everybody once its report is published, before that for the officers who work on it."""
    found = get_object_or_404(Photo, pk=number)
    public = Report.objects.public().filter(pk=found.report_id).exists()
    if not public:
        user = request.user
        if not (isinstance(user, User) and Report.objects.of_staff(user).filter(pk=found.report_id).exists()):
            raise Http404
    response = FileResponse(found.file.open(), content_type="image/jpeg")
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "public, max-age=3600" if public else "private, no-store"
    return response
