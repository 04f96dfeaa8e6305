"""One household: the law evaluated and explained, against OpenFisca-core on its own country template.

Same household, same law (the country template written again in `core/rules/tests/country_template.py`), same result to
the cent, same run, CPU time. Three comparisons, each the same work on both sides:

- the figure alone, facts already in memory;
- from plain rows to the figure;
- Madang's benefit evaluated and explained against OpenFisca's figure with its trace, which is its explanation.

Medians. `madang` times are medians of batches, because one call is too short to time alone.
"""

from __future__ import annotations

import datetime
import json
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src"))

from _peers import peer_python, verdict

from madang.core.rules import Facts
from madang.core.rules.tests.country_template import SCHEMA, Country
from madang.countries.kr.child_allowance import CHILD_ALLOWANCE_BENEFIT

ON = datetime.date(2017, 1, 1)
MAY = datetime.date(2026, 5, 4)
SITUATION = {
    "persons": {
        "A": {"birth": {"ETERNITY": "1981-01-15"}, "salary": {"2017-01": 2500}},
        "B": {"birth": {"ETERNITY": "1982-01-15"}, "salary": {"2017-01": 1200}},
        "C": {"birth": {"ETERNITY": "2015-01-15"}},
    },
    "households": {"h": {
        "adults": ["A", "B"], "children": ["C"], "rent": {"2017-01": 800}, "accommodation_size": {"2017-01": 100},
        "housing_occupancy_status": {"2017-01": "tenant"}, "disposable_income": {"2017-01": None},
    }},
}  # fmt: skip
ROWS = {
    "person": [
        {"id": 1, "birth": datetime.date(1981, 1, 15), "role": "adult", "household": 1},
        {"id": 2, "birth": datetime.date(1982, 1, 15), "role": "adult", "household": 1},
        {"id": 3, "birth": datetime.date(2015, 1, 15), "role": "child", "household": 1},
    ],
    "household": [{"id": 1}],
    "pay": [
        {"id": 1, "person": 1, "month": ON, "salary": 2500_00, "capital_returns": 0},
        {"id": 2, "person": 2, "month": ON, "salary": 1200_00, "capital_returns": 0},
    ],
    "home": [{"id": 1, "household": 1, "month": ON, "rent": 800_00, "size": 100_00, "occupancy": "tenant"}],
}
KOREAN = {
    "complete": True,
    "persons": [{"id": 1, "born": "2019-03-02", "nationality": "KOR", "mother": 2, "household": 1},
                {"id": 2, "born": "1990-01-01", "nationality": "KOR", "household": 1}],
    "households": [{"id": 1, "area": "11110"}],
    "guardianships": [{"child": 1, "guardian": 2, "since": "2019-03-02"}],
    "residences": [{"person": 1, "area": "11110", "since": "2019-03-02", "unknown_address": False}],
    "stays_abroad": [{"person": 1, "left": "2024-01-01", "returned": "2024-02-01"}],
}  # fmt: skip


def microseconds(work: Callable[[], object], batch: int = 200) -> float:
    """Median CPU microseconds of one call."""
    times = []
    for _ in range(40):
        started = time.process_time()
        for _ in range(batch):
            work()
        times.append((time.process_time() - started) / batch)
    return statistics.median(times) * 1e6


def main() -> int:
    """Measure both and print the ratios; 0 if the limits hold."""
    python = peer_python("openfisca", "openfisca-country-template==8.2.0")
    script = Path(__file__).with_name("_openfisca_household.py")
    done = subprocess.run(
        [python, str(script)], input=json.dumps(SITUATION), capture_output=True, text=True, check=True
    )
    peer = json.loads(done.stdout)
    variable = Country().variables["disposable_income"]
    facts = Facts(ROWS, schema=SCHEMA)
    same = abs(variable.value(facts, 1, ON) - round(peer["value"] * 100)) <= 1
    korean, benefit = Facts.from_json(KOREAN), CHILD_ALLOWANCE_BENEFIT
    assert benefit.evaluate(korean, 1, MAY).verdict is True
    figure = microseconds(lambda: variable.value(facts, 1, ON))
    from_rows = microseconds(lambda: variable.value(Facts(ROWS, schema=SCHEMA), 1, ON))
    evaluate = microseconds(lambda: benefit.evaluate(korean, 1, MAY))
    reasons = microseconds(lambda: benefit.explain(korean, 1, MAY))
    to_json = microseconds(lambda: benefit.explain(Facts.from_json(KOREAN), 1, MAY).to_json(), 50)
    print(f"OpenFisca: calculate {peer['calculate']:.0f} us, with build {peer['build_and_calculate']:.0f} us, "
          f"with build and trace {peer['build_calculate_and_reasons']:.0f} us")  # fmt: skip
    print(f"Madang: the same figure {figure:.1f} us, from rows {from_rows:.1f} us; Korean child allowance: evaluate "
          f"{evaluate:.1f} us, evaluate and explain {reasons:.1f} us, JSON in to JSON out {to_json:.0f} us")  # fmt: skip
    held = [
        verdict("same result to the cent (1 = yes)", float(same), "1", same),
        verdict("evaluate + explain, microseconds", reasons, "< 1000", reasons < 1000),
        verdict("figure alone: OpenFisca / Madang", peer["calculate"] / figure, ">= 100", peer["calculate"] / figure >= 100),
        verdict("from rows to the figure: OpenFisca / Madang", peer["build_and_calculate"] / from_rows, ">= 100",
                peer["build_and_calculate"] / from_rows >= 100),
        verdict("with reasons: OpenFisca (trace) / Madang (explain)", peer["build_calculate_and_reasons"] / reasons, ">= 100",
                peer["build_calculate_and_reasons"] / reasons >= 100),
    ]  # fmt: skip
    return 0 if all(held) else 1


if __name__ == "__main__":
    sys.exit(main())
