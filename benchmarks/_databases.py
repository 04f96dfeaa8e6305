"""A database and a data folder that live as long as one measurement."""

from __future__ import annotations

import os
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parents[1]


@contextmanager
def database_of_its_own(url: str | None) -> Iterator[dict[str, str]]:
    """The environment of a process that finds an empty database: SQLite without `url`, else a new one on that server."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("MADANG_")}
    with tempfile.TemporaryDirectory() as var:
        surroundings = {
            **kept,
            "MADANG_VAR": var,
            "PYTHONPATH": str(ROOT / "src"),
            "DJANGO_SETTINGS_MODULE": "madang.site.settings",
        }
        Path(var, "static").mkdir()
        if url is None:
            yield surroundings
            return
        import psycopg

        name = f"madang_bench_{uuid.uuid4().hex[:8]}"
        with psycopg.connect(url, autocommit=True) as server:
            server.execute(f"CREATE DATABASE {name}")
            try:
                yield {**surroundings, "MADANG_DATABASE_URL": urlsplit(url)._replace(path=f"/{name}").geturl()}
            finally:
                server.execute(f"DROP DATABASE {name} WITH (FORCE)")
