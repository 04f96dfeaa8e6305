"""The demo town: loaded once or twice, by the real actions, with everybody one is told about."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import override_settings

from madang.core.cases.models import Case
from madang.core.people.models import Assignment, Organisation, Person, Role, User
from madang.core.people.permissions import organisations_of
from madang.core.registers.models import Access, BankAccount, CivilRecord, Residence
from madang.core.services.models import Confirmation, Offer, OfferState
from madang.countries.kr.demo import demo_population
from madang.site.demo.population import load_population
from madang.site.demo.town import load_town
from madang.site.demo_identity.cast import CAST
from madang.site.demo_identity.persons import STAFF, demo_personas, demo_persons

pytestmark = pytest.mark.django_db

DAY = dt.date(2026, 11, 22)
SIZE = 160


@pytest.fixture
def var(settings, tmp_path) -> Path:
    settings.VAR_DIR = tmp_path
    return tmp_path


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[Path]:
    """The town, loaded once for all tests of this module and forgotten afterwards."""
    folder = tmp_path_factory.mktemp("town")
    with django_db_blocker.unblock(), override_settings(VAR_DIR=folder), transaction.atomic():
        load_town(SIZE)
        yield folder
        transaction.set_rollback(True)


@pytest.fixture
def town(loaded, settings) -> Path:
    """The folder of a town that is loaded; what a test changes is undone after it."""
    settings.VAR_DIR = loaded
    return loaded


def counts() -> dict[str, int]:
    models = (Person, CivilRecord, Residence, BankAccount, User, Assignment, Organisation, Offer, Confirmation, Case)
    return {model.__name__: model.objects.count() for model in models}


def test_everybody_of_the_drawing_is_in_the_registers_with_all_their_facts():
    rows = demo_population(1, SIZE, DAY)
    persons = load_population(rows)
    assert len(persons) == len(rows["name"]) == CivilRecord.objects.count()
    child = next(row for row in rows["person"] if row["mother"] and row["father"])
    record = CivilRecord.objects.get(person=persons[child["id"]])
    assert (record.born, record.mother, record.father) == (
        child["born"],
        persons[child["mother"]],
        persons[child["father"]],
    )


def test_the_town_has_offers_history_and_somebody_for_every_post(town):
    personas = demo_personas(town)
    assert Offer.objects.filter(state=OfferState.OPEN).exists()
    assert Confirmation.objects.exists()
    assert Case.objects.filter(kind="appeal").exists()
    assert {p.title for p in demo_personas(town) if p.group == STAFF} == {post.title for post in CAST}
    assert len([p for p in personas if p.title]) >= len(CAST) + 6
    for role in Role.values:
        assert Assignment.objects.filter(role=role).exists(), role


def test_loading_the_town_again_changes_nothing(town):
    before, listed = counts(), demo_persons(town)
    load_town(SIZE)
    assert counts() == before
    assert demo_persons(town) == listed


def test_people_with_a_story_are_left_for_the_visitor(town):
    numbers = [p.national_number for p in demo_personas(town) if p.group != STAFF]
    assert not Confirmation.objects.filter(offer__payee__national_number__in=numbers).exists()


def test_every_reading_of_the_loading_is_in_the_access_log(town):
    assert Access.objects.filter(person=None).exists(), "the scan"
    assert not Access.objects.filter(purpose="").exists() and not Access.objects.filter(legal_basis="").exists()


def test_staff_see_what_their_post_covers_and_nothing_else(town):
    by_title = {
        p.title: User.objects.get(person__national_number=p.national_number)
        for p in demo_personas(town)
        if p.group == STAFF
    }
    officer, other = by_title["Officer"], by_title["Officer of another municipality"]
    assert organisations_of(officer) and not organisations_of(officer) & organisations_of(other)
    assert organisations_of(by_title["Auditor"]) == set(Organisation.objects.values_list("pk", flat=True))


def test_a_birth_makes_an_offer_to_the_mother(town):
    out = StringIO()
    call_command("demo", "birth", stdout=out)
    child = Person.objects.latest("pk")
    assert child.full_name in out.getvalue()
    from madang.core.services.offers import refresh_subjects

    refresh_subjects([child.pk])
    assert Offer.objects.filter(subject=child, state=OfferState.OPEN).exists()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["load", "--country", "xx"], "MADANG_COUNTRY=xx"),
        (["load", "--size", "1"], "between 100 and 100000"),
        (["birth", "--born", "yesterday"], "write it like 2026-11-20"),
        (["birth", "--mother", "0"], "madang demo people"),
        (["people"], "madang demo load"),
    ],
)
def test_a_mistake_is_answered_with_the_remedy(var, arguments, words):
    with pytest.raises(CommandError, match=words):
        call_command("demo", *arguments)


def test_invented_people_never_come_among_real_ones(settings):
    settings.DEMO = False
    before = counts()
    with pytest.raises(CommandError, match="MADANG_DEMO"):
        call_command("demo", "load")
    assert counts() == before


def test_every_system_shows_something_in_the_town(var, monkeypatch):
    shown = []
    there = SimpleNamespace(title="Lost property", demo=lambda: shown.append("lost property"))
    without = SimpleNamespace(title="Clocks", demo=None)
    monkeypatch.setattr("madang.site.demo.town.load_town", lambda size, say: shown.append("town"))
    monkeypatch.setattr("madang.site.management.commands.demo.all_systems", lambda: [there, without])
    call_command("demo", "load", stdout=StringIO(), stderr=StringIO())
    assert shown == ["town", "lost property"]
