"""The population form: against OpenFisca-core on identical inputs, and 50 million people from Parquet.

1. `disposable_income` of every household of 1 and 5 million persons, the country template's law on both sides, the same
   Parquet columns in and one Parquet column out. CPU seconds of one thread, libraries already loaded.
2. Korea's child allowance for 50 million persons from Parquet (`--persons` for fewer): seconds, peak memory, and the same
   answers as the Python form for 100,000 of them.

Files are made once under var/bench (about 1.5 GB for 50 million) and kept.
"""

from __future__ import annotations

import argparse
import datetime
import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src"))

import duckdb
from _peers import peer_python, verdict, work_folder

from madang.core.rules import CODE, DATE, INT, MONEY, Entity, Fact, Facts, Relation, Schema
from madang.core.rules.population import population, variables
from madang.core.rules.population_tables import columns_without_gaps, connect, parquet_tables
from madang.core.rules.tests.country_template import Country

JANUARY = datetime.date(2017, 1, 1)
MAY = datetime.date(2026, 5, 1)
SCHEMA = Schema((
    Entity("person", "persons", "person", "civil", (
        Fact("birth", DATE, "birth"), Fact("salary", MONEY, "salary"), Fact("role", CODE, "role"),
        Fact("stated_age", INT, "age", optional=True),
    ), (Relation("household", "household", "household", reverse="members"),)),
    Entity("household", "households", "household", "civil", (
        Fact("rent", MONEY, "rent"), Fact("size", INT, "size"), Fact("occupancy", CODE, "occupancy"),
        Fact("stated_income", MONEY, "income", optional=True),
    )),
))  # fmt: skip


class Snapshot(Country):
    """The same law over a month's snapshot, where salary and rent are columns as they are OpenFisca's inputs."""

    schema = SCHEMA

    def _salary(self, person: Any, _when: Any) -> Any:
        return person.salary

    def _capital_returns(self, person: Any, _when: Any) -> Any:
        return person.salary * 0

    def _size(self, household: Any, _month: Any) -> Any:
        return household.size

    def _rent(self, household: Any, _month: Any) -> Any:
        return household.rent

    def _occupancy(self, household: Any, _when: Any) -> Any:
        return household.occupancy

    def _has_car(self, person: Any, _when: Any) -> Any:
        return person.salary > 0

    _goes_to_school = _has_car

    def _new_tax(self, person: Any, _when: Any) -> Any:
        return person.salary


def copied(folder: Path, name: str, query: str) -> None:
    """One Parquet file from a query, unless it is there."""
    path = folder / f"{name}.parquet"
    if not path.exists():
        draft = path.with_suffix(".draft")
        with duckdb.connect(config={"memory_limit": "2GB", "preserve_insertion_order": "false"}) as connection:
            connection.execute(f"COPY ({query}) TO '{draft}' (FORMAT parquet, COMPRESSION zstd)")
        draft.rename(path)


def country_files(persons: int) -> Path:
    """Persons in households of two or three, with birth, salary and rent."""
    folder, homes = work_folder(f"country-{persons}"), persons * 2 // 5
    copied(
        folder,
        "person",
        f"""SELECT i AS id, DATE '2016-12-31' - CAST(hash(i) % 30000 AS INT) AS birth,
        100 * CAST(hash(i + 5) % 20000 AS BIGINT) AS salary, 'adult' AS role, CAST(NULL AS BIGINT) AS stated_age,
        1 + i % {homes} AS household FROM range(1, {persons} + 1) r(i)""",
    )
    copied(
        folder,
        "household",
        f"""SELECT i AS id, 100 * CAST(hash(i + 9) % 1500 AS BIGINT) AS rent,
        100 * CAST(20 + hash(i + 3) % 200 AS BIGINT) AS size, 'tenant' AS occupancy, CAST(NULL AS BIGINT) AS stated_income
        FROM range(1, {homes} + 1) r(i)""",
    )
    return folder


