"""The people of the demo town, put into the registers."""

from __future__ import annotations

import datetime as dt
import importlib
from collections.abc import Iterable
from typing import Any, TypeVar

from django.db import models, transaction

from madang.core.people.models import Person
from madang.core.registers.models import (
    BankAccount,
    CivilRecord,
    Guardianship,
    Household,
    Income,
    Marriage,
    Property,
    Residence,
    Status,
    StayAbroad,
)

Rows = dict[str, list[dict[str, Any]]]
M = TypeVar("M", bound=models.Model)
SEED = 1
CLOSED_ACCOUNT = "991"  # the simulated bank sends payments to such accounts back; every 20th adult has one


def drawn_population(country: str, size: int, on: dt.date) -> Rows:
    """The country's own demo town as rows by entity. Raises LookupError for a country without one."""
    try:
        module = importlib.import_module(f"madang.countries.{country}.demo")
    except ModuleNotFoundError as error:
        raise LookupError(f"the country {country!r} has no demo town (madang.countries.{country}.demo)") from error
    rows: Rows = module.demo_population(SEED, size, on)
    storied = {row["person"] for row in rows["persona"]}
    parents = {row["id"]: (row["mother"], row["father"]) for row in rows["person"]}
    for guardianship in rows[
        "guardianship"
    ]:  # whoever has a story raises their own children, so that it is their offer
        told = [parent for parent in parents[guardianship["child"]] if parent in storied]
        guardianship["guardian"] = told[0] if told else guardianship["guardian"]
    for account in rows["bank_account"][::20]:
        if account["person"] not in storied:
            account["number"] = f"{account['number'][:-3]}{CLOSED_ACCOUNT}"
    return rows


def load_population(rows: Rows) -> dict[int, Person]:
    """Insert everybody with all their facts, whole or not at all; returns each person by their id in `rows`.

    A town that is there already is recognised by its national numbers and left as it is.
    """
    numbers = {row["national_number"]: row["id"] for row in rows["name"]}
    present = Person.objects.filter(national_number__in=list(numbers)[:1]).exists()
    if not present:
        with transaction.atomic():
            _insert(rows)
    found: dict[int, Person] = {}
    wanted = list(numbers)
    for start in range(0, len(wanted), 500):
        for person in Person.objects.filter(national_number__in=wanted[start : start + 500]):
            found[numbers[person.national_number]] = person
    return found


def _insert(rows: Rows) -> None:
    persons = _made(
        Person,
        (
            Person(
                national_number=row["national_number"],
                family_name=row["family_name"],
                given_name=row["given_name"],
                latin_name=row["latin_name"],
                language=row["language"],
            )
            for row in rows["name"]
        ),
    )
    person = {row["id"]: made.pk for row, made in zip(rows["name"], persons, strict=True)}
    households = _made(Household, (Household(area=row["area"]) for row in rows["household"]))
    household = {row["id"]: made.pk for row, made in zip(rows["household"], households, strict=True)}
    _made(
        CivilRecord,
        (
            CivilRecord(
                person_id=person[row["id"]],
                born=row["born"],
                sex=row["sex"],
                died=row["died"],
                nationality=row["nationality"],
                nationality_lost=row["nationality_lost"],
                mother_id=person.get(row["mother"]),
                father_id=person.get(row["father"]),
            )
            for row in rows["person"]
        ),
    )
    references = {"person": person, "spouse": person, "child": person, "guardian": person, "household": household}
    for entity, model in (
        ("residence", Residence),
        ("marriage", Marriage),
        ("guardianship", Guardianship),
        ("stay_abroad", StayAbroad),
        ("income", Income),
        ("property", Property),
        ("status", Status),
        ("bank_account", BankAccount),
    ):
        _made(model, (model(**_columns(row, references)) for row in rows[entity]))


def _columns(row: dict[str, Any], references: dict[str, dict[int, int]]) -> dict[str, Any]:
    """The row with ids of the database instead of those of the drawing."""
    return {
        (f"{name}_id" if name in references else name): (references[name][value] if name in references else value)
        for name, value in row.items()
        if name != "id"
    }


def _made(model: type[M], objects: Iterable[M]) -> list[M]:
    return model._default_manager.bulk_create(objects, batch_size=1000)
