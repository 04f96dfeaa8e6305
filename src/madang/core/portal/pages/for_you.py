"""For you: what the government proposes, why, and the person's answer."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from madang.core.cases.models import CaseState, Decision
from madang.core.documents.models import Letter
from madang.core.people.permissions import may_act_for, resident_required
from madang.core.people.signed_in import signed_in_person, signed_in_user
from madang.core.portal.forms import DeclineForm
from madang.core.portal.held import facts_read_by
from madang.core.portal.offers import card, cards, declined_by, offers_to
from madang.core.portal.pay_days import next_pay_day
from madang.core.services.actions.answer_offer import confirm, decline, reconsider
from madang.core.services.errors import OfferError
from madang.core.services.models import Confirmation, Offer, OfferState

MOST_SHOWN = 50
DECLINED_SHOWN = 5


@resident_required
@require_GET
def for_you(request: HttpRequest) -> HttpResponse:
    """Everything that is offered to the person who is signed in, and what they declined and may take up again."""
    person = signed_in_person(request)
    return render(
        request,
        "portal/for_you.html",
        {
            "cards": cards(offers_to(person)[:MOST_SHOWN]),
            "declined": cards(declined_by(person)[:DECLINED_SHOWN]),
            "key": uuid.uuid4().hex,
            "changed": request.GET.get("changed", "") == "1",
        },
    )


@resident_required
@require_POST
def confirm_offer(request: HttpRequest, offer_id: int) -> HttpResponseBase:
    """Confirm with one tap; the same tap again leads to the same case."""
    key = request.POST.get("key", "")[:48]
    try:
        confirm(offer_id, by=signed_in_person(request), idempotency_key=f"{offer_id}-{key}" if key else "")
    except OfferError as error:
        return _refused(request, error)
    return redirect("portal:confirmed", offer_id=offer_id)


@resident_required
@require_GET
def confirmed(request: HttpRequest, offer_id: int) -> HttpResponse:
    """What happens next: the case, who decides, the day of payment, the letter."""
    person = signed_in_person(request)
    confirmation = (
        Confirmation.objects.select_related("offer__subject", "case__organisation")
        .filter(offer_id=offer_id, offer__payee=person)
        .first()
    )
    if confirmation is None or confirmation.case is None:
        raise Http404
    shown = card(confirmation.offer)
    case = confirmation.case
    decided = case.state == CaseState.DECIDED
    decision = Decision.objects.filter(case=case, final=True).order_by("-id").first() if decided else None
    letter = Letter.objects.filter(person=person, case_reference=f"case:{case.pk}").first()
    pay_day = next_pay_day(shown.benefit, timezone.localdate()) if shown.benefit else None
    return render(
        request,
        "portal/confirmed.html",
        {
            "card": shown,
            "case": case,
            "decision": decision,
            "letter": letter,
            "pay_day": pay_day,
            "steps": _steps(decided, letter is not None),
        },
    )


def _steps(decided: bool, written: bool) -> list[tuple[str, str, str]]:
    """Confirmed, decided, letter, paid: where the case is."""
    return [
        ("done", _("You confirmed"), ""),
        (
            "done" if decided else "current",
            _("Decision"),
            _("The law sets it, so it was made at once.") if decided else _("A person at the office looks at it."),
        ),
        (
            "done" if written else ("current" if decided else "next"),
            _("Signed letter"),
            "" if written else _("You get it under “Letters” within minutes of the decision."),
        ),
        ("current" if written else "next", _("Payment"), ""),
    ]


@resident_required
@require_http_methods(["GET", "HEAD", "POST"])
def decline_offer(request: HttpRequest, offer_id: int) -> HttpResponseBase:
    """Decline, or object to what would count as applied for. A reason may be given."""
    person = signed_in_person(request)
    offer = get_object_or_404(Offer.objects.select_related("subject"), pk=offer_id, payee=person)
    form = DeclineForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            decline(offer.pk, by=person, reason=form.cleaned_data["reason"])
        except OfferError as error:
            return _refused(request, error)
        messages.success(request, _("Declined. If you change your mind, press “Take it after all” below."))
        return redirect("portal:for-you")
    if offer.state not in {OfferState.OPEN, OfferState.WAITING}:
        messages.info(request, _("This offer has already been answered. You find it under your cases."))
        return redirect("portal:for-you")
    return render(
        request, "portal/decline.html", {"card": card(offer), "form": form}, status=422 if form.errors else 200
    )


@resident_required
@require_POST
def reconsider_offer(request: HttpRequest, offer_id: int) -> HttpResponseBase:
    """Undo a decline."""
    try:
        reconsider(offer_id, by=signed_in_person(request))
    except OfferError as error:
        return _refused(request, error)
    messages.success(request, _("The offer is open again. You can confirm it now."))
    return redirect("portal:for-you")


@resident_required
@require_GET
def facts_behind(request: HttpRequest, offer_id: int) -> HttpResponse:
    """The facts an offer rests on, each with a way to say that it is wrong."""
    person = signed_in_person(request)
    offer = get_object_or_404(Offer.objects.select_related("subject"), pk=offer_id, payee=person)
    shown = card(offer)
    user = signed_in_user(request)
    registers = []
    if shown.benefit is not None and may_act_for(user, offer.subject_id):
        registers = facts_read_by(shown.benefit, offer.subject, user)
    return render(request, "portal/facts_behind.html", {"card": shown, "registers": registers, "about": offer.subject})


def _refused(request: HttpRequest, error: OfferError) -> HttpResponseBase:
    """Say why and lead on: to the case of what was confirmed already, to the new offer when the facts changed."""
    if error.code == "not-yours":
        raise Http404
    if error.code == "closed" and error.offer is not None:
        known = Confirmation.objects.filter(offer=error.offer).values_list("case_id", flat=True).first()
        if known is not None:
            messages.info(request, _("You have already confirmed this. Here is your case."))
            return redirect("portal:case", case_id=known)
    messages.warning(request, str(error))
    if error.code == "changed" and error.offer is None:
        messages.info(request, _("By the facts known now the law does not grant this any more."))
    return redirect("portal:for-you")
