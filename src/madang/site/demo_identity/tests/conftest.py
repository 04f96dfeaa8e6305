"""The real process of the simulated national ID, on a real socket."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest

from madang.site.demo_identity.persons import STAFF, DemoPerson, write_persons

SOURCE = Path(__file__).resolve().parents[4]
PERSONS = [
    DemoPerson(
        "900101-2000001", "김아리", "Kim Ari", "ko", "1990-01-01", title="Young mother", story="Her child is new."
    ),
    DemoPerson(
        "800101-1000002", "이보라", "Lee Bora", "ko", "1980-01-01", group=STAFF, title="Officer", story="Decides."
    ),
    DemoPerson("700101-1000003", "박찬", "Park Chan", "ko", "1970-01-01"),
]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@pytest.fixture(scope="module")
def national_id(tmp_path_factory) -> Iterator[Callable[[str], str]]:
    """Start the process once for a client at the given address; returns the issuer's address."""
    started: list[subprocess.Popen[bytes]] = []
    tmp_path = tmp_path_factory.mktemp("national-id")

    @cache
    def start(client_url: str) -> str:
        write_persons(tmp_path, "kr", PERSONS)
        url = f"http://127.0.0.1:{free_port()}"
        environment = {
            **os.environ,
            "PYTHONPATH": str(SOURCE),
            "MADANG_VAR": str(tmp_path),
            "MADANG_URL": client_url,
            "MADANG_IDENTITY_URL": url,
            "MADANG_IDENTITY_CLIENT_SECRET": "test-secret",
        }
        command = [sys.executable, "-m", "madang.site.demo_identity"]
        process = subprocess.Popen(command, env=environment, stderr=subprocess.STDOUT, stdout=subprocess.PIPE)
        started.append(process)
        for _ in range(600):
            if process.poll() is not None:
                assert process.stdout is not None
                pytest.fail(f"the national ID stopped: {process.stdout.read().decode()}")
            try:
                urlopen(f"{url}/.well-known/openid-configuration", timeout=5).close()
                return url
            except (URLError, ConnectionError):
                time.sleep(0.1)
        return pytest.fail("the national ID did not start")

    yield start
    for process in started:
        process.terminate()
        process.wait(20)


@pytest.fixture
def site(live_server, national_id, settings) -> str:
    """The main site on a socket, joined to the national ID; returns its address."""
    settings.ROOT_URLCONF = "madang.core.people.tests.urls"
    settings.IDENTITY_URL = national_id(live_server.url)
    settings.SOCIALACCOUNT_PROVIDERS = {
        "openid_connect": {
            "APPS": [
                {
                    "provider_id": "national-id",
                    "name": "National ID",
                    "client_id": "madang",
                    "secret": "test-secret",
                    "settings": {
                        "server_url": settings.IDENTITY_URL,
                        "oauth_pkce_enabled": True,
                        "scope": ["openid", "profile", "national_number"],
                    },
                }
            ],
        }
    }
    handler = live_server.thread.httpd.get_app()
    while handler is not None:  # the content policy names the national ID, whose address is known only now
        handler.load_middleware()
        handler = getattr(handler, "application", None)
    return live_server.url
