"""The planner's page: ask what a change of the law would do; nothing about a person ever reaches it."""

from __future__ import annotations

import csv
import datetime as dt
import io
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from madang.core.people.models import Role
from madang.core.people.permissions import staff_required
from madang.core.people.signed_in import signed_in_user
from madang.core.services.packs import active_pack
from madang.core.services.planning import shown
from madang.core.services.planning.answers import Answer, AnswerState, answer_to, ask, stop
from madang.core.services.planning.forms import ScenarioForm, scenario_of
from madang.core.services.planning.scenario import Scenario

SHOW = "show"


@staff_required(Role.PLANNER)
@require_GET
def planner(request: HttpRequest) -> HttpResponse:
    """The question and, once asked, its answer or how far it is."""
    form = ScenarioForm(request.GET)
    if SHOW not in request.GET or not form.is_valid():
        asked = SHOW in request.GET
        return render(request, "services/planning.html", _asking(form, asked), status=422 if asked else 200)
    scenario = form.scenario()
    query = _without(request.GET, "again").urlencode()
    known = answer_to(scenario)
    if known is not None and (known.state is AnswerState.STOPPED or known.state is AnswerState.FAILED):
        answer = known if "again" not in request.GET else ask(scenario, query, signed_in_user(request).pk)
    else:
        answer = ask(scenario, query, signed_in_user(request).pk)
    return render(
        request, "services/planning.html", _asking(form, True) | _answered(request.GET, scenario, answer, query)
    )


def _asking(form: ScenarioForm, asked: bool) -> dict[str, Any]:
    changed = [name for name in form.figures if form.data.get(name)] + [
        name for name in ("then", "since") if form.data.get(name)
    ]
    return {"form": form, "asked": asked, "open": not asked or bool(form.errors), "changed": len(changed)}


def _answered(query: QueryDict, scenario: Scenario, answer: Answer, address: str) -> dict[str, Any]:
    context: dict[str, Any] = {
        "answer": answer,
        "scenario": scenario,
        "query": address,
        "again": f"{address}&again=1",
        "question": _without(query, "region", "again").items(),
    }
    if answer.state is AnswerState.DONE:
        result = shown.result_of(scenario, answer, query.get("region", ""))
        context |= _result(result)
    return context


def _without(query: QueryDict, *names: str) -> QueryDict:
    rest = query.copy()
    for name in names:
        rest.pop(name, None)
    return rest


def _result(result: shown.Result, *, narrow: bool = False) -> dict[str, Any]:
    total = result.total
    pair = (total.people, total.people_then), (total.cost, total.cost_then)
    categories, series = shown.age_columns(result)
    return {
        "result": result,
        "currency": active_pack().currency.code,
        "registers_at": dt.datetime.fromisoformat(result.answer.registers_at),
        "period_words": shown.period_words(result.scenario),
        "year_cost": shown.year_cost(result),
        "changes": shown.change_words(result.scenario),
        "stats": {
            "people": shown.figure(total.people),
            "cost": shown.figure(total.cost, shown.money),
            "people_then": shown.figure(total.people_then),
            "cost_then": shown.figure(total.cost_then, shown.money),
            "people_change": shown.difference(*pair[0]),
            "cost_change": shown.difference(*pair[1], shown.money),
        },
        "turns": [
            (_("Newly entitled"), shown.figure(total.gain)),
            (_("No longer entitled"), shown.figure(total.lose)),
            (_("Would get more"), shown.figure(total.more)),
            (_("Would get less"), shown.figure(total.less)),
        ],
        "place_table": shown.table(result, result.places, _("Region"), narrow=narrow),
        "age_table": shown.table(result, result.ages, _("Age"), narrow=narrow),
        "place_bars": shown.place_bars(result),
        "age_categories": categories,
        "age_series": series,
        "hidden": shown.has_hidden(result),
    }


@staff_required(Role.PLANNER)
@require_GET
def progress(request: HttpRequest) -> HttpResponse:
    """How far the answer is, for the page to show without loading itself anew; once it is there the page loads it."""
    scenario = scenario_of(request.GET)
    answer = answer_to(scenario) if scenario is not None else None
    if answer is None or not answer.is_live:
        return HttpResponse(headers={"HX-Refresh": "true"})
    return render(
        request, "services/planning_progress.html", {"answer": answer, "query": request.GET.urlencode(), "polled": True}
    )


@staff_required(Role.PLANNER)
@require_POST
def cancel(request: HttpRequest) -> HttpResponseBase:
    """Stop counting. The question stays in the form."""
    query = QueryDict(request.POST.get("query", ""))
    scenario = scenario_of(query)
    if scenario is not None:
        stop(scenario)
    return redirect(f"{reverse('planner:home')}?{query.urlencode()}")


@staff_required(Role.PLANNER)
@require_GET
def export(request: HttpRequest) -> HttpResponseBase:
    """The tables as CSV: whole numbers, money in the smallest unit, empty where too few people stand behind a figure."""
    result = _done(request)
    if result is None:
        return redirect(f"{reverse('planner:home')}?{request.GET.urlencode()}")
    file = io.StringIO()
    writer = csv.writer(file)
    currency = active_pack().currency.code
    smallest, cost_now, cost_then = _("smallest unit"), _("cost now"), _("cost then")
    unit = f"({currency}, {smallest})"
    heads = [_("table"), _("group"), _("people now"), _("people then"), f"{cost_now} {unit}", f"{cost_then} {unit}"]
    writer.writerow(heads)
    for row in shown.plain_rows(result):
        writer.writerow(["" if cell is None else cell for cell in row])
    response = HttpResponse("\ufeff" + file.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{result.scenario.benefit.name}.csv"'
    return response


@staff_required(Role.PLANNER)
@require_GET
def paper(request: HttpRequest) -> HttpResponseBase:
    """The answer on paper: question, figures, tables, sources."""
    result = _done(request)
    if result is None:
        return redirect(f"{reverse('planner:home')}?{request.GET.urlencode()}")
    return render(request, "services/planning_print.html", _result(result, narrow=True) | {"scenario": result.scenario})


def _done(request: HttpRequest) -> shown.Result | None:
    scenario = scenario_of(request.GET)
    answer = answer_to(scenario) if scenario is not None else None
    if scenario is None or answer is None or answer.state is not AnswerState.DONE:
        return None
    return shown.result_of(scenario, answer, request.GET.get("region", ""))
