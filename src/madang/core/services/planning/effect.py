"""Counting a question: the population under the law as it is and under the changed law, by area and age.

DuckDB answers from Parquet within its memory limit; what leaves it are counts and sums, never a person. The counts are
still small in places: `disclosure` decides what of them may be shown. Only the worker loads this module, because DuckDB
and ibis take more than a second to load.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

from madang.core.rules import Benefit
from madang.core.rules.population import population
from madang.core.rules.population_tables import connect, parquet_tables
from madang.core.services.planning.counts import Counts, Group
from madang.core.services.planning.scenario import Scenario

#: Called before each step with its number from 0 and DuckDB's connection, so that a long query can be watched and stopped.
Watch = Callable[[int, Any], None]


def count_effect(scenario: Scenario, folder: Path, schema: Any, *, scratch: Path, memory: str = "1GB",
                 watch: Watch = lambda step, connection: None) -> list[Group]:  # fmt: skip
    """Count a question over the snapshot in `folder`. Raises ChangeRefused; duckdb.InterruptException when stopped."""
    changed = scenario.changed_benefit()
    connection = connect(memory, scratch=scratch)
    try:
        tables = parquet_tables(connection, folder, schema)
        watch(0, connection.con)
        _answer(connection, tables, scenario.benefit, scenario.on, "answers_now")
        watch(1, connection.con)
        if scenario.changes_anything:
            _answer(connection, tables, changed, scenario.then, "answers_then")
        else:
            connection.con.execute("CREATE TEMP VIEW answers_then AS SELECT * FROM answers_now")
        watch(2, connection.con)
        day = scenario.benefit.period_of(scenario.on)[1]
        rows = connection.con.execute(_TOGETHER[scenario.benefit.of.entity_.name], {"day": day}).fetchall()
    finally:
        connection.disconnect()
    return [Group(area or None, age, Counts(*(int(each) for each in counts))) for area, age, *counts in rows]


def _answer(connection: Any, tables: dict[str, Any], benefit: Benefit, on: dt.date, name: str) -> None:
    """Keep who is entitled, or may be, and the amount, as a table inside DuckDB."""
    answers = population(benefit, tables, on, only_possible=True)
    possible = answers.filter(answers["verdict"].fill_null(True)).select("id", "verdict", "amount")
    connection.create_table(name, possible, temp=True)


_PERSON = """
 LEFT JOIN snapshot_person AS subject ON subject.id = id_of
 LEFT JOIN snapshot_household AS home ON home.id = subject.household
"""
_HOUSEHOLD = " LEFT JOIN snapshot_household AS home ON home.id = id_of"
_COUNTED = """
WITH answer AS (
 SELECT coalesce(a.id, b.id) AS id_of,
  coalesce(a.verdict, FALSE) AND a.amount IS NOT NULL AS due, a.amount AS amount,
  coalesce(b.verdict, FALSE) AND b.amount IS NOT NULL AS due_then, b.amount AS amount_then,
  a.id IS NOT NULL AND a.amount IS NULL AS unknown, b.id IS NOT NULL AND b.amount IS NULL AS unknown_then
 FROM answers_now AS a FULL JOIN answers_then AS b ON a.id = b.id
)
SELECT home.area, {age} AS age,
 count(*) FILTER (due), coalesce(sum(amount) FILTER (due), 0)::BIGINT,
 count(*) FILTER (due_then), coalesce(sum(amount_then) FILTER (due_then), 0)::BIGINT,
 count(*) FILTER (due_then AND NOT due AND NOT unknown), count(*) FILTER (due AND NOT due_then AND NOT unknown_then),
 count(*) FILTER (due AND due_then AND amount_then > amount),
 count(*) FILTER (due AND due_then AND amount_then < amount),
 count(*) FILTER (unknown), count(*) FILTER (unknown_then)
FROM answer {joins} GROUP BY ALL
"""
_TOGETHER = {
    "person": _COUNTED.format(age="date_sub('year', subject.born, $day)", joins=_PERSON),
    "household": _COUNTED.format(age="NULL + CASE WHEN $day IS NULL THEN 0 END", joins=_HOUSEHOLD),
}
