"""`./run bench [name ...]`: run the benchmarks one after the other, each alone on the machine, and sum up.

A benchmark is a script `benchmarks/<name>.py`. It prints its figures beside a named peer or limit measured in the same run,
and ends with code 0 when it holds, 1 when it does not, 77 when something it needs is absent (it says what).
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
SKIPPED = 77


def names() -> list[str]:
    """Every benchmark, in order."""
    own = Path(__file__).name
    return sorted(path.stem for path in FOLDER.glob("*.py") if path.name != own and not path.name.startswith("_"))


def machine() -> str:
    """What figures depend on."""
    model = next(
        (line.partition(":")[2].strip() for line in _lines("/proc/cpuinfo") if line.startswith("model name")), "?"
    )
    memory = next((int(line.split()[1]) >> 20 for line in _lines("/proc/meminfo") if line.startswith("MemTotal")), 0)
    return f"{len(os.sched_getaffinity(0))} cores of {model}, {memory} GiB, Python {sys.version.split()[0]}"


def _lines(path: str) -> list[str]:
    return Path(path).read_text().splitlines() if Path(path).exists() else []


def main() -> int:
    """Run the chosen benchmarks; 0 when every one holds."""
    parser = argparse.ArgumentParser(prog="./run bench", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="name", help=f"only these: {', '.join(names())}")
    parser.add_argument("--list", action="store_true", help="say which there are")
    options = parser.parse_args()
    if options.list:
        print("\n".join(names()))
        return 0
    if unknown := sorted(set(options.names) - set(names())):
        parser.error(f"there is no benchmark {unknown[0]!r}; there are {', '.join(names()) or 'none yet'}")
    print(machine(), flush=True)
    results = []
    for name in options.names or names():
        print(f"\n==== {name}", flush=True)
        started = time.monotonic()
        code = subprocess.run([sys.executable, str(FOLDER / f"{name}.py")], check=False).returncode
        results.append((name, code, time.monotonic() - started))
    print("\n==== in short")
    for name, code, seconds in results:
        print(f"{'holds' if code == 0 else 'absent' if code == SKIPPED else 'FAILS':<8}{name:<32}{seconds:6.0f} s")
    return 1 if any(code not in (0, SKIPPED) for _, code, _ in results) else 0


if __name__ == "__main__":
    sys.exit(main())
