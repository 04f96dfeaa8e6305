"""One report on the officer's desk, and as the Ombudsman sees it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms as django_forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from madang.core import formats
from madang.core.cases.errors import CaseError
from madang.core.cases.opened import log_case_opened
from madang.core.people.models import Role, User
from madang.core.people.permissions import organisations_of, staff_required
from madang.core.people.signed_in import signed_in_user
from madang.systems.complaints.actions.accept_report import accept_report
from madang.systems.complaints.actions.answer_report import answer_report
from madang.systems.complaints.actions.close_report import close_report
from madang.systems.complaints.actions.forward_report import forward_report
from madang.systems.complaints.actions.join_reports import join_reports
from madang.systems.complaints.actions.publish_report import publish_report
from madang.systems.complaints.actions.recategorise_report import recategorise_report
from madang.systems.complaints.actions.remind_agency import remind_agency
from madang.systems.complaints.actions.write_message import write_message
from madang.systems.complaints.engine.tracking import clean_tracking
from madang.systems.complaints.forms import CategoryForm, ForwardForm, JoinForm, PublishForm, WordsForm
from madang.systems.complaints.models import AnswerTemplate, Mailbox, Report
from madang.systems.complaints.models.report import IN_WORK, STAFF
from madang.systems.complaints.pages.alike import alike
from madang.systems.complaints.pages.shown import told_clocks, told_moves, tone
from madang.systems.complaints.services import oversees

Acting = Callable[[Report, dict[str, Any], User], object]
EVERYBODY = (*STAFF, Role.AUDITOR)


@staff_required(*EVERYBODY)
@require_GET
def desk_report(request: HttpRequest, tracking: str) -> HttpResponse:
    """One report: words, place, clocks, history, what can be done."""
    found = _visible(request, tracking)
    log_case_opened(found.case, signed_in_user(request))
    return _show(request, found)


@staff_required(*EVERYBODY)
@require_POST
def act(request: HttpRequest, tracking: str, verb: str) -> HttpResponseBase:
    """Do something with a report; what was written stays in the form when refused."""
    found = _visible(request, tracking)
    user = signed_in_user(request)
    forms = _forms(found, request.POST)
    if verb not in forms:
        raise Http404
    form, (does, said) = forms[verb], _VERBS[verb]
    if form.is_valid():
        try:
            does(found, form.cleaned_data, user)
        except CaseError as error:
            form.add_error(error.code if error.code in form.fields else None, str(error))
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            messages.success(request, str(said))
            still = Report.objects.of_staff(user).filter(pk=found.pk).exists() or oversees(user)
            return redirect("complaints:desk-report", tracking) if still else redirect("complaints:board")
    return _show(request, found, status=422, bound={verb: form})


@staff_required(*EVERYBODY)
@require_GET
def ombudsman(request: HttpRequest) -> HttpResponse:
    """Everything that reached the Ombudsman, the longest late first."""
    if not oversees(signed_in_user(request)):
        raise Http404
    reports = Report.objects.escalated().select_related("organisation", "category")
    waiting = list(reports.filter(state__in=IN_WORK).order_by("due_on", "pk")[:200])
    settled = list(reports.exclude(state__in=IN_WORK).order_by("-updated_at")[:50])
    context = {
        "waiting": [(report, tone(report)) for report in waiting],
        "settled": [(report, tone(report)) for report in settled],
    }
    return render(request, "complaints/desk/ombudsman.html", context)


def _visible(request: HttpRequest, tracking: str) -> Report:
    user = signed_in_user(request)
    reports = Report.objects.select_related("organisation", "category", "case__applicant", "case__assignee__person")
    mine = Q(pk__in=Report.objects.of_staff(user).values("pk"))
    if oversees(user):
        mine |= Q(pk__in=Report.objects.escalated().values("pk"))
    found = reports.filter(mine, tracking=clean_tracking(tracking) or "").first()
    if found is None:
        raise Http404
    return found


def _forms(report: Report, given: Any = None, filled: str = "") -> dict[str, django_forms.Form]:
    said = {"words": filled} if filled else None
    make: dict[str, Callable[..., django_forms.Form]] = {
        "answer": lambda data, **more: WordsForm(data, label=_("Answer in plain words"), initial=said, **more),
        "accept": lambda data, **more: WordsForm(data, label=_("What you will do"), **more),
        "close": lambda data, **more: WordsForm(
            data, label=_("Answer, if it was not given yet"), required=False, **more
        ),
        "forward": lambda data, **more: ForwardForm(data, without=report.organisation_id, **more),
        "category": lambda data, **more: CategoryForm(data, initial={"category": report.category}, **more),
        "join": JoinForm,
        "publish": lambda data, **more: PublishForm(
            data, initial={"public_words": report.shown_words, "shown": "yes" if report.published else "no"}, **more
        ),
        "message": lambda data, **more: WordsForm(data, label=_("Message to the reporter"), **more),
        "remind": lambda data, **more: WordsForm(data, label=_("What you ask the agency"), **more),
    }
    return {name: form(given, auto_id=f"{name}_%s") for name, form in make.items()}


def _show(
    request: HttpRequest, found: Report, *, status: int = 200, bound: dict[str, django_forms.Form] | None = None
) -> HttpResponse:
    user = signed_in_user(request)
    chosen = request.GET.get("template", "")
    templates = AnswerTemplate.objects.filter(Q(group="") | Q(group=found.category.group if found.category else ""))
    template = templates.filter(pk=int(chosen)).first() if chosen.isdecimal() else None
    filled = template.filled({"tracking": found.number, "day": formats.day(timezone.localdate())}) if template else ""
    forms = {**_forms(found, filled=filled), **(bound or {})}
    mailbox = Mailbox.objects.filter(report=found).first()
    languages = dict(settings.LANGUAGES)
    context = {
        "report": found,
        "tone": tone(found),
        "here": found.organisation_id in organisations_of(user, *STAFF),
        "in_work": found.state in IN_WORK,
        "oversees": oversees(user) and bool(found.escalated_to),
        "moves": list(told_moves(found, everything=True)),
        "clocks": told_clocks(found, timezone.localdate()),
        "alike": alike(found, public=False),
        "joined": found.joined.all(),
        "photos": found.photos.all(),
        "ratings": found.satisfaction.all(),
        "letters": mailbox.messages.filter(Q(from_reporter=False) | Q(delivered=True)) if mailbox else None,
        "templates": [
            (one, languages.get(one.language, one.language))
            for one in sorted(templates, key=lambda one: (one.language != found.language, one.language, one.title))
        ],
        "filled": filled,
        **{f"{name}_form": form for name, form in forms.items()},
    }
    return render(request, "complaints/desk/report.html", context, status=status)


def _join(report: Report, data: dict[str, Any], user: User) -> None:
    tracking = clean_tracking(data["into"]) or ""
    into = Report.objects.of_staff(user).filter(tracking=tracking).values_list("pk", flat=True).first()
    if into is None:
        raise CaseError("into", _("No report of yours has this number. Check it sign by sign."))
    join_reports(report.pk, into=into, by=user)


def _publish(report: Report, data: dict[str, Any], user: User) -> None:
    shown = data["shown"] == "yes"
    publish_report(report.pk, by=user, shown=shown, public_words=data["public_words"], reason=data["reason"])


def _message(report: Report, data: dict[str, Any], user: User) -> None:
    mailbox = Mailbox.objects.filter(report=report).first()
    if mailbox is None or report.organisation_id not in organisations_of(user, *STAFF):
        raise Http404
    write_message(mailbox, data["words"], by=user)


_VERBS: dict[str, tuple[Acting, Any]] = {
    "answer": (
        lambda report, data, user: answer_report(report.pk, by=user, words=data["words"]),
        gettext_lazy("Answered. Everyone who waits has been told."),
    ),
    "accept": (
        lambda report, data, user: accept_report(report.pk, by=user, words=data["words"]),
        gettext_lazy("Stated. Everyone who waits has been told."),
    ),
    "close": (
        lambda report, data, user: close_report(report.pk, by=user, words=data["words"]),
        gettext_lazy("Closed. Everyone who waits was asked whether they are content."),
    ),
    "forward": (
        lambda report, data, user: forward_report(report.pk, to=data["to"], by=user, words=data["words"]),
        gettext_lazy("Passed on. The clocks in law keep running."),
    ),
    "category": (
        lambda report, data, user: recategorise_report(report.pk, category=data["category"], by=user),
        gettext_lazy("Category set."),
    ),
    "join": (_join, gettext_lazy("Joined. Its reporters get every answer.")),
    "publish": (_publish, gettext_lazy("Kept, with the reason.")),
    "message": (_message, gettext_lazy("Written into the mailbox.")),
    "remind": (
        lambda report, data, user: remind_agency(report.pk, by=user, words=data["words"]),
        gettext_lazy("Asked. Everybody can read it."),
    ),
}
