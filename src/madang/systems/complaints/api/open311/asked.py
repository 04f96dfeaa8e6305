"""What a request asks for: its parameters read, checked, and turned into a query.

An empty parameter means the same as none (GeoReport v2, Optional Arguments).
"""

from __future__ import annotations

import datetime as dt
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import Q, QuerySet
from django.http import HttpRequest, QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from madang.systems.complaints.api.open311.formats import Open311Error
from madang.systems.complaints.engine.attributes import w3_moment
from madang.systems.complaints.engine.places import Point
from madang.systems.complaints.engine.tracking import clean_tracking
from madang.systems.complaints.models import Report, State, Visibility

SPAN = dt.timedelta(days=90)  # the default and the longest span of one question (GeoReport v2, Response Volume)
MOST = 1000  # requests in one answer (same place)
YEARS = range(1970, 2200)  # beyond them lies no report, and the ends of the calendar cannot be reckoned with
DONE = (State.CLOSED,)
STATUSES = ("open", "closed")


def jurisdiction() -> str:
    """The only one: the site's own name, as the standard suggests."""
    return (urlsplit(settings.PUBLIC_URL).hostname or "localhost").removeprefix("www.")


def text_of(values: QueryDict, name: str) -> str:
    """One parameter, empty when it was not sent. Raises Open311Error for what no database can hold."""
    text = values.get(name, "").strip()
    if "\x00" in text:
        raise Open311Error(400, _("%(name)s holds a NUL character; leave it out.") % {"name": name})
    return text


def list_of(values: QueryDict, name: str) -> list[str]:
    """A parameter whose values are parted by commas."""
    return [each.strip() for each in text_of(values, name).split(",") if each.strip()]


def check_jurisdiction(values: QueryDict) -> None:
    """None means the only one; any other than that is not found, and the answer says which there is."""
    asked = text_of(values, "jurisdiction_id")
    if asked and asked != jurisdiction():
        words = _("jurisdiction_id “%(asked)s” was not found. There is: %(known)s.")
        raise Open311Error(404, words % {"asked": asked[:100], "known": jurisdiction()})


def point_of(values: QueryDict) -> Point | None:
    """`lat` and `long`; None when neither was sent."""
    lat, lon = text_of(values, "lat"), text_of(values, "long")
    if not lat and not lon:
        return None
    if not lat or not lon:
        raise Open311Error(400, _("Send both lat and long, or neither."))
    try:
        return Point(float(lat), float(lon))
    except ValueError as error:  # also PlaceError
        rule = _("lat must be a number from -90 to 90 and long from -180 to 180, in degrees (WGS 84).")
        raise Open311Error(400, rule) from error


def reports_asked_for(request: HttpRequest) -> QuerySet[Report]:
    """The public reports that the parameters of GET Service Requests choose, newest first, one page of them."""
    values = request.GET
    if numbers := list_of(values, "service_request_id"):  # overrides all other arguments
        known = [tracking for tracking in map(clean_tracking, numbers[:MOST]) if tracking]
        return readable().filter(tracking__in=known).order_by("-reported_at", "-pk")
    chosen = Report.objects.public()
    if codes := list_of(values, "service_code"):
        chosen = chosen.filter(category__code__in=codes)
    chosen = chosen.filter(_status(list_of(values, "status"))).filter(_span(values))
    number, size = _whole(values, "page", 1, 10_000), _whole(values, "page_size", MOST, MOST)
    return chosen.order_by("-reported_at", "-pk")[(number - 1) * size : number * size]


def readable() -> QuerySet[Report]:
    """What whoever knows its ID may ask about: every report but secret ones. The words only once they are published."""
    return Report.objects.exclude(visibility=Visibility.SECRET)


def _status(asked: list[str]) -> Q:
    if unknown := sorted(set(asked) - set(STATUSES)):
        words = _("status “%(asked)s” does not exist. Send open, closed, or both parted by a comma.")
        raise Open311Error(400, words % {"asked": unknown[0][:100]})
    done = Q(state__in=DONE) | Q(state=State.JOINED, joined_to__state__in=DONE)
    if set(asked) == {"closed"}:
        return done
    return ~done if set(asked) == {"open"} else Q()


def _span(values: QueryDict) -> Q:
    """When it was reported, or with the extension `updated_after` and `updated_before` when it changed."""
    updated = {name: _moment(values, name) for name in ("updated_after", "updated_before")}
    if any(updated.values()):
        begin, end = _ninety_days(updated["updated_after"], updated["updated_before"])
        return Q(updated_at__gte=begin, updated_at__lte=end)
    begin, end = _ninety_days(_moment(values, "start_date"), _moment(values, "end_date"))
    return Q(reported_at__gte=begin, reported_at__lte=end)


def _ninety_days(begin: dt.datetime | None, end: dt.datetime | None) -> tuple[dt.datetime, dt.datetime]:
    if begin is None:
        end = end or timezone.now()
        begin = end - SPAN
    elif end is None:
        end = begin + SPAN
    if end < begin:
        raise Open311Error(400, _("The end lies before the start. Exchange start_date and end_date."))
    if end - begin > SPAN + dt.timedelta(days=1):
        raise Open311Error(400, _("One question may span at most 90 days. Ask for each part of the time by itself."))
    return begin, end


def _moment(values: QueryDict, name: str) -> dt.datetime | None:
    text = text_of(values, name)
    if not text:
        return None
    moment = w3_moment(text)
    if moment is None or moment.year not in YEARS:
        rule = _("%(name)s must be a moment in W3C format with its offset from UTC, such as 2026-01-31T00:00:00Z.")
        raise Open311Error(400, rule % {"name": name})
    return moment


def _whole(values: QueryDict, name: str, default: int, most: int) -> int:
    text = text_of(values, name)
    if not text:
        return default
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0
    if not 1 <= number <= most:
        raise Open311Error(400, _("%(name)s must be a whole number from 1 to %(most)d.") % {"name": name, "most": most})
    return number
