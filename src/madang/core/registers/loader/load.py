"""Loading a file into a register: read everything, put it in order, then write batch by batch.

A row is written whole or refused whole, a batch is written whole or not at all, and loading a file again only writes
what is not there yet. So a load that was killed is completed by running it once more.
"""

from __future__ import annotations

import csv
import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from madang.core.events import publish
from madang.core.registers.declarations import register_named
from madang.core.registers.errors import RegisterError
from madang.core.registers.loader import checks
from madang.core.registers.loader.columns import Problem, parse_row
from madang.core.registers.loader.layouts import PERSON, Layout, layouts_of
from madang.core.registers.loader.source import (
    REFUSAL_COLUMNS,
    Record,
    Source,
    fits,
    header_map,
    sha256_of,
)
from madang.core.registers.loader.staging import Staged, Staging
from madang.core.registers.loader.writing import Written, parents_of, write_batch
from madang.core.registers.models import LoadReport

BATCH = 2_000
#: Another writer may have added the very same row since it was looked up; looking again settles it.
ATTEMPTS = 3

#: (what is being done, rows done, rows in all or an estimate)
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Options:
    """How to read a file whose header or encoding is not ours."""

    table: str = ""
    encoding: str | None = None
    mapped: dict[str, str] = field(default_factory=dict)
    ignored: frozenset[str] = frozenset()
    refusals: Path | None = None


def _silent(_what: str, _done: int, _all: int) -> None:
    """No progress shown."""


def load(register: str, path: Path, options: Options | None = None, progress: Progress = _silent) -> LoadReport:
    """Load a file into a register. Returns the finished report; refused rows are in the file it names.

    Raises RegisterError, having written nothing, when the file as a whole cannot be read: missing, empty, encoding, csv,
    parquet, header, table, rows.
    """
    options = options or Options()
    source = Source(path, options.encoding)
    layout = _layout(register, source, options)
    columns = header_map(layout, source.header, options.mapped, set(options.ignored))
    sha256 = sha256_of(path)
    with Staging() as staging:
        rows = _stage(layout, source, columns, staging, progress)
        if rows == 0:
            raise RegisterError(
                "rows", gettext_lazy("%(path)s has a header but no rows. Export it again.") % {"path": path.name}
            )
        report = LoadReport.objects.create(
            register=register, table=layout.table, file_name=path.name, sha256=sha256, rows=rows
        )
        _write(layout, staging, report, frozenset(columns.values()), progress)
        _finish(report, staging, source.header, options.refusals)
    return report


def _layout(register: str, source: Source, options: Options) -> Layout:
    """The table the file is for: as asked, or the only one whose columns it has."""
    layouts = layouts_of(register)
    known = ", ".join(layout.table for layout in layouts)
    if options.table:
        for layout in layouts:
            if layout.table == options.table:
                return layout
        raise RegisterError(
            "table",
            gettext_lazy("Register %(register)s has no table %(name)s. Choose one of: %(known)s.")
            % {"register": register, "name": options.table, "known": known},
        )
    if len(layouts) == 1:
        return layouts[0]
    fitting = [layout for layout in layouts if fits(layout, source.header, options.mapped)]
    if len(fitting) == 1:
        return fitting[0]
    raise RegisterError(
        "header",
        gettext_lazy(
            "The header (%(header)s) does not tell which table this is. Say --table %(known)s, or give these columns: %(columns)s."
        )
        % {
            "header": ", ".join(source.header),
            "known": known.replace(", ", "|"),
            "columns": "; ".join(f"{layout.table}: {', '.join(layout.required)}" for layout in layouts),
        },
    )


