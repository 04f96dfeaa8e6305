"""The public pages of complaints over 200,000 stored reports: p95 under 200 ms for list, map, marks and figures.

Every page is asked in many ways (filters, older pages, parts of the map at every zoom) through the whole site, middleware
included, while reports go on changing. Data lies in MADANG_DATABASE_URL's server (in a database made for it and dropped again),
else in SQLite. Each figure stands beside the limit; `cold` is the first map of a process, which reads every point once.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import random
import shutil
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

from _peers import ROOT, verdict, work_folder

LIMIT, COLD = 200, 10_000  # milliseconds
DATABASE = "madang_bench_complaints"
AGENCIES, CATEGORIES, DAYS = 25, 20, 730
BATCH = 5000
WEST, SOUTH, EAST, NORTH = 128.75, 35.0, 129.3, 35.4


def installation(again: bool) -> None:
    """An empty data directory and an empty database, and Django set up on them; with `again` those of the last time."""
    folder = work_folder("complaints")
    if not again:
        shutil.rmtree(folder)
        folder.mkdir()
    os.environ |= {"MADANG_VAR": str(folder), "DJANGO_SETTINGS_MODULE": "madang.site.settings", "MADANG_DEMO": "1"}
    sys.path.insert(0, str(ROOT / "src"))
    if url := os.environ.get("MADANG_DATABASE_URL"):
        import psycopg

        with psycopg.connect(url, autocommit=True) as server:
            if not again:
                server.execute(f"DROP DATABASE IF EXISTS {DATABASE} WITH (FORCE)")
                server.execute(f"CREATE DATABASE {DATABASE}")
        os.environ["MADANG_DATABASE_URL"] = urlsplit(url)._replace(path=f"/{DATABASE}").geturl()
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)


def town(number: int, draw: random.Random) -> None:
    """`number` reports of two years in a city, their cases and the clocks of their answers."""
    from django.db import connection
    from django.utils import timezone

    from madang.core.cases.models import Case
    from madang.core.people.models import Organisation
    from madang.systems.complaints.models import Area, Category, Clock, Report

    now = timezone.now()
    agencies = [Organisation.objects.create(code=f"agency-{n}", titles={"en": f"Agency {n}"}) for n in range(AGENCIES)]
    categories = [
        Category.objects.create(
            code=f"c{n}", names={"en": f"Category {n}"}, group=f"g{n % 5}", organisation=agencies[n]
        )
        for n in range(CATEGORIES)
    ]
    for n, agency in enumerate(agencies):
        x, y = WEST + n % 5 * 0.11, SOUTH + n // 5 * 0.08
        ring = [[x, y], [x + 0.11, y], [x + 0.11, y + 0.08], [x, y + 0.08], [x, y]]
        Area.objects.create(organisation=agency, name=f"Area {n}", geometry={"type": "Polygon", "coordinates": [ring]})
    for start in range(0, number, BATCH):
        size = min(BATCH, number - start)
        ages = [draw.random() * DAYS for _ in range(size)]
        cases = Case.objects.bulk_create(
            Case(kind="complaint", service="complaint", title="Report", organisation=draw.choice(agencies))
            for _ in range(size)
        )
        rows = []
        for case, age in zip(cases, ages, strict=True):
            done = age > 20 and draw.random() < 0.95
            at = now - dt.timedelta(days=age)
            rows.append(
                Report(
                    case=case,
                    words="The lamp before the school has been dark for a week. " * draw.randint(1, 6),
                    language="en",
                    category=draw.choice(categories),
                    lat=min(max(draw.gauss(35.17, 0.06), SOUTH), NORTH),
                    lon=min(max(draw.gauss(129.05, 0.08), WEST), EAST),
                    state="closed" if done else draw.choice(["forwarded", "in_progress", "answered"]),
                    organisation=case.organisation,
                    reported_at=at,
                    updated_at=min(now, at + dt.timedelta(days=10)),
                    closed_at=at if done else None,
                    visibility="secret" if draw.random() < 0.05 else "anonymous",
                    published=draw.random() < 0.98,
                )
            )
        Report.objects.bulk_create(rows)
        Clock.objects.bulk_create(
            Clock(
                report=row,
                rule="answer",
                round=0,
                started_on=row.reported_at.date(),
                due_on=row.reported_at.date() + dt.timedelta(days=20),
                basis="benchmark",
                ended_on=row.reported_at.date() + dt.timedelta(days=draw.randint(1, 25))
                if row.state == "closed"
                else None,
                ended_by="answered" if row.state == "closed" else "",
            )
            for row in rows
        )
        print(f"\r{start + size:,} of {number:,} reports", end="", flush=True)
    print()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def addresses(draw: random.Random) -> dict[str, Callable[[], str]]:
    """For each page a way to ask it, another one every time."""
    from madang.systems.complaints.models import Report

    some = list(Report.objects.public().order_by("pk").values_list("reported_at", "pk", "tracking")[:2000])
    filters = [
        "",
        "state=all",
        "state=closed",
        "category=c3",
        "agency=agency-4",
        "state=all&category=c7&agency=agency-2",
    ]

    def listed() -> str:
        at, pk, _tracking = draw.choice(some)
        after = f"&after={at.isoformat().replace('+', '%2B')}_{pk}" if draw.random() < 0.5 else ""
        return f"/complaints/reports/?{draw.choice(filters)}{after}"

    def marks() -> str:
        zoom = draw.randint(8, 18)
        wide = 1280 * 360 / (256 * 2**zoom)
        x, y = draw.gauss(129.05, 0.05), draw.gauss(35.17, 0.04)
        box = f"{x - wide / 2:.5f},{y - wide / 4:.5f},{x + wide / 2:.5f},{y + wide / 4:.5f}"
        return f"/complaints/map/marks.json?{draw.choice(filters)}&box={box}&zoom={zoom}"

    v2 = "/complaints/open311/v2/requests"
    return {
        "list": listed,
        "map": lambda: f"/complaints/map/?{draw.choice(filters)}",
        "marks of a part of the map": marks,
        "figures": lambda: "/complaints/statistics/",
        "one report": lambda: f"/complaints/reports/{draw.choice(some)[2]}/",
        "Open311 list, 100 a page": lambda: f"{v2}.json?page_size=100&service_code=c{draw.randrange(CATEGORIES)}",
        "Open311 by ID": lambda: f"{v2}/{draw.choice(some)[2]}.xml",
    }


def ask(client: Any, address: str) -> tuple[float, float]:
    """Milliseconds of one answer, and those of them that its thread had a processor."""
    started, working = time.perf_counter(), time.thread_time()
    response = client.get(address)
    spent = (time.perf_counter() - started) * 1000, (time.thread_time() - working) * 1000
    if response.status_code != 200:
        raise SystemExit(f"{address} answers {response.status_code}")
    return spent


def changes(draw: random.Random) -> Iterator[None]:
    """One report changes with every step, as they do all day."""
    from django.utils import timezone

    from madang.systems.complaints.models import Report

    known = list(Report.objects.public().order_by("pk").values_list("pk", flat=True)[:1000])
    while True:
        Report.objects.filter(pk=draw.choice(known)).update(
            updated_at=timezone.now(), state=draw.choice(["answered", "closed"])
        )
        yield


def main() -> int:
    """Measure; 0 when every page holds."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reports", type=int, default=200_000)
    parser.add_argument("--times", type=int, default=120, help="how often each page is asked")
    parser.add_argument("--again", action="store_true", help="with the reports of the last time")
    options = parser.parse_args()
    draw = random.Random(311)
    installation(options.again)
    from django.db import connection
    from django.test import Client

    from madang.systems.complaints.actions.count_figures import count_figures

    if not options.again:
        town(options.reports, draw)
    started = time.perf_counter()
    count_figures()
    print(f"figures of all agencies counted by the worker in {time.perf_counter() - started:.1f} s")
    load = os.getloadavg()[0]
    print(f"{options.reports:,} reports on {connection.vendor}, load {load:.1f}; milliseconds")
    client, changing, good = Client(), changes(draw), True
    pages = addresses(draw)
    good &= verdict("cold: first map of a process", first := ask(client, pages["map"]())[0], f"< {COLD}", first < COLD)
    for name, address in pages.items():
        for _ in range(3):
            ask(client, address())
        times = []
        for _ in range(options.times):
            next(changing)
            times.append(ask(client, address()))
        wall, cpu = (
            [statistics.median(part), statistics.quantiles(part, n=20)[-1]] for part in zip(*times, strict=True)
        )
        told = f"{name}: p95 (median {wall[0]:.0f}; CPU {cpu[0]:.0f}, p95 {cpu[1]:.0f})"
        good &= verdict(told, wall[1], f"< {LIMIT}", wall[1] < LIMIT)
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
