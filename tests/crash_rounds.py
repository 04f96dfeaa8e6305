"""Run by test_crash: kills web server and worker under confirms again and again and checks what is left behind.

Prints one line of JSON a round, and a last one after everything was confirmed. Needs MADANG_VAR pointing to an empty
directory and an empty database.
"""

from __future__ import annotations

import http.client
import json
import os
import random
import signal
import socket
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.core.management import call_command

sys.path.insert(0, str(Path(__file__).resolve().parent))

STORM = 200  # confirms under way when the processes are killed
CLIENTS = 8
CSRF = "c" * 32


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Installation:
    """Web server and worker as `./run` starts them, without the demo's national ID."""

    def __init__(self, port: int) -> None:
        from madang.site import start

        self.port = port
        web, *_identity, worker = start.commands(port)
        self.children = [subprocess.Popen(command, start_new_session=True) for command in (web, worker)]
        deadline = time.monotonic() + 60
        while not self._answers():
            assert time.monotonic() < deadline, "the web server gave no answer within a minute"
            assert all(child.poll() is None for child in self.children), "a process ended by itself"
            time.sleep(0.05)

    def _answers(self) -> bool:
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=1):
                return True
        except OSError:
            return False

    def kill(self) -> None:
        for child in self.children:
            os.killpg(child.pid, signal.SIGKILL)
        for child in self.children:
            child.wait()


@dataclass
class Answers:
    """What the clients were told: offer to the case of its acknowledged confirm."""

    cases: dict[int, str] = field(default_factory=dict)
    refused: list[str] = field(default_factory=list)


def confirm(port: int, waiting: Any, key: str) -> tuple[int, str]:
    """Status and body of one confirm over HTTP; raises OSError or HTTPException when the connection breaks."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        cookies = f"sessionid={waiting.session}; csrftoken={CSRF}"
        headers = {"Cookie": cookies, "X-CSRFToken": CSRF, "Idempotency-Key": key}
        connection.request("POST", f"/api/offers/{waiting.offer}/confirm", headers=headers)
        answer = connection.getresponse()
        return answer.status, answer.read().decode()
    finally:
        connection.close()


def storm(port: int, wanted: list[Any], answers: Answers, key: str, kill_after: int = 0, kill: Any = None) -> int:
    """Confirm all of `wanted` from several threads; `kill` is called when `kill_after` were acknowledged. Returns how many were."""
    stopped = threading.Event()

    def one(waiting: Any) -> tuple[int, int, str] | None:
        if stopped.is_set():
            return None
        try:
            return (waiting.offer, *confirm(port, waiting, f"{key}-{waiting.offer}"))
        except (OSError, http.client.HTTPException):
            return None  # not acknowledged

    acknowledged = 0
    with ThreadPoolExecutor(CLIENTS) as clients:
        for done in as_completed([clients.submit(one, waiting) for waiting in wanted]):
            told = done.result()
            if told is None:
                continue
            offer, status, body = told
            if status != 200:
                answers.refused.append(f"{status} {body[:300]}")
                continue
            acknowledged += 1
            case = json.loads(body)["case"]
            if answers.cases.setdefault(offer, case) != case:
                answers.refused.append(f"offer {offer} is case {answers.cases[offer]} and case {case}")
            if kill is not None and acknowledged == kill_after:
                kill()
                stopped.set()
    return acknowledged


def check(answers: Answers) -> dict[str, Any]:
    """What the database holds, beside what the clients were told. Everything listed is a violation."""
    from django.db import connection

    from madang.core.archive.models import LogEntry
    from madang.core.cases.models import Case, CaseState, Decision
    from madang.core.documents.models import Letter
    from madang.core.events.models import Event
    from madang.core.services.models import Award, Confirmation, Offer, OfferState

    wrong: list[str] = []
    confirmed = {c.offer_id: c for c in Confirmation.objects.select_related("case", "offer")}
    for offer, case in answers.cases.items():
        if offer not in confirmed:
            wrong.append(f"offer {offer} was acknowledged and is not confirmed")
        elif confirmed[offer].case is None or confirmed[offer].case.number != case:
            wrong.append(f"offer {offer} was acknowledged as {case}")
    closed = set(Offer.objects.filter(state=OfferState.CONFIRMED).values_list("pk", flat=True))
    if closed != set(confirmed):
        wrong.append(f"offers without confirmation or the reverse: {sorted(closed ^ set(confirmed))[:5]}")
    # Whatever is confirmed has each of its records exactly once: nothing is half there, nothing twice.
    cases = sorted(c.case_id for c in confirmed.values())
    decisions = list(Decision.objects.values_list("pk", "case_id", "final"))
    records = {
        "cases": sorted(Case.objects.filter(state=CaseState.DECIDED).values_list("pk", flat=True)),
        "decisions": sorted(case for _pk, case, final in decisions if final),
        "awards": sorted(Award.objects.values_list("case_id", flat=True)),
    }
    wrong += [f"{name} do not match the confirmations" for name, found in records.items() if found != cases]
    if Case.objects.count() != len(cases):
        wrong.append("there are cases without confirmation")
    logged = sorted(LogEntry.objects.filter(kind="offer.confirmed").values_list("reference", flat=True))
    if logged != sorted(f"offer:{offer}" for offer in confirmed):
        wrong.append("the log's confirmations do not match")
    logged = sorted(LogEntry.objects.filter(kind="decision").values_list("reference", flat=True))
    if logged != sorted(f"decision:{pk}" for pk, _case, _final in decisions):
        wrong.append("the log's decisions do not match")
    told = [p["decision"] for p in Event.objects.filter(name="decision.made").values_list("payload", flat=True)]
    if sorted(told) != sorted(pk for pk, _case, _final in decisions):
        wrong.append("the events do not match the decisions")
    letters = list(Letter.objects.values_list("case_reference", flat=True))
    if len(letters) != len(set(letters)):
        wrong.append("a decision has two letters")
    connection.close()
    return {"wrong": wrong + answers.refused, "confirmed": len(confirmed), "acknowledged": len(answers.cases)}


def say(**words: Any) -> None:
    sys.stdout.write(json.dumps(words) + "\n")
    sys.stdout.flush()


def main(rounds: int, seed: int) -> None:
    import django

    django.setup()
    from families import offer_to_families

    call_command("migrate", verbosity=0)
    chance = random.Random(seed)
    answers = Answers()
    open_offers = offer_to_families(STORM * 2)
    for number in range(rounds):
        open_offers = [waiting for waiting in open_offers if waiting.offer not in answers.cases]
        if len(open_offers) < STORM:
            open_offers += offer_to_families(STORM * 2, name=f"round-{number}")
        installation = Installation(free_port())
        # What was not acknowledged is repeated with the same key: confirmed or not, it must become exactly one confirm.
        storm(
            installation.port,
            open_offers[:STORM],
            answers,
            "k",
            kill_after=chance.randrange(1, 80),
            kill=installation.kill,
        )
        say(round=number, **check(answers))
    installation = Installation(free_port())
    try:
        storm(installation.port, open_offers, answers, "k")
        # Everything again with other keys: each gives the case it gave before.
        repeated = storm(installation.port, open_offers, answers, "again")
        say(
            round="end",
            repeated=repeated,
            left=len({w.offer for w in open_offers} - set(answers.cases)),
            **check(answers),
        )
    finally:
        installation.kill()


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
