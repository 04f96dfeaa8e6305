"""Facts are read with a purpose and a legal basis, and every reading is logged."""

from __future__ import annotations

import datetime as dt
import inspect
import pkgutil

import pytest
from django.db import DatabaseError

from madang.core import registers
from madang.core.registers import snapshot
from madang.core.registers.errors import RegisterError
from madang.core.registers.facts import digest, facts_for
from madang.core.registers.models import (
    Access,
    Guardianship,
    Household,
    Income,
    Marriage,
    Residence,
    StayAbroad,
)
from madang.core.registers.my_data import accesses_of
from madang.core.rules import Benefit, Law, in_force, must, part, subject

pytestmark = pytest.mark.django_db

WHY = {"purpose": "Testing", "legal_basis": "Testing Act art. 1"}
DAY = dt.date(2024, 1, 1)


@pytest.fixture
def family(person):
    """Two children of one mother, one of them with another guardian who is abroad; a stranger next door."""
    people = {
        "grandmother": person("G", born="1960-01-01"),
        "stranger": person("S", born="1970-01-01"),
    }
    people["mother"] = person("M", born="1990-01-01", mother=people["grandmother"])
    people["father"] = person("F", born="1988-01-01")
    people["first"] = person("C1", born="2015-01-01", mother=people["mother"], father=people["father"])
    people["second"] = person("C2", born="2020-01-01", mother=people["mother"])
    Guardianship.objects.create(child=people["second"], guardian=people["grandmother"], since=DAY)
    StayAbroad.objects.create(person=people["grandmother"], left=DAY)
    home = Household.objects.create(area="11110")
    for name in ("mother", "second"):
        Residence.objects.create(person=people[name], household=home, area="11110", since=dt.date(2020, 1, 1))
    Residence.objects.create(
        person=people["father"], household=home, area="11110", since=dt.date(2010, 1, 1), until=dt.date(2019, 1, 1)
    )
    Marriage.objects.create(person=people["mother"], spouse=people["father"], since=dt.date(2014, 1, 1))
    Marriage.objects.create(person=people["father"], spouse=people["mother"], since=dt.date(2014, 1, 1))
    Income.objects.create(person=people["father"], year=2023, kind="wages", amount=5)
    return people


def ids(table):
    return set(table)


def test_everybody_the_rules_reach_is_read_and_nobody_else(family):
    read = facts_for([family["second"].pk], **WHY)
    reached = {family[name].pk for name in ("second", "first", "mother", "grandmother")}
    assert ids(read.tables["person"]) == reached
    child = read.row("person", family["second"].pk)
    assert child["born"] == dt.date(2020, 1, 1)
    assert child["sex"] is None  # empty is unknown
    assert child["household"] == Household.objects.get().pk
    assert [row["left"] for row in read.many("stay_abroad", "person")[family["grandmother"].pk]] == [DAY]


def test_the_household_is_the_one_of_the_day_asked_for(family):
    then = facts_for([family["father"].pk], on=dt.date(2018, 1, 1), **WHY)
    assert then.row("person", family["father"].pk)["household"] is not None
    assert facts_for([family["father"].pk], **WHY).row("person", family["father"].pk)["household"] is None


def test_each_person_read_has_one_entry_with_exactly_the_facts_read(family):
    facts_for([family["second"].pk], entities={"person": ["born"], "stay_abroad": ["person", "left"]}, **WHY)
    logged = Access.objects.get()
    assert logged.person == family["second"]
    assert logged.facts == ["person.born", "stay_abroad.left", "stay_abroad.person"]
    assert (logged.purpose, logged.legal_basis) == (WHY["purpose"], WHY["legal_basis"])


def test_columns_not_asked_for_are_not_handed_out(family):
    read = facts_for([family["second"].pk], entities={"person": ["sex"]}, **WHY)
    assert read.row("person", family["second"].pk)["born"] is None
    assert "income" in read.unknown


def test_the_number_of_queries_does_not_grow_with_the_number_of_subjects(person, django_assert_max_num_queries):
    mothers = [person(f"M{i}", born="1990-01-01") for i in range(30)]
    children = [person(f"C{i}", born="2020-01-01", mother=mother) for i, mother in enumerate(mothers)]
    with django_assert_max_num_queries(45):
        facts_for([children[0].pk], **WHY)
    with django_assert_max_num_queries(45):
        facts_for([child.pk for child in children], **WHY)


@pytest.mark.parametrize("missing", ["purpose", "legal_basis"])
@pytest.mark.parametrize("value", ["", "  ", None])
def test_without_purpose_and_legal_basis_nothing_is_read(family, missing, value, django_assert_num_queries, tmp_path):
    why = WHY | {missing: value}
    with django_assert_num_queries(0), pytest.raises(RegisterError) as told:
        facts_for([family["second"].pk], **why)
    assert told.value.field == missing
    with django_assert_num_queries(0), pytest.raises(RegisterError):
        snapshot.take_snapshot(tmp_path / "snapshot", **why)


def test_no_function_of_registers_that_returns_facts_can_be_called_without_grounds():
    modules = [
        __import__(f"{registers.__name__}.{m.name}", fromlist=["_"]) for m in pkgutil.iter_modules(registers.__path__)
    ]
    found = [
        function
        for module in modules
        for _name, function in inspect.getmembers(module, inspect.isfunction)
        if function.__module__ == module.__name__
        and inspect.signature(function).return_annotation in {"Facts", "Snapshot"}
    ]
    assert {function.__name__ for function in found} == {"facts_for", "take_snapshot"}
    for function in found:
        for name in ("purpose", "legal_basis"):
            assert inspect.signature(function).parameters[name].default is inspect.Parameter.empty


