"""Tables for the population form: from rows in memory, from Parquet files, and the column types both share."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import ibis
import pyarrow as pa
from ibis import Table

from .benefit import Benefit
from .entities import Entity, Relation, Schema
from .facts import Facts
from .kinds import Kind

ARROW = {
    Kind.BOOL: pa.bool_(),
    Kind.INT: pa.int64(),
    Kind.MONEY: pa.int64(),
    Kind.DATE: pa.date32(),
    Kind.CODE: pa.string(),
}


def arrow_schema(entity: Entity) -> Any:
    """The columns of ``<entity>.parquet`` and their Arrow types: id, facts, relations."""
    columns = [pa.field("id", pa.int64(), nullable=False)]
    for column in entity.columns.values():
        columns.append(pa.field(column.name, pa.int64() if isinstance(column, Relation) else ARROW[column.kind]))
    return pa.schema(columns)


def arrow_table(entity: Entity, rows: Iterable[Mapping[str, Any]]) -> Any:
    """Rows as an Arrow table, ready for Parquet."""
    return pa.Table.from_pylist(list(rows), schema=arrow_schema(entity))


def connect(memory: str = "3GB", threads: int | None = None, scratch: Path | None = None) -> Any:
    """An embedded DuckDB that keeps within ``memory`` and spills to ``scratch`` beyond it."""
    options: dict[str, Any] = {"memory_limit": memory, "preserve_insertion_order": False}
    if threads:
        options["threads"] = threads
    if scratch:
        options["temp_directory"] = str(scratch)
    return ibis.duckdb.connect(**options)


def tables_of(connection: Any, facts: Facts) -> dict[str, Table]:
    """The rows of ``facts`` as tables of ``connection``; entities unknown as a whole have none."""
    return {
        entity.name: connection.create_table(
            f"facts_{entity.name}", arrow_table(entity, facts.tables[entity.name].values()), overwrite=True
        )
        for entity in facts.schema
        if entity.name not in facts.unknown
    }


def parquet_tables(connection: Any, folder: Path, schema: Schema, benefit: Benefit | None = None) -> dict[str, Table]:
    """The Parquet files in ``folder``, all or those the benefit reads; an entity without a file is unknown."""
    wanted = benefit.reads if benefit else [entity.name for entity in schema]
    found = {}
    for entity in wanted:
        path = folder / f"{entity}.parquet"
        if path.exists():
            found[entity] = connection.read_parquet(str(path), table_name=f"snapshot_{entity}")
    return found


def columns_without_gaps(tables: Mapping[str, Table]) -> dict[str, tuple[str, ...]]:
    """Columns by entity that have no nulls in these tables: one quick pass over each, to be given as ``full=``."""
    found = {}
    for entity, table in tables.items():
        counted = table.aggregate(rows=table.count(), **{f"c_{name}": table[name].count() for name in table.columns})
        row = counted.to_pyarrow().to_pylist()[0]
        found[entity] = tuple(name for name in table.columns if row[f"c_{name}"] == row["rows"])
    return found
