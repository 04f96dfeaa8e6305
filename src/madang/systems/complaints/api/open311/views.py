"""The resources of Open311, each in XML and JSON.

There are two endpoints. `v2` is the real one. `test/v2` answers alike and checks everything, but keeps nothing that is posted,
so that whoever writes an app can try it against the city itself.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from madang.core.formats import day
from madang.core.operations.limits import Limit, TooManyError, address_of, take
from madang.systems.complaints.api.open311.asked import (
    check_jurisdiction,
    point_of,
    readable,
    reports_asked_for,
    text_of,
)
from madang.systems.complaints.api.open311.described import definition, nothing_known, requests, service, services
from madang.systems.complaints.api.open311.formats import TYPES, Open311Error, answer, refusal, w3
from madang.systems.complaints.api.open311.posting import known_application, post_request, too_many
from madang.systems.complaints.engine.images import MOST_BYTES
from madang.systems.complaints.engine.tracking import clean_tracking
from madang.systems.complaints.models import Category, Report, Source
from madang.systems.complaints.services import centre

SPECIFICATION = "http://wiki.open311.org/GeoReport_v2"
OF_ONE_ADDRESS = Limit("complaints.open311.address", times=120, seconds=60)
MOST_SENT = MOST_BYTES + 2**20  # one photo and the fields around it

View = Callable[..., HttpResponse]


def resource(*methods: str) -> Callable[[View], View]:
    """A resource: knows its formats and methods, and answers whatever is wrong in the shape of the standard."""

    def decorate(view: View) -> View:
        @csrf_exempt  # the key says who posts; no cookie has any meaning here
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, format: str, **kwargs: Any) -> HttpResponse:
            shape = format if format in TYPES else "xml"
            try:
                if format not in TYPES:
                    raise Open311Error(
                        404, _("There is no format “%(asked)s”. Ask for .xml or .json.") % {"asked": format[:20]}
                    )
                if request.method not in methods:
                    return _not_allowed(methods, shape)
                return view(request, *args, format=format, **kwargs)
            except Open311Error as error:
                return refusal(error, shape)

        return guarded

    return decorate


def _not_allowed(methods: tuple[str, ...], format: str) -> HttpResponse:
    response = refusal(Open311Error(405, _("Use %(methods)s here.") % {"methods": ", ".join(methods)}), format)
    response["Allow"] = ", ".join(methods)
    return response


@resource("GET", "HEAD")
def discovery(request: HttpRequest, *, format: str) -> HttpResponse:
    """Service discovery: which endpoints there are, in which formats, and how to get a key."""
    # Categories may change at any time and there is no other sign of it: apps look anew once an hour.
    changed = w3(timezone.now().replace(minute=0, second=0, microsecond=0))
    here = settings.PUBLIC_URL
    ask = _("Ask %(agency)s at %(address)s") % {"agency": centre().title, "address": here}
    endpoints = [
        {
            "specification": SPECIFICATION,
            "url": here + reverse(f"complaints:open311-{name}", args=["json"]).removesuffix("/services.json"),
            "changeset": changed,
            "type": kind,
            "formats": ["text/xml", "application/json"],
        }
        for name, kind in (("services", "production"), ("test-services", "test"))
    ]
    content = {"changeset": changed, "contact": ask, "key_service": ask, "endpoints": endpoints}
    return answer("discovery", content, format, charset=False)


@resource("GET", "HEAD")
def service_list(request: HttpRequest, *, format: str) -> HttpResponse:
    """GET Service List; with lat and long, an addition, those that somebody answers for at that place."""
    check_jurisdiction(request.GET)
    return answer("services", [service(one) for one in services(point_of(request.GET))], format)


@resource("GET", "HEAD")
def service_definition(request: HttpRequest, code: str, *, format: str) -> HttpResponse:
    """GET Service Definition."""
    check_jurisdiction(request.GET)
    category = None if "\x00" in code else Category.objects.filter(code=code, active=True).first()
    if category is None:
        raise Open311Error(
            404, _("service_code “%(asked)s” was not found. GET services lists them.") % {"asked": code[:100]}
        )
    return answer("service_definition", definition(category), format)


@resource("GET", "HEAD", "POST")
def service_requests(request: HttpRequest, *, format: str, keep: bool = True) -> HttpResponse:
    """GET Service Requests, and POST Service Request."""
    if request.method == "POST":
        return _posted(request, format, keep=keep)
    check_jurisdiction(request.GET)
    return answer("service_requests", requests(reports_asked_for(request)), format)


@resource("GET", "HEAD")
def service_request(request: HttpRequest, number: str, *, format: str) -> HttpResponse:
    """GET Service Request."""
    check_jurisdiction(request.GET)
    found = requests(readable().filter(tracking=clean_tracking(number) or ""))
    if not found:
        raise Open311Error(404, nothing_known(number))
    return answer("service_requests", found, format)


@resource("GET", "HEAD")
def token(request: HttpRequest, number: str, *, format: str) -> HttpResponse:
    """GET service_request_id from a token.

    A post here gives the ID at once and no token. A token is what the system from which a report was taken over had given its
    sender, so that an app goes on following it; an ID itself is answered too.
    """
    check_jurisdiction(request.GET)
    known: Report | None = None
    if "\x00" not in number:
        brought = readable().filter(source=Source.IMPORT, external_id=number)
        known = readable().filter(tracking=clean_tracking(number) or "").first() or brought.first()
    if known is None:
        raise Open311Error(404, _("The token “%(asked)s” was not found.") % {"asked": number[:40]})
    return answer("service_requests", [{"service_request_id": known.tracking, "token": number}], format)


def _posted(request: HttpRequest, format: str, *, keep: bool) -> HttpResponse:
    try:
        take(OF_ONE_ADDRESS, address_of(request))  # before anything of the body is read
    except TooManyError as error:
        raise too_many(error) from error
    if int(request.META.get("CONTENT_LENGTH") or 0) > MOST_SENT:
        raise Open311Error(
            413, _("The request is too large. Send one photo of at most %(n)d MB.") % {"n": MOST_BYTES >> 20}
        )
    try:
        values = request.POST
    except (SuspiciousOperation, MultiPartParserError, UnreadablePostError, ValueError) as error:
        raise Open311Error(400, _("The body cannot be read. Send a form in UTF-8, as the standard says.")) from error
    check_jurisdiction(values)
    known_application(values)
    report = post_request(request, keep=keep)
    notice = _("A test: everything is right, nothing was kept.")
    if keep:
        number = {"number": report.number}
        notice = _("We have your report %(number)s.") % number
        if report.due_on:
            notice = _("We have your report %(number)s. The next step is due by %(day)s.") % {
                **number,
                "day": day(report.due_on),
            }
    account = text_of(values, "account_id") or None
    content = [{"service_request_id": report.tracking, "service_notice": notice, "account_id": account}]
    return answer("service_requests", content, format)
