"""The site as it is served, telling in two headers how many queries an answer took and how much CPU time of its thread."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterable
from typing import Any

from madang.site.wsgi import application as site

TRANSACTION = re.compile(r"BEGIN|COMMIT|SAVEPOINT|RELEASE|ROLLBACK|SET |PRAGMA")


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """WSGI: the answer of the site with `X-Queries` and `X-CPU-Milliseconds`."""
    from django.db import connection

    told: list[Any] = []
    queries = 0

    def count(execute: Callable[..., Any], sql: str, *more: Any) -> Any:
        nonlocal queries
        queries += not TRANSACTION.match(sql)
        return execute(sql, *more)

    started = time.thread_time()
    with connection.execute_wrapper(count):
        answer = site(environ, lambda *status_and_headers: told.extend(status_and_headers))
        body = b"".join(answer)
        if hasattr(answer, "close"):
            answer.close()
    spent = (time.thread_time() - started) * 1000
    status, headers, *_error = told
    start_response(status, [*headers, ("X-Queries", str(queries)), ("X-CPU-Milliseconds", f"{spent:.2f}")])
    return [body]
