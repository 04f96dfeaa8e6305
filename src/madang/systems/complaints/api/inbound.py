"""Reports from gateways: e-mail as it came (message/rfc822), text messages as JSON. Both signed with the shared secret.

    POST /complaints/inbound/email   body: the message, RFC 5322
    POST /complaints/inbound/sms     body: {"id": "gateway's number of the message", "text": "words"}
    X-Madang-Signature: t=1764000000,v1=<HMAC-SHA256 of "t.body">

Without MADANG_INBOUND_SECRET they do not exist. A message that comes again is answered as the first time.
"""

from __future__ import annotations

import json
import time

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from madang.core.operations.limits import Limit, TooManyError, address_of, take
from madang.systems.complaints.actions.receive_mail import receive_mail
from madang.systems.complaints.actions.receive_text import receive_text
from madang.systems.complaints.actions.send_report import Sent
from madang.systems.complaints.engine.mail import MOST_BYTES, MailError
from madang.systems.complaints.engine.signatures import signature_holds

UNSIGNED = Limit("complaints.inbound.unsigned", times=20, seconds=60)
LONGEST_ID = 200


@csrf_exempt  # the signature says who sends
@require_POST
def email(request: HttpRequest) -> JsonResponse:
    """One message. 200 with the tracking ID; 422 for what can be no report (a gateway must not send it again)."""
    body, refused = _signed(request)
    if refused is not None:
        return refused
    try:
        return _sent(receive_mail(body))
    except MailError as error:
        return _problem(error.kind, str(error), 422)
    except ValidationError as error:
        return _problem("invalid", " ".join(error.messages), 422)


@csrf_exempt
@require_POST
def sms(request: HttpRequest) -> JsonResponse:
    """One text message. 200 with the tracking ID and the words for the sender."""
    body, refused = _signed(request)
    if refused is not None:
        return refused
    try:
        given = json.loads(body)
        number, words = given["id"], given["text"]
    except (ValueError, KeyError, TypeError, RecursionError):
        return _problem("body", _("Send JSON with id and text."), 422)
    if not (isinstance(number, str) and 0 < len(number) <= LONGEST_ID and isinstance(words, str)):
        return _problem("body", _("id and text must be texts, id of 1 to 200 characters."), 422)
    try:
        sent = receive_text(number, words)
    except ValidationError as error:
        return _problem("invalid", " ".join(error.messages), 422)
    return _sent(sent)


def _sent(sent: Sent) -> JsonResponse:
    reply = _("We have your report %(number)s. Follow it: %(address)s") % {
        "number": sent.report.number,
        "address": f"{settings.PUBLIC_URL}/complaints/reports/{sent.report.tracking}/",
    }
    return JsonResponse({"tracking": sent.report.tracking, "new": sent.new, "reply": reply})


def _problem(code: str, detail: str, status: int) -> JsonResponse:
    return JsonResponse({"code": code, "detail": detail}, status=status)


def _signed(request: HttpRequest) -> tuple[bytes, JsonResponse | None]:
    """The body, and a refusal unless its signature holds."""
    secret = settings.INBOUND_SECRET
    if not secret:
        raise Http404
    if int(request.META.get("CONTENT_LENGTH") or 0) > MOST_BYTES:
        return b"", _problem("too_large", _("Send at most %(n)d MB.") % {"n": MOST_BYTES >> 20}, 413)
    body = request.read()  # not `request.body`, which refuses what is longer than a form may be
    if signature_holds(request.headers.get("X-Madang-Signature", ""), body, secret, time.time()):
        return body, None
    try:
        take(UNSIGNED, address_of(request))
    except TooManyError as error:
        response = _problem("too-many", _("Too many requests in a short time."), 429)
        response["Retry-After"] = str(error.retry_after)
        return b"", response
    return b"", _problem(
        "signature",
        _("The signature does not hold: check the secret, the clock and that the body is sent as signed."),
        403,
    )
