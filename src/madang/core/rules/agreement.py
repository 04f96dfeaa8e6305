"""Do both compiled forms of a benefit agree? Used by the permanent property tests of every pack."""

from __future__ import annotations

import datetime
from typing import Any

from .benefit import Benefit, Outcome
from .facts import Facts
from .missing_codes import missing_codes
from .population import condition_names, missing_names, population
from .population_tables import connect, tables_of

Answer = tuple[Any, ...]


def disagreements(benefit: Benefit, facts: Facts, on: datetime.date, known_on: datetime.date | None = None, *,
                  connection: Any = None) -> list[str]:  # fmt: skip
    """One line for each subject on whom the Python form, its interpreter and the population form differ.

    Compared: verdict, amount, payee, parts, failing and unknown conditions, missing facts.
    """
    connection = connection or connect()
    tables = tables_of(connection, facts)
    table = population(benefit, tables, on, known_on, with_missing=len(missing_codes(benefit)) <= 62)
    rows = {row["id"]: row for row in connection.to_pyarrow(table).to_pylist()}
    possible = connection.to_pyarrow(population(benefit, tables, on, known_on, only_possible=True)).to_pylist()
    scanned = {row["id"]: (row["verdict"], row["amount"], row["payee"]) for row in possible}
    found = []
    for subject_id in facts.tables[benefit.of.entity_.name]:
        outcome = benefit.evaluate(facts, subject_id, on, known_on)
        one, other = _of_outcome(outcome), _of_row(benefit, rows[subject_id])
        if one != other:
            found.append(f"{benefit.name} {subject_id} on {on} as known {known_on}: Python {one}, population {other}")
        if "in_force" not in outcome.failing:
            tracer = benefit.tracer(facts, subject_id, on, known_on)
            if tracer.trace(benefit.verdict_node)[0] is not outcome.verdict:
                found.append(f"{benefit.name} {subject_id} on {on}: the interpreter of missing facts disagrees")
        short = scanned.get(subject_id)
        if (short is None and outcome.verdict is not False) or (
            short is not None and short != (one[0], one[1], one[2])
        ):
            found.append(f"{benefit.name} {subject_id} on {on}: the shortened scan says {short}, Python {one[:3]}")
    return found


def _of_outcome(outcome: Outcome) -> Answer:
    missing = sorted({one.code for one in outcome.missing})
    parts = dict(outcome.parts) if outcome.verdict is not False else {}
    return (outcome.verdict, outcome.amount, outcome.payee, parts, outcome.failing, outcome.unknown, missing)


def _of_row(benefit: Benefit, row: dict[str, Any]) -> Answer:
    excluded = row["verdict"] is False
    parts = {} if excluded else {name: row[f"part_{name}"] for name in benefit.part_names}
    failing = condition_names(benefit, row["failing"]) if excluded else ()
    missing = list(missing_names(benefit, row.get("missing", 0)))
    return (
        row["verdict"],
        row["amount"],
        row["payee"],
        parts,
        failing,
        condition_names(benefit, row["unknown"]),
        missing,
    )