def test_when_the_log_cannot_be_written_no_fact_is_returned(family, monkeypatch, tmp_path):
    def broken(*_args, **_options):
        raise DatabaseError("disk full")

    monkeypatch.setattr(Access.objects, "bulk_create", broken)
    with pytest.raises(DatabaseError):
        facts_for([family["second"].pk], **WHY)
    monkeypatch.setattr(Access, "save", broken)
    with pytest.raises(DatabaseError):
        snapshot.take_snapshot(tmp_path / "snapshot", **WHY)
    assert list((tmp_path / "snapshot").glob("*.parquet*")) == []


# A benefit tells its own routes

LAW = Law("testing-act", {"en": "Testing Act"}, "1", "https://example.org/law")
child = subject("person")
SIBLING_BENEFIT = Benefit(
    "sibling",
    title="Sibling benefit",
    law=LAW,
    of=child,
    in_force=in_force("2000-01-01"),
    payee=child.mother,
    conditions=[
        must(
            "guardian_here",
            ~child.guardianships.any(lambda g: g.guardian.stays_abroad.any(lambda s: s.returned.is_absent)),
            cite="1",
            says="no guardian is abroad",
        ),
        must(
            "has_sibling",
            child.mother.children.count(lambda c: c.died.is_absent) >= 2,
            cite="2",
            says="has a living sibling",
        ),
    ],
    amount=part("base", 100, cite="3", says="basic amount"),
)


def test_a_benefit_reads_exactly_what_it_asks_about(family):
    read = facts_for([family["second"].pk], benefit=SIBLING_BENEFIT, **WHY)
    assert SIBLING_BENEFIT.evaluate(read, family["second"].pk, dt.date(2024, 6, 1)).verdict is False
    logged = {access.person: access.facts for access in Access.objects.all()}
    assert logged == {
        family["second"]: ["guardianship.child", "guardianship.guardian", "person.died", "person.mother"],
        family["first"]: ["person.died", "person.mother"],
        family["grandmother"]: ["stay_abroad.person", "stay_abroad.returned"],
    }
    StayAbroad.objects.update(returned=dt.date(2024, 2, 1))
    read = facts_for([family["second"].pk], benefit=SIBLING_BENEFIT, **WHY)
    outcome = SIBLING_BENEFIT.evaluate(read, family["second"].pk, dt.date(2024, 6, 1))
    assert (outcome.verdict, outcome.amount, outcome.payee) == (True, 100, family["mother"].pk)


def test_the_digest_changes_with_a_fact_the_answer_rests_on_and_with_no_other(family):
    second = family["second"].pk

    def now(**options):
        return digest(facts_for([second], **options, **WHY), second, SIBLING_BENEFIT)

    before = now(benefit=SIBLING_BENEFIT)
    assert before == now()  # more facts loaded, the same answer
    Income.objects.update(amount=6)
    assert now() == before
    StayAbroad.objects.all().delete()
    StayAbroad.objects.create(person=family["grandmother"], left=DAY)
    assert now() == before  # another row that says the same
    StayAbroad.objects.update(returned=dt.date(2024, 2, 1))
    assert now() != before


# Snapshots


def test_a_snapshot_says_the_same_as_the_registers(family, tmp_path):
    taken = snapshot.take_snapshot(tmp_path / "snapshot", **WHY)
    everybody = [member.pk for member in family.values()]
    with taken:
        assert taken.rows("person") == 6
        for reads in (None, SIBLING_BENEFIT):
            options = {"benefit": reads} if reads else {}
            there, here = taken.facts(everybody, reads), facts_for(everybody, **options, **WHY)
            assert there.tables == here.tables
            assert there.unknown == here.unknown
        table = taken.tables()["person"]
        assert table.count().execute() == 6


def test_a_snapshot_is_logged_once_and_touches_everybody(family, person, tmp_path):
    snapshot.take_snapshot(tmp_path / "snapshot", reference="scan:1", **WHY)
    later = person("L")
    logged = Access.objects.get()
    assert logged.person is None
    assert logged.last_person_id == max(member.pk for member in family.values())
    assert {"person.born", "income.amount", "household.area"} <= set(logged.facts)
    assert "bank_account.number" not in logged.facts
    assert not list(accesses_of(later))
    assert all(list(accesses_of(member)) == [logged] for member in family.values())


def test_a_snapshot_is_not_written_over_and_a_broken_one_not_read(family, tmp_path):
    folder = tmp_path / "snapshot"
    snapshot.take_snapshot(folder, **WHY)
    with pytest.raises(RegisterError, match="Choose another folder"):
        snapshot.take_snapshot(folder, **WHY)
    (folder / snapshot.MANIFEST).unlink()
    with pytest.raises(RegisterError, match="no whole snapshot"):
        snapshot.Snapshot(folder)


def test_a_snapshot_is_readable_by_its_owner_only(family, tmp_path):
    snapshot.take_snapshot(tmp_path / "snapshot", **WHY)
    assert (tmp_path / "snapshot").stat().st_mode & 0o077 == 0


@pytest.mark.django_db(transaction=True)
def test_a_snapshot_outside_a_transaction_keeps_nobody_from_writing(person, tmp_path, settings):
    for number in range(3):
        person(f"P{number}")
    writing = []

    def progress(_what, _done, _all):
        if not writing and settings.DATABASES["default"]["ENGINE"].endswith("postgresql"):
            writing.append(person("W"))

    taken = snapshot.take_snapshot(tmp_path / "snapshot", progress=progress, **WHY)
    assert taken.rows("person") == 3
