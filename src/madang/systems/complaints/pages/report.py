"""Reporting, following and answering back: for everybody, without signing in."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.core import signing
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from madang.core.cases.errors import CaseError
from madang.core.operations.limits import Limit, limited
from madang.core.people.models import Person
from madang.core.people.permissions import is_resident
from madang.core.people.signed_in import signed_in_person
from madang.look import maps
from madang.systems.complaints.actions.join_reports import join_reports
from madang.systems.complaints.actions.rate_answer import rate_answer
from madang.systems.complaints.actions.reopen_report import reopen_report
from madang.systems.complaints.actions.send_report import NewReport, send_report
from madang.systems.complaints.actions.support_report import support_report
from madang.systems.complaints.engine.tracking import clean_tracking
from madang.systems.complaints.forms import ContactForm, FindForm, RatingForm, ReportForm, WordsForm
from madang.systems.complaints.hears import STOP
from madang.systems.complaints.models import Area, Report, State, Supporter, Visibility
from madang.systems.complaints.pages.alike import alike
from madang.systems.complaints.pages.shown import told_clocks, told_moves, tone

SENDING = Limit("complaints.send", times=20, seconds=60)
RECEIPT = "complaints.receipt"  # salt of the address that only the reporter has


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """Where to report, follow and read."""
    form = FindForm(request.GET if "number" in request.GET else None)
    if form.is_bound and form.is_valid():
        tracking = clean_tracking(form.cleaned_data["number"])
        if tracking and Report.objects.exclude(visibility=Visibility.SECRET).filter(tracking=tracking).exists():
            return redirect("complaints:report", tracking=tracking)
        form.add_error(
            "number",
            _("No report has this number. Check it sign by sign. Secret reports are read in their mailbox."),
        )
    person = _person(request)
    mine = Report.objects.filter(supporters__person=person).order_by("-reported_at")[:20] if person else []
    context = {"form": form, "mine": [(report, tone(report)) for report in mine]}
    return render(request, "complaints/home.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@limited(SENDING)
def send(request: HttpRequest) -> HttpResponse:
    """The form. Nothing but the words must be filled in; what was entered stays when something is wrong."""
    person = _person(request)
    given = request.POST if request.method == "POST" else None
    form = ReportForm(given, request.FILES if given else None, signed_in=person is not None)
    if given is not None and form.is_valid():
        data = form.cleaned_data
        new = NewReport(
            words=data["words"],
            visibility=data.get("visibility", Visibility.ANONYMOUS),
            key=_key(request),
            category=data["category"],
            lat=data["lat"],
            lon=data["lon"],
            address=data["address"],
            photos=data["photos"],
            person=person,
            contact=data["contact"],
        )
        try:
            sent = send_report(new)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Your report has arrived."))
            return redirect(reverse("complaints:mine", args=[receipt_of(sent.report)]) + "?sent=yes")
    context = {"form": form, "key": given.get("key", "") if given else uuid.uuid4(), "map": _ground()}
    return render(request, "complaints/send.html", context, status=422 if form.errors else 200)


def _ground() -> maps.PlaceMap | None:
    """The map to choose a place on; none where no area is known."""
    ground = list(Area.objects.values_list("geometry", flat=True))
    return (
        maps.place_map(_("Where is it?"), [], areas=ground, areas_url=reverse("complaints:areas")) if ground else None
    )


@require_GET
def report(request: HttpRequest, tracking: str) -> HttpResponse:
    """One report as everybody sees it; the person who sent it with their name sees it as sent."""
    return _show(request, _public(tracking))


@never_cache
@require_GET
def mine(request: HttpRequest, receipt: str) -> HttpResponse:
    """One report as its reporter sees it, by the address that only the reporter has."""
    return _show(request, _by_receipt(receipt), receipt=receipt)


@require_POST
@limited(SENDING)
def support(request: HttpRequest, tracking: str) -> HttpResponseBase:
    """Say "me too"."""
    found = _public(tracking)
    person = _person(request)
    form = ContactForm(request.POST)
    if person is None and not form.is_valid():
        return _show(request, found, status=422, support_form=form)
    support_report(found.pk, person=person, contact="" if person else form.cleaned_data["contact"])
    messages.success(request, _("Counted. Every answer reaches you too."))
    return redirect("complaints:report", tracking=found.tracking)


@require_POST
@limited(SENDING)
def open_again(request: HttpRequest, tracking: str) -> HttpResponseBase:
    """Anyone affected says that it is not settled."""
    return _again(request, _public(tracking), reverse("complaints:report", args=[tracking]))


@require_POST
@limited(SENDING)
def reply(request: HttpRequest, receipt: str) -> HttpResponseBase:
    """The reporter says that it is not settled."""
    return _again(request, _by_receipt(receipt), reverse("complaints:mine", args=[receipt]), receipt=receipt)


@require_POST
@limited(SENDING)
def rate(request: HttpRequest, receipt: str) -> HttpResponseBase:
    """The reporter says how content they are."""
    return _rate(request, _by_receipt(receipt), None, reverse("complaints:mine", args=[receipt]), receipt=receipt)


@require_POST
@limited(SENDING)
def rate_mine(request: HttpRequest, tracking: str) -> HttpResponseBase:
    """A signed-in person who reported or said "me too" says how content they are."""
    found = _public(tracking)
    supporter = _supporter(request, found)
    if supporter is None:
        raise Http404
    return _rate(request, found, supporter, reverse("complaints:report", args=[tracking]))


@require_POST
@limited(SENDING)
def join(request: HttpRequest, receipt: str) -> HttpResponseBase:
    """The reporter says that another report is about the same."""
    found = _by_receipt(receipt)
    other = Report.objects.public().filter(tracking=clean_tracking(request.POST.get("into", "")) or "").first()
    if other is None:
        raise Http404
    try:
        join_reports(found.pk, into=other.pk, by=None)
        messages.success(request, _("Joined. Every answer reaches you too."))
    except CaseError as error:
        messages.error(request, str(error))
    return redirect("complaints:mine", receipt=receipt)


@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, ticket: str) -> HttpResponse:
    """End the mails to an address; a page asks first, so that a mail program that opens links ends nothing."""
    try:
        pk = signing.loads(ticket, salt=STOP)
    except signing.BadSignature:
        raise Http404 from None
    done = request.method == "POST"
    if done:
        Supporter.objects.filter(pk=pk, person=None).delete()
    return render(request, "complaints/stop.html", {"done": done})


def receipt_of(found: Report) -> str:
    """What proves that somebody is the reporter: signed, and stored nowhere."""
    return signing.dumps(found.pk, salt=RECEIPT)


def _by_receipt(receipt: str) -> Report:
    try:
        pk = signing.loads(receipt, salt=RECEIPT)
    except signing.BadSignature:
        raise Http404 from None
    found = _reports().filter(pk=pk).exclude(visibility=Visibility.SECRET).first()
    if found is None:
        raise Http404
    return found


def _public(tracking: str) -> Report:
    """A report by its number. A secret one does not exist here."""
    found = _reports().filter(tracking=clean_tracking(tracking) or "").exclude(visibility=Visibility.SECRET).first()
    if found is None:
        raise Http404
    return found


def _reports() -> Any:
    return Report.objects.select_related("organisation", "category", "joined_to", "case")


def _person(request: HttpRequest) -> Person | None:
    return signed_in_person(request) if is_resident(request.user) else None


def _supporter(request: HttpRequest, found: Report) -> Supporter | None:
    person = _person(request)
    return found.supporters.filter(person=person).first() if person is not None else None


def _again(request: HttpRequest, found: Report, back: str, receipt: str = "") -> HttpResponseBase:
    form = WordsForm(request.POST, label=_("What is still wrong?"))
    if form.is_valid():
        try:
            reopen_report(found.pk, words=form.cleaned_data["words"])
        except CaseError as error:
            form.add_error("words", str(error))
        else:
            messages.success(request, _("Back in work. The clocks in law run anew."))
            return redirect(back)
    return _show(request, found, receipt=receipt, status=422, again_form=form)


def _rate(
    request: HttpRequest, found: Report, supporter: Supporter | None, back: str, receipt: str = ""
) -> HttpResponseBase:
    form = RatingForm(request.POST)
    if form.is_valid():
        try:
            rate_answer(found.pk, stars=form.cleaned_data["stars"], supporter=supporter)
        except ValidationError as error:
            form.add_error(None, error.message_dict["stars"])
        else:
            messages.success(request, _("Thank you. It counts in the agency's statistics."))
            return redirect(back)
    return _show(request, found, receipt=receipt, status=422, rating_form=form)


def _show(request: HttpRequest, found: Report, *, receipt: str = "", status: int = 200, **forms: Any) -> HttpResponse:
    supporter = _supporter(request, found)
    reporter = bool(receipt) or (supporter is not None and supporter.reporter)
    goes_on = found.joined_to or found
    answered = goes_on.state in {State.ANSWERED, State.CLOSED}
    context = {
        "report": found,
        "goes_on": goes_on,
        "tone": tone(goes_on),
        "receipt": receipt,
        "reporter": reporter,
        "words": found.words if reporter else found.shown_words if found.published else "",
        "shown": reporter or found.published,
        "photos": found.photos.all() if reporter or found.published else [],
        "moves": list(told_moves(goes_on, everything=reporter and goes_on is found)),
        "clocks": told_clocks(goes_on, timezone.localdate()),
        "alike": alike(found) if receipt and found.live and not found.supporters_count else [],
        "waits": supporter is not None,
        "may_rate": answered and goes_on is found and (bool(receipt) or supporter is not None),
        "may_reopen": answered and goes_on is found,
        "support_form": ContactForm(),
        "again_form": WordsForm(label=_("What is still wrong?")),
        "rating_form": RatingForm(),
        "signed_in": _person(request) is not None,
    }
    return render(request, "complaints/report.html", {**context, **forms}, status=status)


def _key(request: HttpRequest) -> uuid.UUID:
    """The key that the form was given, so that sending it twice is one report; a new one for whoever left it out."""
    try:
        return uuid.UUID(request.POST.get("key", ""))
    except ValueError:
        return uuid.uuid4()
