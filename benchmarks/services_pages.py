"""Every page as it is served, from a town of 100,000 residents: p95 under 150 ms, at most 12 queries a page.

The web server is started as `./run` starts it and asked over HTTP by several clients at once, each signed in as somebody
else. Data lies in MADANG_DATABASE_URL's server (in a database made for it and dropped again), else in SQLite.
"""

from __future__ import annotations

import argparse
import contextlib
import datetime as dt
import http.client
import os
import random
import shutil
import socket
import statistics
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from _peers import ROOT, work_folder

P95, QUERIES = 150, 12
READERS = 24  # residents who look at their pages, cases that an officer opens
DATABASE = "madang_bench_pages"


@dataclass
class Answer:
    """One page once: wall and CPU milliseconds, queries."""

    wall: float
    cpu: float
    queries: int


@contextlib.contextmanager
def installation() -> Iterator[str]:
    """An empty data directory and an empty database, and Django set up on them; gives the database's name."""
    folder = work_folder("pages")
    shutil.rmtree(folder)
    folder.mkdir()
    os.environ |= {"MADANG_VAR": str(folder), "DJANGO_SETTINGS_MODULE": "madang.site.settings", "MADANG_DEMO": "1"}
    os.environ["PYTHONPATH"] = os.pathsep.join([str(ROOT / "src"), str(ROOT / "benchmarks")])
    sys.path[:0] = [str(ROOT / "src"), str(ROOT / "tests")]
    url = os.environ.get("MADANG_DATABASE_URL")
    if url:
        import psycopg

        with psycopg.connect(url, autocommit=True) as server:
            server.execute(f"DROP DATABASE IF EXISTS {DATABASE} WITH (FORCE)")
            server.execute(f"CREATE DATABASE {DATABASE}")
        os.environ["MADANG_DATABASE_URL"] = urlsplit(url)._replace(path=f"/{DATABASE}").geturl()
    try:
        import django
        from django.core.management import call_command

        from madang.site.catalogues import compile_stale

        django.setup()
        compile_stale(ROOT / "src")
        call_command("migrate", verbosity=0)
        call_command("collectstatic", verbosity=0, interactive=False)
        from django.db import connection, connections

        yield connection.display_name
    finally:
        if url:
            connections.close_all()
            with psycopg.connect(url, autocommit=True) as server:
                server.execute(f"DROP DATABASE IF EXISTS {DATABASE} WITH (FORCE)")
        shutil.rmtree(folder, ignore_errors=True)


Visits = list[tuple[str, str, str]]  # session, page, address


def residents_visits() -> Visits:
    """What residents with an offer, a case and a letter look at."""
    from django.db.models import Count
    from families import sessions_of

    from madang.core.cases.letters import send_letter
    from madang.core.people.models import Person
    from madang.core.services.actions.answer_offer import confirm
    from madang.core.services.models import Offer, OfferState

    several = Offer.objects.filter(state=OfferState.OPEN, payee__user=None).values("payee").annotate(n=Count("pk"))
    chosen = list(Person.objects.filter(pk__in=several.filter(n__gte=2).values("payee")).order_by("pk")[:READERS])
    sessions = sessions_of(chosen, "reader")
    visits: Visits = []
    for person in chosen:
        taken, left = Offer.objects.filter(payee=person, state=OfferState.OPEN).order_by("pk")[:2]
        case = confirm(taken.pk, by=person).case
        send_letter(case.decisions.get().pk)
        code = person.letters.get().code
        pages = {
            "/": "/",
            "/services/": "/services/",
            "/services/…/": f"/services/{left.benefit}/",
            "/for-you/": "/for-you/",
            "/for-you/…/facts/": f"/for-you/{left.pk}/facts/",
            "/for-you/…/confirmed/": f"/for-you/{taken.pk}/confirmed/",
            "/cases/": "/cases/",
            "/cases/…/": f"/cases/{case.pk}/",
            "/letters/": "/letters/",
            "/letters/…/": f"/letters/{code}/",
            "/letters/…/pdf/": f"/letters/{code}/pdf/",
            "/verify/…/": f"/verify/{code}/",
            "/messages/": "/messages/",
            "/my-data/": "/my-data/",
            "/my-data/reads/": "/my-data/reads/",
            "/my-data/dispute/…/": "/my-data/dispute/residence/residence.area/",
            "/what-would-i-get/": "/what-would-i-get/",
        }
        visits += [(sessions[person.pk], page, address) for page, address in pages.items()]
    return visits


