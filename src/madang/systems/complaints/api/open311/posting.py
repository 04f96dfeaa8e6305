"""POST Service Request: from the fields of the standard to a report."""

from __future__ import annotations

import re
import uuid
from collections import defaultdict
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _

from madang.core.operations.limits import Limit, TooManyError, take
from madang.systems.complaints.actions.check_photo import check_photo
from madang.systems.complaints.actions.send_report import NewReport, send_report
from madang.systems.complaints.api.open311.asked import point_of, text_of
from madang.systems.complaints.api.open311.described import without
from madang.systems.complaints.api.open311.formats import Open311Error
from madang.systems.complaints.engine.attributes import Problem, check_answers
from madang.systems.complaints.models import ApiKey, Category, Report, Source

OF_ONE_KEY = Limit("complaints.open311.key", times=600, seconds=60)
LONGEST_ADDRESS = 300
LONGEST_URL = 2000
_ATTRIBUTE = re.compile(r"attribute\[([^\]]{1,100})\](?:\[\d*\])?")
# What the standard calls the fields that a report of ours may be refused for.
FIELDS = {"words": "description", "contact": "email", "category": "service_code", "lon": "long", "photo": "media"}


def known_application(values: QueryDict) -> ApiKey:
    """The application that posts. Raises Open311Error 403 without its key."""
    sent = text_of(values, "api_key")
    if not sent:
        raise Open311Error(403, _("api_key was not provided. The discovery document says how to get one."))
    key = ApiKey.known(sent)
    if key is None:
        raise Open311Error(403, _("This api_key is not valid. The discovery document says how to get one."))
    try:
        take(OF_ONE_KEY, str(key.pk))
    except TooManyError as error:
        raise too_many(error) from error
    return key


def too_many(error: TooManyError) -> Open311Error:
    """The refusal of what comes too often."""
    words = _("Too many requests in a short time; this one was not accepted. Send it again in %(seconds)d s.")
    return Open311Error(429, words % {"seconds": error.retry_after}, retry_after=error.retry_after)


def post_request(request: HttpRequest, *, keep: bool = True) -> Report:
    """Send the report that the fields describe. With `keep` false everything is done and then undone: nothing stays.

    Names, phones, device and account IDs are not read: an agency needs none of them to mend a lamp, and what is not kept
    cannot reach it. The e-mail address is kept for the answers alone. Raises Open311Error with every mistake.
    """
    values = request.POST
    category = _category(values)
    point = point_of(values)
    address = text_of(values, "address_string") or text_of(values, "address_id")
    mistakes = []
    if point is None and not address:
        mistakes.append(_("The place is missing. Send lat and long, address_string, or address_id."))
    if len(address) > LONGEST_ADDRESS:
        mistakes.append(_("address_string may have at most %(n)d characters.") % {"n": LONGEST_ADDRESS})
    answers, problems = check_answers(category.attributes, _answers(values))
    mistakes += [_told(problem) for problem in problems]
    media = text_of(values, "media_url")
    if media and (len(media) > LONGEST_URL or _scheme(media) not in ("http", "https")):
        mistakes.append(_("media_url must be an address that begins with http:// or https://."))
    description = text_of(values, "description")
    if mistakes:
        raise Open311Error(400, *mistakes)
    photo = request.FILES.get("media")
    try:
        images = [check_photo(photo.read())] if photo is not None else []
    except ValidationError as error:
        raise Open311Error(400, *_sentences(error)) from error
    new = NewReport(
        # The standard lets an app send the category and the place alone.
        words=description or category.name,
        category=category.code,
        lat=point.lat if point else None,
        lon=point.lon if point else None,
        address=address,
        attributes={**answers, **({"media_url": media} if media else {})},
        contact=text_of(values, "email"),
        photos=images if keep else [],
        source=Source.OPEN311,
        key=uuid.uuid4(),
    )
    try:
        with transaction.atomic():
            report = send_report(new).report
            transaction.set_rollback(not keep)
    except ValidationError as error:
        raise Open311Error(400, *_sentences(error)) from error
    return report


def _scheme(address: str) -> str:
    try:
        return urlsplit(address).scheme
    except ValueError:
        return ""


def _category(values: QueryDict) -> Category:
    code = text_of(values, "service_code")
    if not code:
        raise Open311Error(400, _("service_code was not provided. GET services lists them."))
    category = Category.objects.filter(code=code, active=True).first()
    if category is None:
        known = without(Category.objects.filter(active=True).values_list("code", flat=True))
        words = _("service_code “%(asked)s” was not found. There are: %(known)s.")
        raise Open311Error(404, words % {"asked": code[:100], "known": known})
    return category


def _answers(values: QueryDict) -> dict[str, list[str]]:
    """`attribute[code]=value`, and `attribute[code][]=value` once for each value of a list."""
    answers: dict[str, list[str]] = defaultdict(list)
    for name, given in values.lists():
        if match := _ATTRIBUTE.fullmatch(name):
            answers[match[1]] += [text.replace("\x00", "") for text in given]
    return dict(answers)


def _told(problem: Problem) -> str:
    rules = {
        "unknown": _("attribute[%(code)s] is no question of this service. It has: %(limit)s."),
        "missing": _("attribute[%(code)s] is required."),
        "one_only": _("attribute[%(code)s] takes one value only."),
        "not_listed": _("attribute[%(code)s] must be one of: %(limit)s."),
        "no_number": _("attribute[%(code)s] must be a number."),
        "no_datetime": _("attribute[%(code)s] must be a moment such as 2026-01-31T00:00:00Z."),
        "too_long": _("attribute[%(code)s] may have at most %(limit)s characters."),
    }
    return rules[problem.rule] % {"code": problem.code, "limit": problem.limit or "–"}


def _sentences(error: ValidationError) -> list[str]:
    """Every mistake with the name that the standard gives its field."""
    if not hasattr(error, "error_dict"):
        return list(error.messages)
    told: dict[str, Any] = error.message_dict
    return [f"{FIELDS.get(field, field)}: {text}" for field, texts in told.items() for text in texts]
