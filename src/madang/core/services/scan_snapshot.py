"""The scan without a database: Parquet in, Parquet out, as large as a nation, in bounded memory."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from madang.core.rules.population import population
from madang.core.rules.population_tables import connect, parquet_tables
from madang.core.services.packs import active_pack, benefit_named

COLUMNS = pa.schema(
    [
        ("benefit", pa.string()),
        ("subject_id", pa.int64()),
        ("payee", pa.int64()),
        ("amount", pa.int64()),
        ("month", pa.date32()),
    ]
)


def scan_snapshot(
    directory: Path, out: Path, on: dt.date, benefits: Iterable[str] | None = None, memory: str = "3GB"
) -> Iterator[tuple[str, int]]:
    """Write one row for each person entitled on a day: benefit, subject, payee, amount in the smallest unit, first day of the period.

    Yields (benefit, number of offers) as each benefit is done. The file appears under its name only when it is whole.
    """
    wanted = [benefit_named(name) for name in benefits] if benefits else list(active_pack().benefits)
    draft = out.with_suffix(out.suffix + ".part")
    connection = connect(memory, scratch=out.parent / f".{out.name}.spilled")
    with pq.ParquetWriter(draft, COLUMNS) as writer:
        for benefit in wanted:
            tables = parquet_tables(connection, directory, active_pack().schema, benefit)
            answers = population(benefit, tables, on, on, only_possible=True)
            entitled = answers.filter(answers.verdict.fill_null(False)).select("id", "payee", "amount")
            start, _end = benefit.period_of(on)
            offers = 0
            for batch in entitled.to_pyarrow_batches(chunk_size=1_000_000):
                rows = len(batch)
                writer.write_batch(
                    pa.record_batch(
                        [
                            pa.array([benefit.name] * rows, pa.string()),
                            batch["id"],
                            batch["payee"],
                            batch["amount"],
                            pa.array([start] * rows, pa.date32()),
                        ],
                        schema=COLUMNS,
                    )
                )
                offers += rows
            yield benefit.name, offers
    connection.disconnect()
    draft.replace(out)
