"""A snapshot: every entity of the rules as one Parquet file, of one moment, for questions about a whole nation.

Taking it reads everybody's facts, so it needs a purpose and a legal basis; that is logged once and everybody it touched
sees it. A snapshot can then be used without a database, on another machine too: it is as confidential as the registers.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from django.db import connection
from django.db.models import Max, OuterRef, QuerySet, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from madang.core.people.models import Organisation, Person, User
from madang.core.registers.access import Why, log_population
from madang.core.registers.declarations import tables
from madang.core.registers.errors import RegisterError
from madang.core.registers.models import Residence
from madang.core.registers.reading import Row, holder_of, in_force, read, whole_rows
from madang.core.registers.routes import Columns, routes_of, standard_routes
from madang.core.rules import Benefit, Facts
from madang.core.rules.entities import Entity, Fact
from madang.core.rules.kinds import Kind
from madang.core.rules.schema import STANDARD

MANIFEST = "snapshot.json"
CHUNK = 50_000
Progress = Callable[[str, int, int], None]

_TYPES = {
    Kind.BOOL: pa.bool_(),
    Kind.INT: pa.int64(),
    Kind.MONEY: pa.int64(),
    Kind.DATE: pa.date32(),
    Kind.CODE: pa.string(),
}


def _silent(_what: str, _done: int, _all: int) -> None:
    """No progress shown."""


def arrow_schema(entity: Entity) -> pa.Schema:
    """Columns of `<entity>.parquet`: `id`, then facts and relations in the order of the declaration."""
    columns = [("id", pa.int64())]
    for name, column in entity.columns.items():
        columns.append((name, _TYPES[column.kind] if isinstance(column, Fact) else pa.int64()))
    return pa.schema(columns)


def take_snapshot(
    folder: Path,
    *,
    purpose: str,
    legal_basis: str,
    organisation: Organisation | None = None,
    user: User | None = None,
    reference: str = "",
    progress: Progress = _silent,
) -> Snapshot:
    """Export every entity of the standard schema to `folder`, all of one moment, in bounded memory, and log it once.

    The log entry is written before the first fact is read, so that a reading that breaks off is on record, too.
    Raises RegisterError: grounds (purpose or legal basis empty), folder (there is a snapshot already).
    """
    why = Why(purpose=purpose, legal_basis=legal_basis, organisation=organisation, user=user, reference=reference)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    if (folder / MANIFEST).exists():
        raise RegisterError(
            "folder", gettext_lazy("%(folder)s holds a snapshot. Choose another folder.") % {"folder": folder}
        )
    folder.chmod(0o700)
    on = timezone.localdate()
    with _moment() as database:
        last = Person.objects.aggregate(last=Max("id"))["last"] or 0
        exported = {entity.name for entity in STANDARD}
        names = [name for _register, table in tables() if table.entity.name in exported for name in table.facts]
        log_population(names, last, why)
        counts = {
            entity.name: _export(entity, _query(entity, on, last), folder, database, progress) for entity in STANDARD
        }
    manifest = {
        "made_at": timezone.now().isoformat(),
        "on": on.isoformat(),
        "purpose": purpose,
        "legal_basis": legal_basis,
        "reference": reference,
        "last_person_id": last,
        "rows": counts,
    }
    (folder / MANIFEST).write_text(json.dumps(manifest, ensure_ascii=False, indent=1), encoding="utf-8")
    return Snapshot(folder)


def _in_memory() -> bool:
    name = str(connection.settings_dict["NAME"])
    return connection.vendor == "sqlite" and (name == ":memory:" or "mode=memory" in name)


@contextmanager
def _moment() -> Iterator[Any]:
    """A connection that sees the registers at one moment and keeps nobody from writing meanwhile.

    Inside a transaction that is the transaction itself; else a connection of its own with a reading transaction. A
    database in memory has one connection only.
    """
    if connection.in_atomic_block or _in_memory():
        yield connection
        return
    own = connection.copy()
    try:
        with own.cursor() as cursor:
            # SQLite: a deferred transaction reads one moment of the write-ahead log and takes no lock.
            cursor.execute("BEGIN" if own.vendor == "sqlite" else "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        yield own
    finally:
        own.close()


def _query(entity: Entity, on: dt.date, last: int) -> QuerySet[Any, tuple[Any, ...]]:
    columns = list(entity.columns)
    if entity.name == "person":
        home = Residence.objects.filter(in_force(on), person=OuterRef("pk"), household__isnull=False)
        civil = ["home" if name == "household" else f"civil__{name}" for name in columns]
        return (
            Person.objects.filter(pk__lte=last)
            .annotate(home=Subquery(home.order_by("-since").values("household")[:1]))
            .order_by("pk")
            .values_list("pk", *civil)
        )
    model, holder = next((t.model, t.holder) for _register, t in tables() if t.entity.name == entity.name)
    known = {f"{holder}__lte": last} if holder else {}
    return model._default_manager.filter(**known).order_by("pk").values_list("pk", *columns)


def _export(entity: Entity, query: QuerySet[Any, Any], folder: Path, database: Any, progress: Progress) -> int:
    """Stream one query into one Parquet file; returns the number of rows."""
    schema = arrow_schema(entity)
    sql, params = query.query.get_compiler(connection=database).as_sql()
    unfinished = folder / f"{entity.name}.parquet.part"
    done = 0
    with pq.ParquetWriter(unfinished, schema) as writer, database.chunked_cursor() as cursor:
        cursor.execute(sql, params)
        while rows := cursor.fetchmany(CHUNK):
            columns = [
                _column(values, field.type) for values, field in zip(zip(*rows, strict=True), schema, strict=True)
            ]
            writer.write_table(pa.table(columns, schema=schema))
            done += len(rows)
            progress(_("exporting %(entity)s") % {"entity": entity.plural}, done, done)
    unfinished.replace(folder / f"{entity.name}.parquet")
    return done


def _column(values: Sequence[Any], kind: pa.DataType) -> pa.Array:
    """One column of a chunk; the text in which SQLite keeps days becomes days, and an empty code is unknown."""
    if pa.types.is_date(kind):
        first = next((value for value in values if value is not None), None)
        return pa.array(values, pa.string()).cast(kind) if isinstance(first, str) else pa.array(values, kind)
    if pa.types.is_boolean(kind):
        return pa.array([None if value is None else bool(value) for value in values], kind)
    column = pa.array(values, kind)
    return pc.if_else(pc.equal(column, ""), pa.scalar(None, kind), column) if pa.types.is_string(kind) else column


class Snapshot:
    """A snapshot in a folder, opened with DuckDB. Use as a context manager, or `close()` it."""

    def __init__(self, folder: Path, *, memory_limit: str = "2GB") -> None:
        """Raises RegisterError when there is no whole snapshot in the folder."""
        try:
            self.manifest: dict[str, Any] = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
            self._counts: dict[str, int] = self.manifest["rows"]
        except (OSError, ValueError, KeyError):
            raise RegisterError(
                "folder",
                gettext_lazy("%(folder)s holds no whole snapshot. Take one with `madang registers snapshot`.")
                % {"folder": folder},
            ) from None
        self.folder = folder
        self._memory_limit = memory_limit
        self._backend: Any = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Give DuckDB's memory back."""
        if self._backend is not None:
            self._backend.disconnect()
            self._backend = None

    @property
    def counts(self) -> Mapping[str, int]:
        """Rows by entity."""
        return self._counts

    def rows(self, entity: str) -> int:
        """How many rows an entity has."""
        return self._counts[entity]

    def tables(self) -> dict[str, Any]:
        """ibis tables by entity, as `rules.population` takes them."""
        backend = self._opened()
        return {entity: backend.table(entity) for entity in self._counts}

    def facts(self, subject_ids: Sequence[int], reads: Benefit | Columns | None = None) -> Facts:
        """Facts of these subjects as `facts_for` gives them, from the snapshot; its own reading was logged when it was taken.

        reads: a benefit (exactly what it asks about), or columns by entity.
        """
        route = routes_of(reads) if isinstance(reads, Benefit) else standard_routes(reads)
        return Facts(whole_rows(read(route, subject_ids, _Parquet(self._opened().con))))

    def _opened(self) -> Any:
        import ibis

        if self._backend is None:
            self._backend = ibis.duckdb.connect(
                memory_limit=self._memory_limit,
                temp_directory=str(self.folder / "spilled"),  # as confidential as the snapshot, so beside it
            )
            for entity in self._counts:
                self._backend.read_parquet(self.folder / f"{entity}.parquet", table_name=entity)
        return self._backend


class _Parquet:
    """A snapshot's files as a source of rows."""

    def __init__(self, duckdb: Any) -> None:
        self._duckdb = duckdb

    def rows(self, entity: str, by: str, ids: Collection[int], columns: Collection[str]) -> Iterator[Row]:
        """See `madang.core.registers.reading.RowSource`."""
        wanted = list(dict.fromkeys(["id", by, holder_of(entity) or "id", *columns]))
        named = ", ".join(f'"{name}"' for name in wanted)
        # Names come from the schema's declarations, never from input.
        sql = f'SELECT {named} FROM "{entity}" WHERE "{by}" IN (SELECT unnest(?)) ORDER BY id'  # noqa: S608
        for values in self._duckdb.execute(sql, [list(ids)]).fetchall():
            yield dict(zip(wanted, values, strict=True))
