"""Answers in XML and JSON, and errors in the shape of the standard.

XML is the required format; JSON is its mapping by the Spark convention: the names of elements become keys, repeated elements
become lists without a wrapper of their own.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from lxml import etree

TYPES = {"xml": "text/xml", "json": "application/json"}
# What XML 1.0 (section 2.2) cannot hold, escaped or not.
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

#: What one element of a list is called in XML.
ELEMENTS = {
    "services": "service",
    "attributes": "attribute",
    "values": "value",
    "service_requests": "request",
    "endpoints": "endpoint",
    "formats": "format",
    "errors": "error",
}


class Open311Error(Exception):
    """What is wrong, in one sentence or several, each with the HTTP status that the standard gives it."""

    def __init__(self, status: int, *descriptions: str, retry_after: int | None = None) -> None:
        super().__init__(*descriptions)
        self.status = status
        self.descriptions = descriptions
        self.retry_after = retry_after


def answer(name: str, content: Any, format: str, *, status: int = 200, charset: bool = True) -> HttpResponse:
    """`content` under the root element `name`. JSON leaves the root out."""
    if format == "json":
        body = json.dumps(content, ensure_ascii=False).encode()
    else:
        body = etree.tostring(element(name, content), xml_declaration=True, encoding="UTF-8")
    kind = TYPES[format]
    response = HttpResponse(body, status=status, content_type=f"{kind}; charset=utf-8" if charset else kind)
    response["Access-Control-Allow-Origin"] = "*"  # public, and read without anybody's session
    return response


def element(name: str, content: Any) -> etree._Element:
    """XML of plain data: mappings become child elements, lists repeat the element of `ELEMENTS`, None is empty."""
    made = etree.Element(name)
    if isinstance(content, Mapping):
        for key, value in content.items():
            made.append(element(key, value))
    elif isinstance(content, Sequence) and not isinstance(content, str):
        for one in content:
            made.append(element(ELEMENTS[name], one))
    elif isinstance(content, bool):
        made.text = "true" if content else "false"
    elif content is not None:
        made.text = _NOT_XML.sub("\ufffd", str(content))
    return made


def refusal(error: Open311Error, format: str) -> HttpResponse:
    """The error in the shape of the standard; a 429 says when to try again (RFC 6585 section 4)."""
    content = [{"code": error.status, "description": text} for text in error.descriptions]
    response = answer("errors", content, format, status=error.status)
    if error.retry_after is not None:
        response["Retry-After"] = str(error.retry_after)
    return response


def w3(moment: dt.datetime | None) -> str | None:
    """A moment as the standard writes it, in the country's own time: 2010-04-14T06:37:38+09:00."""
    return timezone.localtime(moment).isoformat(timespec="seconds") if moment else None


def w3_end_of(day: dt.date | None) -> str | None:
    """The last moment of a day, for what is expected on that day."""
    return w3(timezone.make_aware(dt.datetime.combine(day, dt.time(23, 59, 59)))) if day else None
