"""Run by test_crash: kills a recording and publishing process again and again and checks what it leaves behind.

Prints one line of JSON a round. Needs MADANG_VAR pointing to an empty directory.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import time
import traceback
from collections.abc import Callable


def forked(work: Callable[[int], None]) -> tuple[int, int]:
    """Starts `work(pipe)` in a process of its own; returns its id and the end of the pipe to read from."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        code = 1
        try:
            work(writing)
            code = 0
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(code)
    os.close(writing)
    return child, reading


def record(count: int) -> list[int]:
    """Ids of records that are committed."""
    from django.db import transaction

    from madang.core.archive import append

    with transaction.atomic():
        return [append("crash", {"n": random.getrandbits(40)}).pk for _ in range(count)]


def begin(_pipe: int) -> None:
    """The tables, and a log just short of its first full tile."""
    from django.core.management import call_command

    from madang.core.archive import publish

    call_command("migrate", "archive", verbosity=0)
    record(240)
    publish()


def record_and_publish(pipe: int) -> None:
    """Goes on until it is killed; writes the id of every record once it is committed."""
    from madang.core.archive import publish

    while True:
        for _ in range(random.randint(1, 4)):
            os.write(pipe, b"".join(pk.to_bytes(8, "big") for pk in record(random.randint(1, 60))))
        publish()


def check(pipe: int) -> None:
    from django.conf import settings

    from madang.core import pki
    from madang.core.archive import audit, publish, sources
    from madang.core.archive.engine.verification import verify_log
    from madang.core.archive.models import LogEntry
    from madang.core.archive.storage import LogDirectory

    sources.clear()  # only the log itself is here, not the tables of the blocks that record in it
    log = LogDirectory(settings.VAR_DIR / "log")
    before = log.read("checkpoint")
    publish()
    earlier = before.decode() if before else None
    report = verify_log(log.read, pki.keyring().log_verifiers(), earlier=earlier, present=log.names())
    size = report.checkpoint.size if report.checkpoint else 0
    answer = {
        "problems": [str(problem) for problem in report.problems],
        "findings": [str(finding) for finding in audit.compare(log.read, size)],
        "published": list(LogEntry.objects.exclude(index=None).order_by("pk").values_list("pk", flat=True)),
        "size": size,
    }
    with os.fdopen(pipe, "w") as out:
        json.dump(answer, out)


def main(rounds: int, seed: int) -> None:
    import django

    django.setup()
    import madang.core.archive.sequencer
    import madang.core.pki.signing  # noqa: F401  loaded before the fork, so that the kill meets work and not imports

    child, reading = forked(begin)
    assert os.waitpid(child, 0)[1] == 0
    os.close(reading)
    chance = random.Random(seed)
    acknowledged: list[int] = []
    for _ in range(rounds):
        child, reading = forked(record_and_publish)
        time.sleep(chance.uniform(0.02, 0.5))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        with os.fdopen(reading, "rb") as pipe:
            data = pipe.read()
        acknowledged += [int.from_bytes(data[at : at + 8], "big") for at in range(0, len(data) - 7, 8)]
        child, reading = forked(check)
        with os.fdopen(reading) as pipe:
            answer = json.loads(pipe.read() or "{}")
        assert os.waitpid(child, 0)[1] == 0, "the check itself failed"
        published = answer.pop("published")
        answer["lost"] = sorted(set(acknowledged) - set(published))
        answer["twice"] = len(published) - len(set(published))
        answer["acknowledged"] = len(acknowledged)
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
