"""What a row must respect beyond its own cells: the persons it names, their lives, and the rows already there."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db.models import Min
from django.utils.translation import gettext as _

from madang.core.people.models import Person
from madang.core.registers.loader.columns import Problem, Value
from madang.core.registers.loader.layouts import Layout, Spell
from madang.core.registers.models import CivilRecord

T = TypeVar("T")

#: Values in one IN (...) list: well under the limit of every SQLite build.
IN_LIST = 5_000

#: A father may have died before the birth; nobody is carried longer than this.
LONGEST_PREGNANCY = dt.timedelta(days=310)


@dataclass(frozen=True)
class Life:
    """A registered person: id and the two days that bound everything else, each None when not known or not reached."""

    id: int
    born: dt.date | None
    died: dt.date | None


def in_lists(values: Iterable[T]) -> Iterator[list[T]]:
    """The values in lists short enough for one query."""
    everything = list(values)
    for start in range(0, len(everything), IN_LIST):
        yield everything[start : start + IN_LIST]


def lives(national_numbers: Iterable[str]) -> dict[str, Life]:
    """Registered persons by national number; those not registered are absent."""
    found: dict[str, Life] = {}
    for numbers in in_lists(set(national_numbers)):
        rows = Person.objects.filter(national_number__in=numbers).values_list(
            "national_number", "id", "civil__born", "civil__died"
        )
        found.update({number: Life(pk, born, died) for number, pk, born, died in rows})
    return found


def unknown_persons(layout: Layout, values: dict[str, Value], known: dict[str, Life]) -> list[Problem]:
    """A problem for each person the row names whom nobody has registered."""
    return [
        Problem(
            column.name,
            _("the person is in the civil register"),
            _(
                "Correct the national number, or load the person first; if they are in this file, see their own refusal."
            ),
        )
        for column in layout.columns
        if column.refers and values[column.name] is not None and values[column.name] not in known
    ]


def order_of_days(spell: Spell | None, values: dict[str, Value]) -> list[Problem]:
    """The last day of a spell comes after its first."""
    if spell is None:
        return []
    start, end = values[spell.start], values[spell.end]
    if start is None or end is None or str(end) >= str(start):
        return []
    return [
        Problem(
            spell.end,
            _("not before %(start)s") % {"start": spell.start},
            _("Check both dates: %(start)s is %(day)s.") % {"start": spell.start, "day": start},
        )
    ]


def outside_life(layout: Layout, values: dict[str, Value], known: dict[str, Life]) -> list[Problem]:
    """A fact of a person begins after their birth and not after their death."""
    problems: list[Problem] = []
    begins = str(values[layout.spell.start]) if layout.spell else f"{values['year']}-12-31"
    field = layout.spell.start if layout.spell else "year"
    latest = begins if layout.spell else f"{values['year']}-01-01"
    for name in layout.lives or ("person",):
        life = known[str(values[name])]
        if life.born and begins < life.born.isoformat():
            problems.append(
                Problem(
                    field,
                    _("not before the birth of the %(person)s") % {"person": name},
                    _("Check the date and the national number: born %(day)s.") % {"day": life.born},
                )
            )
        elif life.died and latest > life.died.isoformat():
            problems.append(
                Problem(
                    field,
                    _("not after the death of the %(person)s") % {"person": name},
                    _("Check the date and the national number: died %(day)s.") % {"day": life.died},
                )
            )
    return problems


def overlapping(spell: Spell, row: dict[str, Any], others: Iterable[dict[str, Any]]) -> list[Problem]:
    """No two spells of the same kind at a time. Days are `date`; None means no end."""
    for other in others:
        if _before(row[spell.start], other[spell.end]) and _before(other[spell.start], row[spell.end]):
            until = other[spell.end] or _("now")
            return [
                Problem(
                    spell.start,
                    _("no overlap with another spell of the same person"),
                    _(
                        "There is one from %(start)s until %(end)s: correct the dates, or close that one in the same file."
                    )
                    % {"start": other[spell.start], "end": until},
                )
            ]
    return []


def _before(start: dt.date, end: dt.date | None) -> bool:
    return end is None or start < end


def own_dates(values: dict[str, Value]) -> list[Problem]:
    """A person's own days in order: born, nationality lost, died."""
    born, died, lost = values["born"], values["died"], values["nationality_lost"]
    problems = []
    if born and died and str(died) < str(born):
        problems.append(
            Problem("died", _("not before birth"), _("Check both dates: born %(day)s.") % {"day": born}),
        )
    if born and lost and str(lost) < str(born):
        problems.append(
            Problem("nationality_lost", _("not before birth"), _("Check both dates: born %(day)s.") % {"day": born}),
        )
    for parent in ("mother", "father"):
        if values[parent] is not None and values[parent] == values["national_number"]:
            problems.append(Problem(parent, _("nobody is their own parent"), _("Correct the national number.")))
    if values["mother"] is not None and values["mother"] == values["father"]:
        problems.append(
            Problem("father", _("mother and father are two persons"), _("Correct one of the national numbers."))
        )
    return problems


def parents(values: dict[str, Value], known: dict[str, Life]) -> list[Problem]:
    """Parents were born before the child; the mother lived at the birth, the father when the child was conceived."""
    born = values["born"]
    if not born:
        return []
    birth = dt.date.fromisoformat(str(born))
    problems = []
    for name, carried in (("mother", dt.timedelta()), ("father", LONGEST_PREGNANCY)):
        if values[name] is None:
            continue
        life = known[str(values[name])]
        if life.born and life.born >= birth:
            problems.append(
                Problem(
                    name,
                    _("born before the child"),
                    _("Check both births: this parent was born %(day)s.") % {"day": life.born},
                )
            )
        elif life.died and life.died + carried < birth:
            problems.append(
                Problem(
                    name,
                    _("alive at the birth; a father, at conception"),
                    _("Check the dates: this parent died %(day)s.") % {"day": life.died},
                )
            )
    return problems


def first_births(person_ids: Iterable[int]) -> dict[int, dt.date]:
    """The birth of the first child of each of these persons who has one."""
    found: dict[int, dt.date] = {}
    for ids in in_lists(person_ids):
        for parent in ("mother", "father"):
            born = CivilRecord.objects.filter(**{f"{parent}_id__in": ids}, born__isnull=False)
            for person, first in born.values_list(f"{parent}_id").annotate(first=Min("born")):
                found[person] = min(first, found.get(person, first))
    return found


def younger_than_child(values: dict[str, Value], first: dt.date | None) -> list[Problem]:
    """Nobody was born after their own child."""
    if first is None or not values["born"] or str(values["born"]) < first.isoformat():
        return []
    return [
        Problem(
            "born",
            _("born before the first child"),
            _("Check both births: the child was born %(day)s.") % {"day": first},
        )
    ]