def desks_visits() -> Visits:
    """What staff look at: the municipality with most cases, the civil registry, the ministry, the machine room."""
    from django.db.models import Count
    from families import sessions_of

    from madang.core.cases.models import Case
    from madang.core.people.models import Assignment, Organisation, Person, Role

    busiest = Case.objects.values("organisation").annotate(n=Count("pk")).order_by("-n")[0]["organisation"]
    waiting = Case.objects.filter(organisation=busiest).exclude(exception="").values_list("pk", flat=True)[:READERS]
    name = Case.objects.get(pk=waiting[0]).applicant.family_name
    work = {"/desk/": ["/desk/"], "/desk/?q=…": [f"/desk/?q={name}"], "/desk/?state=all": ["/desk/?state=all"]}
    work |= {"/desk/cases/…/": [f"/desk/cases/{pk}/" for pk in waiting], "/staff/payments/": ["/staff/payments/"]}
    posts = [
        (Role.OFFICER, Organisation.objects.get(pk=busiest), work),
        (Role.REGISTRAR, Organisation.objects.get(code="civil-registry"), {"/staff/registers/": ["/staff/registers/"]}),
        (Role.PLANNER, Organisation.objects.get(code="mohw"), {"/planner/": ["/planner/"]}),
        (Role.OPERATOR, Organisation.objects.get(code="state"), {"/operations/": ["/operations/"]}),
    ]
    staff = list(Person.objects.filter(user=None).order_by("-pk")[: len(posts)])
    sessions = sessions_of(staff, "desk")
    visits: Visits = []
    for person, (role, organisation, pages) in zip(staff, posts, strict=True):
        Assignment.objects.create(user=person.user, organisation=organisation, role=role, since=dt.date(2020, 1, 1))
        for page, addresses in pages.items():
            visits += [(sessions[person.pk], page, addresses[number % len(addresses)]) for number in range(READERS)]
    return visits


@contextlib.contextmanager
def served() -> Iterator[int]:
    """The web server as `./run` starts it; gives its port."""
    from madang.site import start

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = subprocess.Popen(start.granian("_counted_site:application", f"http://127.0.0.1:{port}", threads=8))
    try:
        deadline = time.monotonic() + 60
        while not start.answers(port):
            assert server.poll() is None and time.monotonic() < deadline, "the web server did not start"
            time.sleep(0.1)
        yield port
    finally:
        server.terminate()
        server.wait()


def visit(connection: http.client.HTTPConnection, session: str, address: str) -> Answer:
    """One page, read to its end on a connection that is kept."""
    started = time.perf_counter()
    connection.request("GET", quote(address, safe="/?=&"), headers={"Cookie": f"sessionid={session}; language=ko"})
    answer = connection.getresponse()
    answer.read()
    wall = (time.perf_counter() - started) * 1000
    assert answer.status == 200, f"{address} answers {answer.status}"
    return Answer(wall, float(answer.headers["X-CPU-Milliseconds"]), int(answer.headers["X-Queries"]))


def walk(port: int, visits: Visits) -> list[tuple[str, Answer]]:
    """One client goes through these visits."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        return [(page, visit(connection, session, address)) for session, page, address in visits]
    finally:
        connection.close()


def main() -> int:
    """Settle the town, walk its pages, print each beside the limits; 0 when every one holds."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--residents", type=int, default=100_000)
    parser.add_argument("--clients", type=int, default=2, help="how many ask at once")
    parser.add_argument("--rounds", type=int, default=4, help=f"each page is asked {READERS} times a round")
    options = parser.parse_args()
    with installation() as database:
        from _nation import settle

        settle(options.residents, lambda text: print(f"  {text} ...", flush=True))
        visits = residents_visits() + desks_visits()
        with served() as port:
            walk(port, list({page: (session, page, address) for session, page, address in visits}.values()))  # warm
            measured = defaultdict(list)
            for number in range(options.rounds):
                random.Random(number).shuffle(visits)
                with ThreadPoolExecutor(options.clients) as clients:
                    walks = [visits[start :: options.clients] for start in range(options.clients)]
                    for done in clients.map(lambda some: walk(port, some), walks):
                        for page, answer in done:
                            measured[page].append(answer)
    print(f"\n{options.residents:,} residents on {database}, {options.clients} clients at once, load of the machine "
          f"{os.getloadavg()[0]:.1f}; limits: p95 {P95} ms, {QUERIES} queries")  # fmt: skip
    print(f"{'':<7}{'page':<26}{'times':>6}{'p50 ms':>9}{'p95 ms':>9}{'CPU ms':>9}{'queries':>9}")
    held = [report(page, answers) for page, answers in measured.items()]
    everything = [answer for answers in measured.values() for answer in answers]
    return 0 if report("all pages", everything) and all(held) else 1


def report(page: str, answers: list[Answer]) -> bool:
    """Print one page's figures; whether it keeps to the limits."""
    walls = sorted(answer.wall for answer in answers)
    p50, p95 = statistics.median(walls), walls[int(len(walls) * 0.95)]
    cpu, queries = statistics.median(answer.cpu for answer in answers), max(answer.queries for answer in answers)
    holds = p95 < P95 and queries <= QUERIES
    print(f"{'holds' if holds else 'FAILS':<7}{page:<26}{len(walls):>6}{p50:>9.1f}{p95:>9.1f}{cpu:>9.1f}{queries:>9}")
    return holds


if __name__ == "__main__":
    sys.exit(main())
