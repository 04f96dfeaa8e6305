"""A household as JSON, checked completely before anything is computed with it.

``{"on": "2026-05-01", "complete": false, "persons": [{"id": 1, "born": "2019-03-02"}], "stays_abroad": []}``

Lists are called by the entity's plural. A list left out is unknown, ``[]`` means none, ``"complete": true`` makes every
list left out empty. ``id`` may be left out of rows nothing refers to. Every mistake is reported with the place, the
rule and the remedy; nothing else is ever raised, whatever the input.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from .entities import Entity, Fact, Relation, Schema
from .facts import Facts
from .kinds import LARGEST, Kind
from .schema import STANDARD
from .text import Gettext, _

EARLIEST, LATEST = datetime.date(1800, 1, 1), datetime.date(2300, 12, 31)
LARGEST_ID = 2**63 - 1
MOST_ROWS = 100_000
MOST_ERRORS = 200

Json = Any


@dataclass(frozen=True)
class FactError:
    """One mistake. path: where, e.g. ``persons[0].born``. rule, remedy: message ids with named ``figures``."""

    path: str
    rule: str
    remedy: str
    figures: Mapping[str, Any]

    def text(self, gettext: Gettext = str) -> str:
        """The mistake in one line in the reader's language."""
        rule, remedy = (gettext(message).format(**self.figures) for message in (self.rule, self.remedy))
        return f"{self.path}: {rule} {remedy}"

    def to_json(self, gettext: Gettext = str) -> dict[str, str]:
        """Place, rule and remedy as plain JSON."""
        return {
            "path": self.path,
            "rule": gettext(self.rule).format(**self.figures),
            "remedy": gettext(self.remedy).format(**self.figures),
        }


class FactsError(ValueError):
    """The household cannot be read. ``errors`` lists every mistake (at most `MOST_ERRORS`)."""

    def __init__(self, errors: list[FactError]) -> None:
        super().__init__("\n".join(error.text() for error in errors))
        self.errors = errors


def facts_from_json(data: Json | str | bytes, schema: Schema = STANDARD) -> Facts:
    """`Facts` from a household; raises `FactsError` with every mistake and nothing else."""
    reader = _Reader(schema)
    if isinstance(data, str | bytes):
        try:
            data = json.loads(data)
        except (ValueError, RecursionError) as error:
            reader.refuse("", _("This is not valid JSON ({problem})."), _("Correct the text."), problem=error)
            raise FactsError(reader.errors) from None
    facts = reader.read(data)
    if reader.errors or facts is None:
        raise FactsError(reader.errors)
    return facts


def _short(value: Any) -> Any:
    """What a message shows of any input: never long, never failing."""
    try:
        text = str(value)
    except (ValueError, RecursionError):  # a number of thousands of digits, a list nested thousands deep
        return "..."
    return value if len(text) <= 300 else f"{text[:297]}..."


