"""The people of the demo town, as the simulated national ID and `./run` list them.

`madang demo load` writes them to VAR/demo/persons.json; nothing else passes between the town and the national ID.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

RESIDENT, STAFF = "resident", "staff"


@dataclass(frozen=True)
class DemoPerson:
    """Somebody one can sign in as. `title` and `story` are message ids for the personas, empty for everybody else."""

    national_number: str
    name: str
    latin_name: str = ""
    locale: str = "en"
    born: str = ""
    group: str = RESIDENT
    title: str = ""
    story: str = ""

    def matches(self, words: str) -> bool:
        """Whether every word occurs in the names or the number begins with the words."""
        text = f"{self.name} {self.latin_name}".casefold()
        return self.national_number.startswith(words.strip()) or all(w in text for w in words.casefold().split())


def persons_path(var_dir: Path) -> Path:
    """Where the list lies."""
    return var_dir / "demo" / "persons.json"


def write_persons(var_dir: Path, country: str, persons: Iterable[DemoPerson]) -> None:
    """Replace the list, whole or not at all."""
    path = persons_path(var_dir)
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    content = {"country": country, "persons": [asdict(person) for person in persons]}
    temporary.write_text(json.dumps(content, ensure_ascii=False, indent=1), encoding="utf-8")
    temporary.replace(path)


def demo_persons(var_dir: Path) -> tuple[DemoPerson, ...]:
    """Everybody one can sign in as, personas first; empty before the town was loaded."""
    path = persons_path(var_dir)
    try:
        return _read(str(path), path.stat().st_mtime_ns)
    except FileNotFoundError:
        return ()


def demo_personas(var_dir: Path) -> tuple[DemoPerson, ...]:
    """The personas: those with a title and a story."""
    return tuple(person for person in demo_persons(var_dir) if person.title)


@lru_cache(maxsize=2)
def _read(path: str, changed_at: int) -> tuple[DemoPerson, ...]:
    content: dict[str, Any] = json.loads(Path(path).read_text(encoding="utf-8"))
    return tuple(DemoPerson(**person) for person in content["persons"])
