"""Reports that may be about the same thing."""

from __future__ import annotations

import datetime as dt
import math

from django.utils import timezone

from madang.core.formats import local_date
from madang.systems.complaints.engine.duplicates import Limits, Sighting, find_duplicates
from madang.systems.complaints.engine.places import METRES_PER_DEGREE, Point
from madang.systems.complaints.models import Report
from madang.systems.complaints.models.report import LIVE

MOST = 3
LIMITS = Limits()
READ = 500  # candidates compared at most, the newest first


def alike(report: Report, *, public: bool = True) -> list[Report]:
    """The likeliest duplicates among reports in work, near in place and time; `public`: only of those everybody may read."""
    if report.lat is None or report.lon is None:
        return []
    down = LIMITS.within_m / METRES_PER_DEGREE
    aside = down / max(0.01, math.cos(math.radians(report.lat)))
    near = Report.objects.filter(
        lat__range=(report.lat - down, report.lat + down),
        lon__range=(report.lon - aside, report.lon + aside),
        reported_at__gte=timezone.now() - dt.timedelta(days=LIMITS.within_days),
        state__in=LIVE,
    ).exclude(pk=report.pk)
    if public:
        near = near.public()
    known = {one.pk: one for one in near.select_related("category", "organisation").order_by("-reported_at")[:READ]}
    found = find_duplicates(_sighting(report), [_sighting(one) for one in known.values()], LIMITS)
    return [known[one.key] for one in found[:MOST]]


def _sighting(report: Report) -> Sighting:
    point = Point(report.lat, report.lon) if report.lat is not None and report.lon is not None else None
    category = report.category.code if report.category is not None else ""
    return Sighting(report.pk, local_date(report.reported_at), report.words, category, point)