class _Reader:
    def __init__(self, schema: Schema) -> None:
        self.schema = schema
        self.errors: list[FactError] = []
        self.places: dict[str, dict[int, str]] = {}

    def refuse(self, path: str, rule: str, remedy: str, **figures: Any) -> None:
        if len(self.errors) < MOST_ERRORS:
            shown = {name: _short(value) for name, value in figures.items()}
            self.errors.append(FactError(path[:200] or "$", rule, remedy, shown))

    def read(self, data: Json) -> Facts | None:
        if not isinstance(data, dict):
            self.refuse("", _("A household is an object."), _('Write {{"persons": [...]}}.'))
            return None
        known = ["on", "complete", *self.schema.by_plural]
        for key in data:
            if key not in known:
                self.refuse(
                    str(key), _("There is no {key!r}."), _("Use one of: {known}."), key=key, known=", ".join(known)
                )
        on = None if data.get("on") is None else self._date("on", data["on"])
        complete = data.get("complete", False)
        if not isinstance(complete, bool):
            self.refuse("complete", _("This must be true or false."), _("Write true if lists left out are empty."))
        rows: dict[str, list[dict[str, Any]]] = {}
        for plural, entity in self.schema.by_plural.items():
            if plural in data:
                rows[entity.name] = list(self._rows(entity, plural, data[plural]))
        if self.errors:
            return None
        self._references(rows, complete)
        self._circles(rows)
        facts = Facts(rows, schema=self.schema, complete=complete)
        facts.on = on
        return facts

    def _rows(self, entity: Entity, plural: str, given: Json) -> Iterator[dict[str, Any]]:
        if not isinstance(given, list):
            self.refuse(plural, _("This must be a list."), _("Write [...], or [] for none."))
            return
        if len(given) > MOST_ROWS:
            self.refuse(plural, _("At most {most} rows can be read at once."), _("Send fewer."), most=MOST_ROWS)
            return
        places = self.places.setdefault(entity.name, {})
        for number, row in enumerate(given):
            path = f"{plural}[{number}]"
            if not isinstance(row, dict):
                self.refuse(path, _("Each row must be an object."), _('Write {{"id": 1, ...}}.'))
                continue
            read = self._row(entity, path, row, number)
            if read["id"] in places:
                self.refuse(f"{path}.id", _("Id {id} is already used at {place}."), _("Give each row its own id."),
                            id=read["id"], place=places[read["id"]])  # fmt: skip
            places[read["id"]] = path
            yield read

    def _row(self, entity: Entity, path: str, row: dict[str, Any], number: int) -> dict[str, Any]:
        read: dict[str, Any] = {"id": row.get("id")}
        if read["id"] is None and not self._is_referred_to(entity):
            read["id"] = -number - 1  # nothing refers to it, so any number of its own will do
        else:
            self._id(f"{path}.id", read["id"])
            read["id"] = read["id"] if isinstance(read["id"], int) else -number - 1
        for key, value in row.items():
            column = entity.columns.get(key)
            if key == "id" or value is None:
                continue
            if column is None:
                names = ", ".join(["id", *entity.columns])
                self.refuse(
                    f"{path}.{key}", _("There is no fact {key!r}."), _("Use one of: {known}."), key=key, known=names
                )
            elif isinstance(column, Relation):
                read[key] = self._id(f"{path}.{key}", value)
            else:
                read[key] = self._value(f"{path}.{key}", column, value)
        for first, last in entity.intervals:
            start, end = read.get(first), read.get(last)
            if start is not None and end is not None and end < start:
                self.refuse(f"{path}.{last}", _("It ends ({end}) before it begins ({start})."), _("Correct one of the dates."),
                            start=start, end=end)  # fmt: skip
        return read

    def _is_referred_to(self, entity: Entity) -> bool:
        return any(relation.to == entity.name for other in self.schema for relation in other.relations)

    def _id(self, path: str, value: Json) -> int | None:
        if isinstance(value, bool) or not isinstance(value, int) or not 0 < value <= LARGEST_ID:
            self.refuse(
                path, _("An id is a whole number above 0, not {value!r}."), _("Write a number such as 1."), value=value
            )
            return None
        return value

    def _value(self, path: str, fact: Fact, value: Json) -> Any:
        if fact.kind is Kind.DATE:
            return self._date(path, value)
        if fact.kind is Kind.BOOL:
            if isinstance(value, bool):
                return value
            self.refuse(
                path, _("This must be true or false, not {value!r}."), _("Write true, false or null."), value=value
            )
        elif fact.kind is Kind.CODE:
            if isinstance(value, str) and (not fact.codes or value in fact.codes):
                return value
            choice = ", ".join(fact.codes) or "a text in quotes"
            self.refuse(
                path, _("{value!r} is not possible here."), _("Use one of: {known}."), value=value, known=choice
            )
        elif isinstance(value, bool) or not isinstance(value, int):
            self.refuse(path, _("This must be a whole number, not {value!r}."),
                        _("Write money in its smallest unit, without decimals or quotes."), value=value)  # fmt: skip
        elif abs(value) > LARGEST:
            self.refuse(path, _("{value} is too large."), _("Use a number up to {most}."), value=value, most=LARGEST)
        else:
            return value
        return None

    def _date(self, path: str, value: Json) -> datetime.date | None:
        try:
            if not isinstance(value, str) or len(value) != 10:
                raise ValueError
            day = datetime.date.fromisoformat(value)
        except ValueError:
            self.refuse(
                path, _("{value!r} is not a date."), _("Write YYYY-MM-DD, for example 2019-03-02."), value=value
            )
            return None
        if not EARLIEST <= day <= LATEST:
            self.refuse(path, _("{value} is not a believable date."), _("Use a date from {first} to {last}."),
                        value=value, first=EARLIEST, last=LATEST)  # fmt: skip
            return None
        return day

    def _references(self, rows: dict[str, list[dict[str, Any]]], complete: bool) -> None:
        for name, several in rows.items():
            for relation in self.schema[name].relations:
                if relation.to not in rows and not complete:
                    continue  # the whole list is unknown, so is this row
                there = self.places.get(relation.to, {})
                for row in several:
                    target = row.get(relation.name)
                    if target is not None and target not in there:
                        self.refuse(f"{self.places[name][row['id']]}.{relation.name}",
                                    _("There is no {entity} with id {id}."), _("Add it to {plural}, or use null."),
                                    entity=relation.to, id=target, plural=self.schema[relation.to].plural)  # fmt: skip

    def _circles(self, rows: dict[str, list[dict[str, Any]]]) -> None:
        """Nobody is their own ancestor: relations of an entity to itself must not lead back."""
        for name, several in rows.items():
            names = [relation.name for relation in self.schema[name].relations if relation.to == name]
            if not names:
                continue
            parents = {row["id"]: [row[one] for one in names if row.get(one) is not None] for row in several}
            waiting = {row_id: len([one for one in above if one in parents]) for row_id, above in parents.items()}
            below: dict[int, list[int]] = {}
            for row_id, above in parents.items():
                for one in above:
                    below.setdefault(one, []).append(row_id)
            free = [row_id for row_id, count in waiting.items() if count == 0]
            while free:
                for row_id in below.get(free.pop(), ()):
                    waiting[row_id] -= 1
                    if waiting[row_id] == 0:
                        free.append(row_id)
            for row_id, count in waiting.items():
                if count:
                    self.refuse(self.places[name][row_id], _("This {entity} is its own ancestor through {names}."),
                                _("Correct one of the parents."), entity=name, names=", ".join(names))  # fmt: skip
                    break
