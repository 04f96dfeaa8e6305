"""Before sign-in: what Madang is, and the catalogue of services."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from madang.core.people.models import Organisation
from madang.core.people.permissions import is_resident
from madang.core.people.signed_in import signed_in_person
from madang.core.portal.catalogue import (
    figures_of,
    how_decided,
    law_title,
    life_events,
    marks,
    parts_of,
    period_of,
    rules_of,
)
from madang.core.portal.life_events import life_event
from madang.core.portal.offers import offers_to
from madang.core.portal.search import LONGEST_QUERY, search
from madang.core.rules import Benefit
from madang.core.services.packs import active_pack
from madang.core.systems import System, all_systems


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """What Madang is, how it works, life events, and what runs here."""
    waiting = 0
    resident = is_resident(request.user)
    if resident:
        waiting = offers_to(signed_in_person(request)).count()
    return render(
        request,
        "portal/home.html",
        {
            "events": life_events(),
            "systems": [_system(system) for system in all_systems()],
            "benefits": len(active_pack().benefits),
            "country": _(active_pack().title),
            "resident": resident,
            "waiting": waiting,
            "verify_url": verify_url(),
        },
    )


def verify_url() -> str:
    """Where letters are checked; empty where no such page runs."""
    try:
        return reverse("documents:verify")
    except NoReverseMatch:
        return ""


@require_GET
def catalogue(request: HttpRequest) -> HttpResponse:
    """Every service by life event, or those that answer a search."""
    words = " ".join(request.GET.get("q", "").split())[:LONGEST_QUERY]
    event = request.GET.get("event", "")
    benefits, systems = list(active_pack().benefits), all_systems()
    if words:
        found = search(words)
        by_name = {benefit.name: benefit for benefit in benefits}
        benefits = [by_name[one.name] for one in found if one.kind == "benefit"]
        systems_by_name = {system.name: system for system in systems}
        systems = [systems_by_name[one.name] for one in found if one.kind == "system"]
    elif event:
        benefits = [benefit for benefit in benefits if event in benefit.life_events]
        systems = []
    groups: list[dict[str, Any]] = []
    if words:
        groups = [{"event": None, "benefits": [_summary(one) for one in benefits]}] if benefits else []
    else:
        for one in life_events():
            if event and one.code != event:
                continue
            entries = [_summary(benefit) for benefit in benefits if one.code in benefit.life_events]
            groups.append({"event": one, "benefits": entries})
        rest = [_summary(benefit) for benefit in benefits if not benefit.life_events]
        if rest:
            groups.append({"event": None, "benefits": rest})
    return render(
        request,
        "portal/services.html",
        {
            "groups": groups,
            "systems": [_system(system) for system in systems],
            "words": words,
            "event": life_event(event) if event else None,
            "nothing": not any(group["benefits"] for group in groups) and not systems,
        },
    )


def _summary(benefit: Benefit) -> dict[str, Any]:
    return {
        "title": _(benefit.title),
        "summary": _(benefit.summary) if benefit.summary else "",
        "url": reverse("portal:service", args=[benefit.name]),
        "law": law_title(benefit.law.title),
        "mark": marks()[str(benefit.law.mark)],
    }


def _system(system: System) -> dict[str, Any]:
    url = ""
    for place in system.navigation:
        if place.audience == "resident":
            try:
                url = reverse(place.url_name)
                break
            except NoReverseMatch:
                continue
    return {
        "title": str(system.title),
        "summary": str(system.summary),
        "url": url,
        "standard": ", ".join(system.standard),
    }


@require_GET
def service(request: HttpRequest, name: str) -> HttpResponse:
    """One benefit: who gets it, how much, by which article, how it is decided, how to appeal."""
    benefit = active_pack().by_name.get(name)
    if benefit is None:
        raise Http404
    agency = Organisation.objects.filter(code=benefit.agency).first() if benefit.agency else None
    return render(
        request,
        "portal/service.html",
        {
            "benefit": benefit,
            "title": _(benefit.title),
            "summary": _(benefit.summary) if benefit.summary else "",
            "law": law_title(benefit.law.title),
            "law_mark": marks()[str(benefit.law.mark)],
            "rules": rules_of(benefit),
            "parts": parts_of(benefit),
            "figures": figures_of(benefit, timezone.localdate()),
            "decided": how_decided(benefit),
            "period": period_of(benefit),
            "events": [life_event(code) for code in benefit.life_events],
            "marks": marks(),
            "agency": agency.title if agency else benefit.agency,
        },
    )
