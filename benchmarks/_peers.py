"""Peers in environments of their own, made on first use under var/ (or MADANG_VAR) and never part of the product."""

from __future__ import annotations

import os
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
ABSENT = 77


def work_folder(name: str) -> Path:
    """A folder for what a benchmark makes."""
    folder = Path(os.environ.get("MADANG_VAR", ROOT / "var")) / "bench" / name
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def peer_python(name: str, *packages: str) -> Path:
    """The interpreter of an environment with ``packages``; ends the benchmark as absent if they cannot be had."""
    folder = work_folder("peers") / name
    python = folder / "bin" / "python"
    ready = folder / "ready"
    if ready.exists() and ready.read_text() == " ".join(packages):
        return python
    print(f"installing {' '.join(packages)} into an environment of its own ...", flush=True)
    venv.create(folder, with_pip=True, clear=True)
    done = subprocess.run(
        [python, "-m", "pip", "install", "-q", *packages], check=False, capture_output=True, text=True
    )
    if done.returncode:
        print(
            f"{name} cannot be installed here: {done.stderr.strip().splitlines()[-1] if done.stderr else 'pip failed'}"
        )
        sys.exit(ABSENT)
    ready.write_text(" ".join(packages))
    return python


def verdict(what: str, measured: float, wanted: str, holds: bool) -> bool:
    """Print one figure beside what it should be."""
    print(f"{'holds' if holds else 'FAILS':<7}{what:<58}{measured:>12,.4g}   wanted {wanted}", flush=True)
    return holds
