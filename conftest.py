"""Fixtures for every test: a person who is signed in, and Chromium to walk through the pages as people do.

def test_a_resident_sends_a_request(visit, resident):
    page = visit("/lost-property/", as_user=resident, width=390, language="ko")
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

SOURCE = Path(__file__).resolve().parent / "src"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def pytest_configure(config: pytest.Config) -> None:
    """Compile the translations that the pages under test are read in; the compiled ones are not in the repository."""
    if not hasattr(config, "workerinput"):
        sys.path.insert(0, str(SOURCE))
        from madang.site.catalogues import compile_stale

        compile_stale(SOURCE)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """No connection outlives its request: PostgreSQL drops a test database only when nobody is connected to it."""
    from django.db import connections

    for database in connections.settings.values():
        database["CONN_MAX_AGE"] = 0


@pytest.fixture(autouse=True)
def _source_language() -> Iterator[None]:
    """A page asked for in Korean leaves Korean active in this thread; the next test begins in the source language."""
    yield
    from django.utils import translation

    translation.deactivate()


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """One Chromium for all journeys of this process."""
    sync_api = pytest.importorskip("playwright.sync_api")
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if chromium is None:
        pytest.skip("Chromium is not installed: apt-get install chromium")
    # Playwright keeps an event loop in this thread; Django's test database would refuse to work beside it.
    os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def visit(browser: Any, live_server: Any) -> Iterator[Callable[..., Any]]:
    """Open an address of the site, signed in as somebody or not; any complaint of the browser fails the test."""
    from django.test import Client

    contexts: list[Any] = []
    complaints: list[str] = []

    def opened(
        address: str,
        *,
        as_user: Any = None,
        language: str = "en",
        width: int = 1280,
        scheme: str = "light",
        **more: Any,
    ) -> Any:
        context = browser.new_context(
            viewport={"width": width, "height": 900}, color_scheme=scheme, reduced_motion="reduce", **more
        )
        contexts.append(context)
        cookies = {"language": language}
        if as_user is not None:
            client = Client()
            client.force_login(as_user, backend="django.contrib.auth.backends.ModelBackend")
            cookies["sessionid"] = client.cookies["sessionid"].value
        context.add_cookies([{"name": name, "value": value, "url": live_server.url} for name, value in cookies.items()])
        page = context.new_page()
        page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(live_server.url + address)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture
def resident(db: None) -> Any:
    """A signed-in person whom the state knows."""
    from madang.core.people.models import Person, User

    person = Person.objects.create(national_number="000101-0000001", given_name="Jisu", family_name="Kim")
    return User.objects.create_user("resident", person=person)
