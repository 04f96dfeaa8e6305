"""Confirms over HTTP on PostgreSQL: at least 100 a second sustained on two cores, 95 of 100 within 250 ms, every one audited.

Web server as in production (granian, one process a core) without the worker; the clients are a process of their own. Needs
MADANG_DATABASE_URL of a server on which a database may be made. The limits are those of issue 2, section 7.
"""

from __future__ import annotations

import http.client
import json
import os
import signal
import socket
import statistics
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from _databases import ROOT, database_of_its_own

COUNT = int(os.environ.get("MADANG_BENCH_CONFIRMS", "2000"))
CLIENTS = 12
LEAST_A_SECOND = 100
P95_SECONDS = 0.250
CSRF = "c" * 32
ABSENT = 77


def one_client(port: int, waiting: list[list]) -> list[float]:
    """Confirm these offers one after the other; returns the seconds of each."""
    seconds = []
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    for offer, session in waiting:
        headers = {
            "Cookie": f"sessionid={session}; csrftoken={CSRF}",
            "X-CSRFToken": CSRF,
            "Idempotency-Key": str(offer),
        }
        started = time.perf_counter()
        connection.request("POST", f"/api/offers/{offer}/confirm", headers=headers)
        answer = connection.getresponse()
        body = answer.read()
        seconds.append(time.perf_counter() - started)
        assert answer.status == 200, body[:300]
    return seconds


def clients(port: int) -> None:
    """The load: a process of its own, so that it does not slow the server's interpreter down."""
    waiting = json.load(sys.stdin)
    started = time.perf_counter()
    with ThreadPoolExecutor(CLIENTS) as pool:
        found = list(pool.map(one_client, [port] * CLIENTS, [waiting[n::CLIENTS] for n in range(CLIENTS)]))
    json.dump({"wall": time.perf_counter() - started, "seconds": [s for some in found for s in some]}, sys.stdout)


def cpu_seconds(leader: int) -> float:
    """CPU-seconds of all processes in the server's group so far."""
    ticks = 0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[2]) == leader:
            ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def measure() -> int:
    """Prepare, serve, load and compare."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    sys.path.insert(0, str(ROOT / "tests"))
    from families import offer_to_families

    call_command("migrate", verbosity=0)
    waiting = [[one.offer, one.session] for one in offer_to_families(COUNT)]
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = [
        sys.executable,
        "-m",
        "granian",
        "--interface",
        "wsgi",
        "--no-ws",
        "--workers",
        "2",
        "--log-level",
        "error",
    ]
    server += ["--host", "127.0.0.1", "--port", str(port), "--blocking-threads", "4", "madang.site.wsgi:application"]
    process = subprocess.Popen(server, start_new_session=True)
    try:
        wait_for(port)
        warm, waiting = waiting[:100], waiting[100:]
        run_clients(port, warm)
        before = cpu_seconds(process.pid)
        found = run_clients(port, waiting)
        used = cpu_seconds(process.pid) - before
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    return report(found, used, len(waiting))


def wait_for(port: int) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
            connection.request("GET", "/health/live")
            connection.getresponse().read()
            return
        except OSError:
            time.sleep(0.1)
    raise SystemExit("the web server gave no answer within a minute")


def run_clients(port: int, waiting: list[list]) -> dict:
    command = [sys.executable, __file__, "clients", str(port)]
    done = subprocess.run(command, input=json.dumps(waiting), capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


def report(found: dict, used: float, count: int) -> int:
    from madang.core.archive.models import LogEntry
    from madang.core.services.models import Confirmation

    rate = count / found["wall"]
    p95 = statistics.quantiles(found["seconds"], n=20)[-1]
    unaudited = {f"offer:{pk}" for pk in Confirmation.objects.values_list("offer_id", flat=True)}
    unaudited -= set(LogEntry.objects.filter(kind="offer.confirmed").values_list("reference", flat=True))
    print(f"confirms                {count}, {CLIENTS} clients, {found['wall']:.1f} s")
    print(
        f"a second                {rate:8.1f}   limit {LEAST_A_SECOND}   ratio {rate / LEAST_A_SECOND:.2f} (1 or more holds)"
    )
    print(
        f"p95                     {p95 * 1000:6.0f} ms   limit {P95_SECONDS * 1000:.0f}   ratio {P95_SECONDS / p95:.2f} (1 or more holds)"
    )
    print(f"median                  {statistics.median(found['seconds']) * 1000:6.0f} ms")
    print(
        f"CPU of the web server   {used / count * 1000:6.1f} ms a confirm: {2 * count / used:.0f} a second if two cores were its own"
    )
    print(f"without a log entry     {len(unaudited)}")
    return 0 if rate >= LEAST_A_SECOND and p95 <= P95_SECONDS and not unaudited else 1


def main() -> int:
    """In a database of its own."""
    url = os.environ.get("MADANG_DATABASE_URL")
    if not url:
        print("MADANG_DATABASE_URL is not set: name a PostgreSQL server on which a database may be made")
        return ABSENT
    with database_of_its_own(url) as surroundings:
        return subprocess.run([sys.executable, __file__, "measure"], env=surroundings, check=False).returncode


if __name__ == "__main__":
    if sys.argv[1:2] == ["clients"]:
        clients(int(sys.argv[2]))
    else:
        sys.exit(measure() if sys.argv[1:] == ["measure"] else main())
