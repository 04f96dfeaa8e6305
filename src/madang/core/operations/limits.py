"""How often something may be done from one address. Kept in the database, so that every process counts the same.

    SENDING = Limit("complaints.send", times=20, seconds=60)

    take(SENDING, address_of(request))      # raises TooManyError with the seconds to wait

    @limited(SENDING)                       # the same for a page: answers 429 with Retry-After
    def send(request): ...

The generic cell rate algorithm: all `times` may come at once, then one for each `seconds / times`. Who is admitted is decided
by one UPDATE with a condition, so two processes never both admit the last one. A refusal writes nothing: a flood of thousands
costs one read each. Nobody's address is stored: the key is a keyed hash, and it goes once the sender has been quiet.
"""

from __future__ import annotations

import ipaddress
import math
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F, Value
from django.db.models.functions import Greatest
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.crypto import salted_hmac

from madang.core.operations.due import when_due
from madang.core.operations.models import Allowance

NETWORK_OF_ONE = 64  # bits of an IPv6 address that name one customer (RFC 6177); the rest they choose themselves
FORGET_EVERY = 60  # seconds


@dataclass(frozen=True)
class Limit:
    """At most `times` at once and, after that, `times` in every `seconds`. `name` keeps it apart from other limits."""

    name: str
    times: int
    seconds: float

    @property
    def period(self) -> int:
        """In milliseconds."""
        return round(self.seconds * 1000)

    @property
    def step(self) -> int:
        """Milliseconds that one use takes away."""
        return max(1, self.period // self.times)


class TooManyError(Exception):
    """The limit is used up. `retry_after` is in whole seconds, at least 1."""

    def __init__(self, retry_after: int) -> None:
        super().__init__(f"too many in a short time; try again in {retry_after} s")
        self.retry_after = retry_after


def take(limit: Limit, who: str) -> None:
    """Use the limit once in the name of `who`: an address, or the name of a key.

    Raises:
        TooManyError: it is used up; nothing was written.
    """
    key = salted_hmac("madang.core.operations.limits", f"{limit.name}\0{who}", algorithm="sha256").hexdigest()
    now = time.time_ns() // 1_000_000
    latest = now + limit.period - limit.step
    known = Allowance.objects.filter(key=key).values_list("used_until", flat=True).first()
    if known is None:
        try:
            with transaction.atomic():
                Allowance.objects.create(key=key, used_until=now + limit.step)
        except IntegrityError:  # the first two came at the same moment
            known = now
        else:
            return
    if known <= latest:
        used = Greatest(F("used_until"), Value(now)) + limit.step
        if Allowance.objects.filter(key=key, used_until__lte=latest).update(used_until=used):
            return
        known = latest + limit.step
    raise TooManyError(max(1, math.ceil((known - latest) / 1000)))


def address_of(request: HttpRequest) -> str:
    """Where the request comes from: the address, or of IPv6 the network of one customer.

    `X-Forwarded-For` counts only as far as our own proxies wrote it (`TRUSTED_PROXIES`); what stands further left anybody
    can invent.
    """
    address = request.META.get("REMOTE_ADDR", "")
    proxies = settings.TRUSTED_PROXIES
    if proxies:
        passed = [each.strip() for each in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if each.strip()]
        if len(passed) >= proxies:
            address = passed[-proxies]
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return "unknown"
    if isinstance(parsed, ipaddress.IPv6Address):
        if parsed.ipv4_mapped:
            return str(parsed.ipv4_mapped)
        return str(ipaddress.ip_network((parsed, NETWORK_OF_ONE), strict=False))
    return str(parsed)


View = Callable[..., HttpResponseBase]


def limited(limit: Limit, methods: tuple[str, ...] = ("POST",)) -> Callable[[View], View]:
    """A page that an address may send to only so often; beyond that it answers 429, says when to try again and does nothing."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if request.method in methods:
                try:
                    take(limit, address_of(request))
                except TooManyError as error:
                    return too_many(request, error)
            return view(request, *args, **kwargs)

        return guarded

    return decorate


def too_many(request: HttpRequest, error: TooManyError) -> HttpResponse:
    """The page that says when to try again: 429 with Retry-After (RFC 6585 section 4)."""
    response = render(request, "429.html", {"retry_after": error.retry_after}, status=429)
    response["Retry-After"] = str(error.retry_after)
    return response


@when_due("limits", every_seconds=FORGET_EVERY)
def forget() -> None:
    """Delete what no longer limits anybody."""
    Allowance.objects.filter(used_until__lt=time.time_ns() // 1_000_000).delete()
