"""A log and keys of its own for every test."""

from __future__ import annotations

from pathlib import Path

import pytest

from madang.core.archive import sources


@pytest.fixture(autouse=True)
def var(settings, tmp_path: Path, monkeypatch) -> Path:
    settings.VAR_DIR = tmp_path
    monkeypatch.setitem(sources, "test.thing", (lambda reference: {"n": int(reference)}, None))
    return tmp_path