def against_openfisca(persons: int, python: Path) -> bool:
    """CPU seconds of both for the same figure of every household."""
    folder = country_files(persons)
    script = Path(__file__).with_name("_openfisca_population.py")
    peer_file, own_file = folder / "openfisca.out", folder / "madang.out"
    done = subprocess.run(
        [python, str(script), str(folder), str(peer_file)], capture_output=True, text=True, check=True
    )
    peer = json.loads(done.stdout)
    variable = Snapshot().variables["disposable_income"]
    small = country_files(1000)
    for place in (small, folder):  # the small one loads the libraries, as OpenFisca's are when its clock starts
        connection = connect(memory="3GB", threads=1)  # as OpenFisca runs; a second thread only blurs CPU seconds
        started = time.process_time()
        tables = parquet_tables(connection, place, SCHEMA)
        result = variables([variable], tables, JANUARY, full=columns_without_gaps(tables))
        connection.to_parquet(result, own_file)
        own = time.process_time() - started
    rows = duckdb.sql(f"""SELECT count(*), max(abs(a.disposable_income - 100 * b.value)) FROM read_parquet('{own_file}') a
        JOIN read_parquet('{peer_file}') b USING (id)""").fetchall()[0]
    print(f"{persons:,} persons: OpenFisca {peer['cpu']:.2f} s CPU, Madang {own:.2f} s CPU; {rows[0]:,} households, "
          f"largest difference {rows[1]:.2f} cents (OpenFisca's figures are 32-bit floats)")  # fmt: skip
    same = verdict(f"{persons:,}: same figures, largest difference in cents", rows[1], "< 2", rows[1] < 2)
    return (
        verdict(f"{persons:,}: CPU of OpenFisca / Madang", peer["cpu"] / own, ">= 1.5", peer["cpu"] / own >= 1.5)
        and same
    )


def nation_files(persons: int) -> Path:
    """Register snapshots of a nation: a tenth abroad now and then, a fifth with a guardian on record."""
    folder, homes = work_folder(f"nation-{persons}"), persons // 2
    copied(
        folder,
        "person",
        f"""SELECT i AS id, DATE '2026-06-30' - CAST(hash(i) % 32850 AS INT) AS born,
        CASE WHEN hash(i + 1) % 2 = 0 THEN 'f' ELSE 'm' END AS sex,
        CASE WHEN hash(i + 2) % 50 = 0 THEN DATE '2020-01-01' END AS died,
        CASE WHEN hash(i + 3) % 25 = 0 THEN 'VNM' ELSE 'KOR' END AS nationality, CAST(NULL AS DATE) AS nationality_lost,
        CASE WHEN hash(i + 4) % 20 <> 0 THEN CAST(1 + hash(i // 2) % {persons} AS BIGINT) END AS mother,
        CAST(1 + hash(i // 2 + 7) % {persons} AS BIGINT) AS father, CAST(1 + hash(i + 5) % {homes} AS BIGINT) AS household
        FROM range(1, {persons} + 1) r(i)""",
    )
    area = "CASE WHEN hash(i) % 3 = 0 THEN '36110' ELSE '11110' END"
    copied(folder, "household", f"SELECT i AS id, {area} AS area FROM range(1, {homes} + 1) r(i)")
    copied(
        folder,
        "residence",
        f"""SELECT i AS id, {area} AS area, DATE '2026-05-30' - CAST(hash(i + 9) % 3000 AS INT) AS since,
        CAST(NULL AS DATE) AS until, false AS unknown_address, i AS person, CAST(1 + hash(i + 5) % {homes} AS BIGINT) AS household
        FROM range(1, {persons} + 1) r(i)""",
    )
    copied(
        folder,
        "stay_abroad",
        f"""SELECT i AS id, DATE '2026-05-30' - CAST(hash(i + 9) % 700 AS INT) AS "left",
        CASE WHEN hash(i) % 2 = 0 THEN DATE '2026-05-30' - CAST(hash(i + 9) % 700 AS INT) + 40 END AS returned, i * 20 AS person
        FROM range(1, {persons} // 20 + 1) r(i)""",
    )
    copied(
        folder,
        "guardianship",
        f"""SELECT i AS id, DATE '2015-01-01' AS since, CAST(NULL AS DATE) AS until, i * 5 AS child,
        CAST(1 + hash(i) % {persons} AS BIGINT) AS guardian FROM range(1, {persons} // 5 + 1) r(i)""",
    )
    copied(
        folder,
        "status",
        f"""SELECT i AS id, 'refugee' AS code, DATE '2015-01-01' AS since, CAST(NULL AS DATE) AS until,
        CAST(NULL AS BIGINT) AS value, i * 30 AS person FROM range(1, {persons} // 30 + 1) r(i)""",
    )
    return folder


