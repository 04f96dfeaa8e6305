"""Run what starts an event loop of its own beside whatever runs already."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

T = TypeVar("T")


def in_own_thread(work: Callable[[], T]) -> T:
    """The result of `work`, done in a thread where no event loop runs; its exception is raised here.

    pyHanko drives its own event loop and refuses to where one is running already, as in an ASGI process.
    """
    with ThreadPoolExecutor(max_workers=1, thread_name_prefix="seal") as pool:
        return pool.submit(work).result()
