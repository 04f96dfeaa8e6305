"""Writing one batch of rows to a register: new rows are added, changed ones changed, the same ones left alone."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Field, Model, Q
from django.utils.translation import gettext as _

from madang.core.people.models import Person
from madang.core.registers.loader import checks
from madang.core.registers.loader.columns import Problem, Value
from madang.core.registers.loader.layouts import MARRIAGE, PERSON, RESIDENCE, Layout
from madang.core.registers.loader.staging import Staged
from madang.core.registers.models import CivilRecord, Household


@dataclass
class Written:
    """What became of a batch: counts of rows, refusals by row number, and the persons whose facts changed."""

    written: int = 0
    unchanged: int = 0
    refused: dict[int, list[Problem]] = field(default_factory=dict)
    persons: set[int] = field(default_factory=set)


def write_batch(layout: Layout, batch: list[Staged], given: Collection[str]) -> Written:
    """Check a batch against the register and write it. Call inside a transaction.

    `given` are the columns that the file has: what it does not speak of stays as it is in rows that are there already.
    """
    return _write_persons(batch, given) if layout is PERSON else _write_rows(layout, batch, given)


def _dates(model: type[Model], values: dict[str, Any]) -> dict[str, Any]:
    """Values as the model holds them: days as `date`."""
    days = {f.name for f in model._meta.get_fields() if isinstance(f, Field) and f.get_internal_type() == "DateField"}
    return {
        name: dt.date.fromisoformat(value) if name in days and value is not None else value
        for name, value in values.items()
    }


# Persons

_IDENTITY = ("family_name", "given_name", "latin_name", "language", "email", "phone")
_RECORD = ("born", "sex", "died", "nationality", "nationality_lost")


def _write_persons(batch: list[Staged], given: Collection[str]) -> Written:
    done = Written()
    numbers = [str(staged.values["national_number"]) for staged in batch]
    named = {str(staged.values[name]) for staged in batch for name in ("mother", "father") if staged.values[name]}
    known = checks.lives(named)
    present = {
        person.national_number: person
        for chunk in checks.in_lists(numbers)
        for person in Person.objects.filter(national_number__in=chunk).select_related("civil")
    }
    first_births = checks.first_births(person.pk for person in present.values())
    added: list[tuple[Person, dict[str, Any]]] = []
    renamed: list[Person] = []
    changed: list[CivilRecord] = []
    for row, values in batch:
        problems = checks.unknown_persons(PERSON, values, known) or checks.parents(values, known)
        person = present.get(str(values["national_number"]))
        if person is not None and not problems:
            problems = checks.younger_than_child(values, first_births.get(person.pk))
        if problems:
            done.refused[row] = problems
            continue
        record = _dates(CivilRecord, {name: values[name] for name in _RECORD})
        record["mother_id"] = known[str(values["mother"])].id if values["mother"] else None
        record["father_id"] = known[str(values["father"])].id if values["father"] else None
        if person is None:
            added.append((Person(**{k: values[k] for k in ("national_number", *_IDENTITY)}), record))
            continue
        other_name = _assign(person, {name: values[name] for name in _IDENTITY if name in given})
        civil = getattr(person, "civil", None) or CivilRecord(person=person)
        told = {name: value for name, value in record.items() if name.removesuffix("_id") in given}
        other_record = _assign(civil, told) or civil._state.adding
        if other_name:
            renamed.append(person)
        if other_record:
            changed.append(civil)
            done.persons.add(person.pk)
        if other_name or other_record:
            done.written += 1
        else:
            done.unchanged += 1
    Person.objects.bulk_update(renamed, _IDENTITY)
    CivilRecord.objects.bulk_create([civil for civil in changed if civil._state.adding])
    CivilRecord.objects.bulk_update(
        [civil for civil in changed if not civil._state.adding], [*_RECORD, "mother", "father"]
    )
    people = Person.objects.bulk_create([person for person, _record in added])
    CivilRecord.objects.bulk_create(
        CivilRecord(person=person, **record) for person, (_unsaved, record) in zip(people, added, strict=True)
    )
    done.written += len(added)
    done.persons.update(person.pk for person in people)
    return done


def _assign(target: Model, values: dict[str, Any]) -> bool:
    """Set the attributes; whether any was another before."""
    other = {name: value for name, value in values.items() if getattr(target, name) != value}
    for name, value in other.items():
        setattr(target, name, value)
    return bool(other)


# Every other table


def _write_rows(layout: Layout, batch: list[Staged], given: Collection[str]) -> Written:
    done = Written()
    refers = [column.name for column in layout.columns if column.refers]
    known = checks.lives({str(staged.values[name]) for staged in batch for name in refers})
    accepted: list[tuple[int, dict[str, Any]]] = []
    for row, values in batch:
        problems = checks.unknown_persons(layout, values, known) or checks.outside_life(layout, values, known)
        if not problems and len({values[name] for name in refers}) < len(refers):
            problems = [Problem(refers[-1], _("two different persons"), _("Correct one of the national numbers."))]
        if problems:
            done.refused[row] = problems
            continue
        persons = {name: known[str(values[name])].id for name in refers}
        accepted.append((row, {**_dates(layout.model, values), **persons}))
    made: list[int] = []
    if layout is RESIDENCE:
        accepted, made = _with_households(accepted, done)
    stored = _stored(layout, {values[refers[0]] for _row, values in accepted}, refers)
    kept = _Kept()
    for row, fields in accepted:
        outcome = _place(layout, fields, stored, refers, given)
        if isinstance(outcome, list):
            done.refused[row] = outcome
        elif outcome is None:
            done.unchanged += 1
        else:
            done.written += 1
            done.persons.update(fields[name] for name in refers)
            kept.add(outcome)
            if layout is MARRIAGE:  # the register has one row from either side
                mirrored = {**fields, "person": fields["spouse"], "spouse": fields["person"]}
                other = _place(layout, mirrored, stored, refers, given)
                if isinstance(other, Model):
                    kept.add(other)
    kept.write(layout)
    # A household whose only row was refused after all must not stay behind.
    Household.objects.filter(pk__in=made, residences=None).delete()
    return done


class _Kept:
    """Objects to add and to change, each once however often a batch touches it."""

    def __init__(self) -> None:
        self.new: dict[int, Model] = {}
        self.changed: dict[int, Model] = {}

    def add(self, entry: Model) -> None:
        (self.new if entry._state.adding else self.changed)[id(entry)] = entry

    def write(self, layout: Layout) -> None:
        """Two statements, however many objects."""
        manager = layout.model._default_manager
        manager.bulk_create(self.new.values())
        fields = [f.name for f in layout.model._meta.concrete_fields if not f.primary_key and f.name not in layout.key]
        if self.changed:
            manager.bulk_update(self.changed.values(), fields, batch_size=500)


_Stored = dict[tuple[Any, ...], list[Model]]


def _stored(layout: Layout, persons: set[int], refers: list[str]) -> _Stored:
    """Rows already in the register for these persons, by what may not be doubled or overlap."""
    found: _Stored = defaultdict(list)
    for chunk in checks.in_lists(persons):
        involved = Q(**{f"{refers[0]}_id__in": chunk})
        if layout is MARRIAGE:
            involved |= Q(spouse_id__in=chunk)
        for entry in layout.model._default_manager.filter(involved):
            found[_group(layout, entry)].append(entry)
    return found


def _group(layout: Layout, entry: Model | dict[str, Any]) -> tuple[Any, ...]:
    names = layout.spell.alone if layout.spell else layout.key
    return tuple(_get(entry, name) for name in names)


def _get(entry: Model | dict[str, Any], name: str) -> Any:
    if isinstance(entry, dict):
        return entry[name]
    return getattr(entry, entry._meta.get_field(name).attname)  # type: ignore[union-attr]


def _model_values(layout: Layout, values: dict[str, Any], refers: list[str]) -> dict[str, Any]:
    """The row's values under the model's field names."""
    relations = {*refers, "household"}
    names = {f.name for f in layout.model._meta.get_fields() if isinstance(f, Field)}
    return {(f"{name}_id" if name in relations else name): value for name, value in values.items() if name in names}


def _place(
    layout: Layout, values: dict[str, Any], stored: _Stored, refers: list[str], given: Collection[str]
) -> Model | list[Problem] | None:
    """The model object to write, None when it is there already, or why it cannot be written."""
    group = stored[_group(layout, values)]
    same = next((e for e in group if all(_get(e, name) == values[name] for name in layout.key)), None)
    if same is not None:
        values = {name: value for name, value in values.items() if name in given}
    if layout.spell:
        others = [_spell_of(layout, entry) for entry in group if entry is not same]
        own = _spell_of(layout, same) | values if same is not None else values
        problems = checks.overlapping(layout.spell, own, others)
        if problems:
            return problems
    fields = _model_values(layout, values, refers)
    if same is None:
        entry = layout.model(**fields)
        group.append(entry)
        return entry
    return same if _assign(same, fields) else None


def _spell_of(layout: Layout, entry: Model) -> dict[str, Any]:
    assert layout.spell is not None
    return {name: getattr(entry, name) for name in (layout.spell.start, layout.spell.end)}


def _with_households(
    accepted: list[tuple[int, dict[str, Any]]], done: Written
) -> tuple[list[tuple[int, dict[str, Any]]], list[int]]:
    """Household numbers become households; one not yet known is made from the rows that name it.

    Returns the rows with household ids, and the ids of the households made.
    """
    numbers = {str(values["household"]) for _row, values in accepted if values["household"]}
    households = {
        household.number: household
        for chunk in checks.in_lists(numbers)
        for household in Household.objects.filter(number__in=chunk)
    }
    # A single wrong row must not decide where a new household is: most of its rows do.
    areas: dict[str, Counter[str]] = defaultdict(Counter)
    addresses: dict[str, str] = {}
    for _row, values in accepted:
        number = values["household"]
        if number and number not in households:
            areas[number][values["area"]] += 1
            addresses[number] = addresses.get(number) or values["address"]
    made = [
        Household(number=number, area=votes.most_common(1)[0][0], address=addresses[number])
        for number, votes in areas.items()
    ]
    households.update({h.number: h for h in Household.objects.bulk_create(made)})
    kept = []
    for row, values in accepted:
        household = households[values["household"]] if values["household"] else None
        if household is not None and household.area != values["area"]:
            done.refused[row] = [
                Problem(
                    "area",
                    _("the area of the household"),
                    _("Household %(number)s is in area %(area)s: correct the area or the household number.")
                    % {"number": household.number, "area": household.area},
                )
            ]
            continue
        kept.append((row, {**values, "household": household.pk if household else None}))
    return kept, [household.pk for household in made]


def parents_of(values: dict[str, Value]) -> set[str]:
    """National numbers of the row's parents."""
    return {str(values[name]) for name in ("mother", "father") if values.get(name)}