def scan(folder: str) -> None:
    """Run in a process of its own, whose peak memory is the scan's: offers of the child allowance to Parquet."""
    import resource

    from madang.countries.kr.child_allowance import CHILD_ALLOWANCE_BENEFIT as BENEFIT

    place = Path(folder)
    started = time.perf_counter(), time.process_time()
    connection = connect(memory="2500MB", scratch=place / "spill")
    tables = parquet_tables(connection, place, BENEFIT.of.schema_, BENEFIT)
    connection.to_parquet(population(BENEFIT, tables, MAY, only_possible=True), place / "offers.out")
    ended = time.perf_counter(), time.process_time()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    print(json.dumps({"seconds": ended[0] - started[0], "cpu": ended[1] - started[1], "gib": peak}))


def nation(persons: int) -> bool:
    """The scan's time and memory, and its answers against the Python form on a sample."""
    from madang.countries.kr.child_allowance import CHILD_ALLOWANCE_BENEFIT as BENEFIT

    folder = nation_files(persons)
    done = subprocess.run([sys.executable, __file__, "--scan", str(folder)], capture_output=True, text=True, check=True)
    result = json.loads(done.stdout)
    total = duckdb.sql(
        f"SELECT count(*) FILTER (WHERE verdict), sum(amount) FROM read_parquet('{folder}/offers.out')"
    ).fetchall()[0]
    print(f"{persons:,} persons from Parquet: {result['seconds']:.1f} s, {result['cpu']:.1f} s CPU, {result['gib']:.2f} GiB; "
          f"{total[0]:,} children, {total[1]:,} won a month")  # fmt: skip
    sample = range(1, persons, max(persons // 100_000, 1))
    step = sample.step
    rows: dict[str, Any] = {}
    for entity, column in (("person", "id"), ("residence", "person"), ("stay_abroad", "person"), ("guardianship", "child"),
                           ("status", "person")):  # fmt: skip
        found = duckdb.sql(
            f"SELECT * FROM read_parquet('{folder}/{entity}.parquet') WHERE {column} % {step} = {1 % step}"
        )
        rows[entity] = [dict(zip(found.columns, row, strict=True)) for row in found.fetchall()]
    homes = ",".join({str(row["household"]) for row in rows["person"]})
    found = duckdb.sql(f"SELECT * FROM read_parquet('{folder}/household.parquet') WHERE id IN ({homes})")
    rows["household"] = [dict(zip(found.columns, row, strict=True)) for row in found.fetchall()]
    facts = Facts(rows)
    scanned = dict(
        duckdb.sql(
            f"SELECT id, amount FROM read_parquet('{folder}/offers.out') WHERE id % {step} = {1 % step}"
        ).fetchall()
    )
    wrong = sum(
        scanned.get(person, 0) != BENEFIT.evaluate(facts, person, MAY).amount for person in facts.tables["person"]
    )
    limit = 60 * max(persons / 50_000_000, 0.1)
    return all([
        verdict(f"{persons:,}: seconds", result["seconds"], f"< {limit:.0f}", result["seconds"] < limit),
        verdict(f"{persons:,}: peak memory in GiB", result["gib"], "< 4", result["gib"] < 4),
        verdict(f"sample of {len(facts.tables['person']):,}: answers that differ", wrong, "0", wrong == 0),
    ])  # fmt: skip


def main() -> int:
    """Run what is asked; 0 if every limit holds."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--persons", type=int, default=50_000_000, help="size of the nation")
    parser.add_argument(
        "--peer", type=int, nargs="*", default=[1_000_000, 5_000_000], help="sizes compared with OpenFisca"
    )
    parser.add_argument("--scan", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.scan:
        scan(options.scan)
        return 0
    python = peer_python("openfisca", "openfisca-country-template==8.2.0", "pyarrow") if options.peer else Path()
    held = [against_openfisca(persons, python) for persons in options.peer]
    if options.persons:
        held.append(nation(options.persons))
    return 0 if all(held) else 1


if __name__ == "__main__":
    sys.exit(main())
