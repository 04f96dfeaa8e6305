"""Count what the public statistics say."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from statistics import median
from typing import Any

from django.db.models import Avg, Count, Q
from django.utils import timezone

from madang.systems.complaints.engine.clocks import FULFILS, Rule
from madang.systems.complaints.models import Clock, Figures, Report, Satisfaction, Visibility

NAME = "agencies"
DAYS = 365
MONTHS = 12


def count_figures(today: dt.date | None = None) -> Figures:
    """Count every agency's reports of the last twelve months and keep the result for the page of statistics.

    In time: an answer by the last day in law, of those answered or overdue; who still has time is not counted. Secret reports
    are in no figure, for a small number of them could tell that there is one.
    """
    today = today or timezone.localdate()
    since = today - dt.timedelta(days=DAYS)
    agencies: dict[int, dict[str, Any]] = defaultdict(
        lambda: {
            "received": 0,
            "in_time": 0,
            "late": 0,
            "open": 0,
            "reopened": 0,
            "days": None,
            "content": None,
            "rated": 0,
        }
    )
    seen = Report.objects.exclude(visibility=Visibility.SECRET).filter(reported_at__date__gte=since)
    again, closed = Q(times_reopened__gt=0), Q(closed_at=None)
    for row in (
        seen.order_by()
        .values("organisation")
        .annotate(received=Count("pk"), reopened=Count("pk", filter=again), open=Count("pk", filter=closed))
    ):
        agencies[row.pop("organisation")] |= row
    days: dict[int, list[int]] = defaultdict(list)
    months: Counter[str] = Counter()
    answers = Clock.objects.filter(rule=Rule.ANSWER.value, started_on__gte=since)
    answers = answers.exclude(report__visibility=Visibility.SECRET).order_by()
    fulfilled = {verb.value for verb in FULFILS[Rule.ANSWER]}
    told = answers.values_list("report__organisation_id", "started_on", "due_on", "ended_on", "ended_by")
    for agency, started, due, ended, how in told.iterator(chunk_size=5000):
        if ended is not None and how not in fulfilled:
            continue  # lifted: the report was joined, closed or withdrawn
        if ended is not None:
            agencies[agency]["in_time" if ended <= due else "late"] += 1
            days[agency].append((ended - started).days)
            months[f"{ended:%Y-%m}"] += 1
        elif today > due:
            agencies[agency]["late"] += 1
    for agency, counted in days.items():
        agencies[agency]["days"] = median(counted)
    rated = Satisfaction.objects.exclude(report__visibility=Visibility.SECRET).filter(at__date__gte=since)
    for row in rated.order_by().values("report__organisation").annotate(stars=Avg("stars"), times=Count("pk")):
        agencies[row["report__organisation"]] |= {"content": round(row["stars"], 1), "rated": row["times"]}
    received: Counter[str] = Counter()
    for day, number in seen.order_by().values_list("reported_at__date").annotate(Count("pk")):
        received[f"{day:%Y-%m}"] += number
    values = {
        "since": since.isoformat(),
        "agencies": {str(agency): figures for agency, figures in agencies.items()},
        "months": [[month, received[month], months[month]] for month in _months(today)],
    }
    figures, _ = Figures.objects.update_or_create(name=NAME, defaults={"made_at": timezone.now(), "values": values})
    return figures


def _months(today: dt.date) -> list[str]:
    """The last twelve, this one last."""
    number = today.year * 12 + today.month - 1
    return [f"{each // 12}-{each % 12 + 1:02}" for each in range(number - MONTHS + 1, number + 1)]
