"""Secret reports and their mailbox: pages that do not look at who asks.

They use no session, no token bound to a browser and no cookie but the language; they say so to caches and to the next site.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.base import SessionBase
from django.core import signing
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from madang.core.operations.limits import limited
from madang.systems.complaints.actions.hold_report import hold_report
from madang.systems.complaints.actions.open_mailbox import open_mailbox
from madang.systems.complaints.actions.send_report import NewReport
from madang.systems.complaints.actions.write_message import write_message
from madang.systems.complaints.engine.tracking import shown_tracking
from madang.systems.complaints.forms import MailboxForm, RatingForm, SecretReportForm, WordsForm
from madang.systems.complaints.models import HeldReport, Mailbox, State, Visibility
from madang.systems.complaints.pages.report import SENDING
from madang.systems.complaints.pages.shown import told_clocks, told_moves, tone

OPENED = "complaints.mailbox"  # salt of what keeps a mailbox open between two pages
OPEN_FOR = 1800  # seconds
View = Callable[..., HttpResponseBase]


def nameless(view: View) -> View:
    """The page gets no cookie but the language, no session and no user, so that it cannot use or keep them."""

    @csrf_exempt
    @wraps(view)
    def guarded(request: HttpRequest, *arguments: Any, **more: Any) -> HttpResponseBase:
        language = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
        request.COOKIES = {settings.LANGUAGE_COOKIE_NAME: language} if language else {}
        request.user = AnonymousUser()
        request.session = SessionBase()
        response = view(request, *arguments, **more)
        response.headers["Cache-Control"] = "no-store"
        response.headers["Referrer-Policy"] = "no-referrer"
        return response

    return guarded


@nameless
@require_http_methods(["GET", "HEAD", "POST"])
@limited(SENDING)
def secret(request: HttpRequest) -> HttpResponse:
    """The form, and once sent the only key to the mailbox."""
    given = request.POST if request.method == "POST" else None
    form = SecretReportForm(given, request.FILES if given else None)
    if given is not None and form.is_valid():
        try:
            held = hold_report(NewReport(visibility=Visibility.SECRET, **form.cleaned_data))
        except ValidationError as error:
            form.add_error(None, error)
        else:
            number = shown_tracking(held.tracking)
            return render(request, "complaints/secret_sent.html", {"number": number, "passphrase": held.passphrase})
    return render(request, "complaints/secret.html", {"form": form}, status=422 if form.errors else 200)


@nameless
@require_http_methods(["GET", "HEAD", "POST"])
@limited(SENDING)
def mailbox(request: HttpRequest) -> HttpResponse:
    """Open the mailbox, and write into it. Each page is an answer to a form; none has an address of its own."""
    if request.method != "POST":
        return render(request, "complaints/mailbox_key.html", {"form": MailboxForm()})
    if "opened" in request.POST:
        return _inside(request)
    form = MailboxForm(request.POST)
    if form.is_valid():
        found = open_mailbox(form.cleaned_data["tracking"], form.cleaned_data["passphrase"])
        if isinstance(found, Mailbox):
            return _show(request, found)
        if isinstance(found, HeldReport):
            number = shown_tracking(found.tracking)
            return render(request, "complaints/mailbox_held.html", {"number": number, "words": found.content["words"]})
        form.add_error(None, _("Number and passphrase do not belong together. Check both, sign by sign."))
    return render(request, "complaints/mailbox_key.html", {"form": form}, status=422)


def _inside(request: HttpRequest) -> HttpResponse:
    try:
        pk = signing.loads(request.POST["opened"], salt=OPENED, max_age=OPEN_FOR)
        found = Mailbox.objects.select_related("report__organisation", "report__category").get(pk=pk)
    except (signing.BadSignature, Mailbox.DoesNotExist):
        late = _("The mailbox was closed after half an hour. Open it again.")
        return render(request, "complaints/mailbox_key.html", {"form": MailboxForm(), "late": late}, status=422)
    form, rating = WordsForm(request.POST, label=_("Your message"), required=False), RatingForm(request.POST)
    form.is_valid()
    stars = rating.cleaned_data["stars"] if rating.is_valid() else None
    try:
        reopens = request.POST.get("reopens") == "yes"
        write_message(found, form.cleaned_data.get("words", ""), by=None, reopens=reopens, stars=stars)
    except ValidationError as error:
        form.add_error("words", error.messages[0])
        return _show(request, found, form=form, status=422)
    return _show(request, found, sent=True)


def _show(request: HttpRequest, found: Mailbox, *, status: int = 200, **more: Any) -> HttpResponse:
    report = found.report
    context = {
        "report": report,
        "tone": tone(report),
        "opened": signing.dumps(found.pk, salt=OPENED),
        "letters": found.messages.all(),
        "moves": list(told_moves(report, everything=True)),
        "clocks": told_clocks(report, timezone.localdate()),
        "answered": report.state in {State.ANSWERED, State.CLOSED},
        "form": WordsForm(label=_("Your message"), required=False),
        "rating_form": RatingForm(),
    }
    return render(request, "complaints/mailbox.html", {**context, **more}, status=status)
