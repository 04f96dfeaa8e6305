"""What would I get? Anybody can ask without signing in; nothing is stored."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from madang.core import formats
from madang.core.cases.reasons import told
from madang.core.portal.held import area_label
from madang.core.portal.household_form import RELATIONS, Household
from madang.core.services.explain_household import (
    PERIODS,
    Entitlement,
    explain_household,
    facts_of_household,
    missing_title,
)
from madang.core.services.packs import active_pack


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def what_would_i_get(request: HttpRequest) -> HttpResponse:
    """The form; its buttons add and remove people, or answer. Everything travels in the form itself."""
    if request.method != "POST":
        return _asked(request, Household(None))
    household = Household(request.POST)
    do = request.POST.get("do", "answer")
    if do == "add":
        household.add()
        return _asked(request, household, focus=household.persons[-1].number)
    if do.startswith("remove-") and do[7:].isdecimal():
        household.remove(int(do[7:]))
        return _asked(request, household)
    if do == "change" or not household.is_valid():
        errors = household.errors if do == "answer" else []
        return _asked(request, household, errors=errors, status=422 if errors else 200)
    return _answered(request, household)


def _asked(
    request: HttpRequest,
    household: Household,
    *,
    errors: list[tuple[str, str]] | None = None,
    focus: int = 0,
    status: int = 200,
) -> HttpResponse:
    return render(
        request,
        "portal/household.html",
        {"household": household, "errors": errors or [], "focus": focus, "show_errors": bool(errors)},
        status=status,
    )


def _answered(request: HttpRequest, household: Household) -> HttpResponse:
    facts, on = facts_of_household(household.to_json())
    assert on is not None
    found = explain_household(facts, on)
    names = _names(household)
    answers = [_answer(one, names) for one in found]
    entitled = [one for one in answers if one["verdict"]]
    return render(
        request,
        "portal/household_answer.html",
        {
            "household": household,
            "on": on,
            "area": area_label(household.common.cleaned_data["area"]),
            "people": [(names[place], one) for place, one in household._placed()],
            "entitled": entitled,
            "unknown": [one for one in answers if one["verdict"] is None],
            "refused": [one for one in answers if one["verdict"] is False],
            "totals": _totals(found),
            "currency": active_pack().currency.code,
            "pairs": [
                (name, value) for name, values in request.POST.lists() for value in values if name not in SKIPPED
            ],
        },
    )


SKIPPED = {"csrfmiddlewaretoken", "do"}


def _names(household: Household) -> dict[int, str]:
    """What the answer calls each person: me, my child born on …"""
    titles = dict(RELATIONS)
    names = {}
    for place, one in household._placed():
        title = _("me") if place == 1 else str(titles[one["relation"]])
        names[place] = _("%(who)s, born %(day)s") % {"who": title, "day": formats.day(one["born"], "short")}
    return names


def _answer(one: Entitlement, names: dict[int, str]) -> dict[str, Any]:
    pack = active_pack()
    explanation = one.explanation.to_json()
    reasons = told(explanation["conditions"], pack.currency.code)
    if one.verdict is False:
        reasons = [reason for reason in reasons if reason.met == "no"] or reasons
    return {
        "verdict": one.verdict,
        "title": _(one.benefit.title),
        "url": reverse("portal:service", args=[one.benefit.name]),
        "person": names.get(one.subject_id, ""),
        "amount": one.amount,
        "period": str(PERIODS[one.benefit.period]),
        "from": dt.date.fromisoformat(explanation["period"]["start"]),
        "since": one.from_month,
        "arrears": one.arrears,
        "answer_by": one.answer_by,
        "reasons": reasons,
        "parts": told(explanation["parts"], pack.currency.code) if one.verdict else [],
        "missing": sorted(
            {
                _missing(pack.schema, item["entity"], item["fact"], item["id"], names)
                for item in explanation["missing"]
                if item["entity"] != "parameter"
            }
        ),
    }


def _missing(schema: Any, entity: str, fact: str, row: int | None, names: dict[int, str]) -> str:
    title = missing_title(schema, entity, fact)
    return f"{title} ({names[row]})" if entity == "person" and row in names else title


def _totals(found: list[Entitlement]) -> list[tuple[str, int]]:
    """Sums of what is certain: a month, a year, once."""
    sums: dict[str, int] = {}
    for one in found:
        if one.verdict:
            label = str(PERIODS[one.benefit.period])
            sums[label] = sums.get(label, 0) + one.amount
    return [(label, amount) for label, amount in sums.items() if amount]