def _stage(layout: Layout, source: Source, columns: dict[int, str], staging: Staging, progress: Progress) -> int:
    """Read the file; returns the number of rows. What a row breaks by itself is refused here."""
    rows = 0
    for record in source.records():
        rows += 1
        if rows % BATCH == 0:
            progress(_("reading"), rows, max(source.size, rows))
        problems = _form(record, len(source.header))
        if problems:
            staging.refuse(record.row, problems, record.cells)
            continue
        cells = {name: record.cells[position] for position, name in columns.items()}
        values, problems = parse_row(layout.columns, cells)
        if not problems:
            problems = checks.own_dates(values) if layout is PERSON else checks.order_of_days(layout.spell, values)
        if problems:
            staging.refuse(record.row, problems, record.cells)
            continue
        key = [values[name] for name in layout.key]
        ordering = str(values["born"] or "") if layout is PERSON else "|".join(map(str, key))
        staging.add(record.row, values, record.cells, key, ordering, parents_of(values) if layout is PERSON else set())
    for row, first in staging.doubled():
        staging.refuse(
            row,
            [
                Problem(
                    ", ".join(layout.key),
                    _("once in a file"),
                    _("Row %(first)d has the same: keep the right one of the two.") % {"first": first},
                )
            ],
        )
    for row in staging.arrange():
        staging.refuse(
            row,
            [
                Problem(
                    "mother, father",
                    _("nobody is their own ancestor"),
                    _("Follow the parents of this row in the file and correct the one that leads back to it."),
                )
            ],
        )
    return rows


def _form(record: Record, width: int) -> list[Problem]:
    if record.unreadable:
        return [Problem("", _("a readable CSV row"), _("Check the quotation marks and separators of this row."))]
    if len(record.cells) != width:
        return [
            Problem(
                "",
                _("as many cells as the header"),
                _("This row has %(cells)d, the header %(width)d: check the separators.")
                % {"cells": len(record.cells), "width": width},
            )
        ]
    return []


def _write(layout: Layout, staging: Staging, report: LoadReport, given: frozenset[str], progress: Progress) -> None:
    staged, _refused = staging.count()
    done = 0
    for batch in staging.batches(BATCH):
        written = _write_whole(layout, batch, report, given)
        for row, problems in written.refused.items():
            staging.refuse(row, problems)
        done += len(batch)
        progress(_("writing"), done, staged)


def _write_whole(layout: Layout, batch: list[Staged], report: LoadReport, given: frozenset[str]) -> Written:
    """One batch, its count in the report and its event, in one transaction."""
    declared = register_named(layout.register).table(layout.table).facts.keys()
    for attempt in range(1, ATTEMPTS + 1):
        try:
            with transaction.atomic():
                written = write_batch(layout, batch, given)
                report.written += written.written
                report.unchanged += written.unchanged
                report.save(update_fields=["written", "unchanged"])
                if written.persons:
                    publish(
                        "facts.loaded",
                        {
                            "register": layout.register,
                            "table": layout.table,
                            "persons": sorted(written.persons),
                            "facts": sorted(declared & {f"{layout.table}.{name}" for name in given}),
                        },
                    )
        except IntegrityError:
            report.refresh_from_db(fields=["written", "unchanged"])
            if attempt == ATTEMPTS:
                raise
        else:
            break
    return written


def _finish(report: LoadReport, staging: Staging, header: list[str], path: Path | None) -> None:
    _staged, report.refused = staging.count()
    if report.refused:
        folder = Path(settings.VAR_DIR) / "loads"
        target = path or folder / f"{report.pk:06d}-{report.register}-{report.table}-refused.csv"
        _write_refusals(target, staging, header)
        report.refusals_path = str(target)
    report.finished_at = timezone.now()
    report.save()


def _write_refusals(path: Path, staging: Staging, header: list[str]) -> None:
    """The refused rows as they were given, with the reasons in front; readable by its owner only.

    Repaired, this very file can be loaded: the columns with the reasons are ignored.
    """
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    own = [position for position, name in enumerate(header) if name not in REFUSAL_COLUMNS]
    unfinished = path.with_name(path.name + ".part")
    descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    # The byte order mark makes spreadsheets read it as UTF-8.
    with os.fdopen(descriptor, "w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([*REFUSAL_COLUMNS, *(header[position] for position in own)])
        for row, problems, cells in staging.refusals():
            given = [cells[position] for position in own] if len(cells) == len(header) else cells
            writer.writerow([row, *_joined(problems), *given])
    unfinished.replace(path)


def _joined(problems: Iterable[Problem]) -> list[str]:
    return [" | ".join(parts) for parts in zip(*problems, strict=True)]
