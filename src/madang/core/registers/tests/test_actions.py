"""Facts change through actions: checked, written and told in one transaction."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from madang.core.cases.actions.decide import decide
from madang.core.cases.actions.work import withdraw
from madang.core.cases.errors import CaseError
from madang.core.cases.models import Case, Outcome
from madang.core.events.models import Event
from madang.core.people.models import Assignment, Role, User
from madang.core.people.permissions import may_act_for
from madang.core.registers.actions.change_fact import change_fact
from madang.core.registers.actions.dispute_fact import dispute_fact, set_correction
from madang.core.registers.actions.move import move
from madang.core.registers.actions.record_departure import record_departure
from madang.core.registers.actions.record_return import record_return
from madang.core.registers.actions.register_birth import register_birth
from madang.core.registers.actions.register_death import register_death
from madang.core.registers.disputes import disputed_facts
from madang.core.registers.errors import RegisterError
from madang.core.registers.models import (
    Guardianship,
    Household,
    Income,
    Marriage,
    Residence,
    StayAbroad,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("organisations")]

BORN = dt.date(2024, 3, 9)


@pytest.fixture
def mother(person):
    return person("M", born="1990-01-01", name="유진")


@pytest.fixture
def officer(organisations):
    user = User.objects.create(username="officer")
    for organisation in organisations.values():
        Assignment.objects.create(user=user, organisation=organisation, role=Role.OFFICER)
    return user


def told():
    return [(event.name, event.payload) for event in Event.objects.order_by("id")]


def birth(mother, **changes):
    return register_birth(
        **{
            "mother": mother,
            "born": BORN,
            "sex": "f",
            "given_name": "하나",
            "family_name": "김",
            "number": "C",
            "nationality": "KOR",
            **changes,
        }
    )


def test_a_birth_makes_a_person_with_a_guardian_in_the_household_of_the_mother(mother):
    home = move([mother], dt.date(2020, 1, 1), area="11110", address="Road 1")
    child = birth(mother)
    assert child.civil.mother == mother
    assert child.guardianships.get().guardian == mother
    assert child.residences.get().household == home
    assert child.residences.get().since == BORN
    assert told()[-1] == ("birth.registered", {"person": child.pk})


def test_a_child_born_abroad_is_abroad_from_the_day_of_birth(mother):
    assert birth(mother, abroad=True).stays_abroad.get().left == BORN


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"born": dt.date(2999, 1, 1)}, "born"),
        ({"born": dt.date(1980, 1, 1)}, "mother"),
        ({"sex": "female"}, "sex"),
        ({"given_name": " "}, "given_name"),
        ({"number": "M"}, "number"),
        ({"number": "a b"}, "number"),
        ({"nationality": "Korea"}, "nationality"),
    ],
)
def test_an_impossible_birth_is_refused_and_writes_nothing(mother, changes, field):
    with pytest.raises(RegisterError) as refused:
        birth(mother, **changes)
    assert refused.value.field == field
    assert not Guardianship.objects.exists()
    assert told() == []


def test_only_a_registrar_of_the_keeper_changes_a_register(mother, organisations):
    registrar = User.objects.create(username="registrar")
    with pytest.raises(RegisterError) as refused:
        birth(mother, by=registrar)
    assert refused.value.code == "role"
    Assignment.objects.create(user=registrar, organisation=organisations["civil-registry"], role=Role.REGISTRAR)
    registrar = User.objects.get(pk=registrar.pk)
    assert birth(mother, by=registrar).pk
    with pytest.raises(RegisterError):
        move([mother], dt.date(2020, 1, 1), area="1", by=registrar)


def test_a_death_ends_marriage_guardianship_and_residence(mother, person):
    husband = person("F")
    child = birth(mother)
    move([mother], dt.date(2020, 1, 1), area="11110")
    for one, other in ((mother, husband), (husband, mother)):
        Marriage.objects.create(person=one, spouse=other, since=dt.date(2015, 1, 1))
    died = dt.date(2024, 6, 1)
    assert register_death(mother, died) is True
    assert register_death(mother, died) is False
    ended = died + dt.timedelta(days=1)
    assert set(Marriage.objects.values_list("until", flat=True)) == {ended}
    assert Guardianship.objects.get(child=child).until == ended
    assert Residence.objects.get(person=mother).until == ended
    assert [name for name, _payload in told()].count("death.registered") == 1
    with pytest.raises(RegisterError):
        register_death(mother, dt.date(2024, 6, 2))


def test_a_move_ends_the_residence_before_and_the_same_move_again_changes_nothing(mother):
    first = move([mother], dt.date(2020, 1, 1), area="11110", address="Road 1")
    second = move([mother], dt.date(2021, 1, 1), area="26110", address="Road 2")
    assert move([mother], dt.date(2021, 1, 1), area="26110", address="Road 2") == second
    assert list(Residence.objects.order_by("since").values_list("household", "until")) == [
        (first.pk, dt.date(2021, 1, 1)),
        (second.pk, None),
    ]
    assert [name for name, _payload in told()] == ["residence.changed"] * 2
    with pytest.raises(RegisterError):
        move([mother], dt.date(2020, 6, 1), area="11110")
    with pytest.raises(RegisterError):
        move([mother], dt.date(1980, 6, 1), area="11110")
    assert Household.objects.count() == 2


def test_departure_and_return_make_one_stay(mother):
    record_departure(mother, dt.date(2024, 1, 1))
    record_departure(mother, dt.date(2024, 1, 1))
    with pytest.raises(RegisterError):
        record_departure(mother, dt.date(2024, 2, 1))
    with pytest.raises(RegisterError):
        record_return(mother, dt.date(2023, 2, 1))
    record_return(mother, dt.date(2024, 5, 1))
    record_return(mother, dt.date(2024, 5, 1))
    with pytest.raises(RegisterError):
        record_return(mother, dt.date(2024, 6, 1))
    assert StayAbroad.objects.values_list("left", "returned").get() == (dt.date(2024, 1, 1), dt.date(2024, 5, 1))
    assert [name for name, _payload in told()] == ["departure.recorded", "return.recorded"]


def test_a_changed_fact_is_told_once(mother):
    assert change_fact(mother, "person.born", "1990-02-02") is True
    assert change_fact(mother, "person.born", "1990-02-02") is False
    mother.civil.refresh_from_db()
    assert mother.civil.born == dt.date(1990, 2, 2)
    assert told() == [("fact.changed", {"person": mother.pk, "facts": ["person.born"]})]


@pytest.mark.parametrize(
    ("fact", "value"),
    [
        ("person.born", "1990-02-30"),
        ("person.born", "2024-03-09"),  # not before the first child
        ("person.died", "1980-01-01"),
        ("person.sex", "female"),
        ("person.mother", "NOBODY"),
        ("person.mother", "M"),
        ("person.mother", "C"),  # her own child
        ("person.household", "1"),
        ("person.shoe_size", "1"),
        ("income.amount", "1"),
    ],
)
def test_a_fact_cannot_be_changed_to_what_its_register_would_refuse(mother, fact, value):
    birth(mother)
    before = Event.objects.count()
    with pytest.raises(RegisterError):
        change_fact(mother, fact, value)
    assert Event.objects.count() == before


def test_one_of_several_rows_is_changed_by_its_id_and_never_somebody_elses(mother, person):
    stranger = person("S")
    mine = [Income.objects.create(person=mother, year=2023, kind=kind, amount=1) for kind in ("wages", "business")]
    theirs = Income.objects.create(person=stranger, year=2023, kind="wages", amount=1)
    with pytest.raises(RegisterError):
        change_fact(mother, "income.amount", "5")
    with pytest.raises(RegisterError):
        change_fact(mother, "income.amount", "5", row_id=theirs.pk)
    assert change_fact(mother, "income.amount", "5", row_id=mine[0].pk)
    assert not change_fact(mother, "income.amount", "5", row_id=mine[0].pk)
    with pytest.raises(RegisterError):
        change_fact(mother, "income.kind", "business", row_id=mine[0].pk)
    assert list(Income.objects.order_by("pk").values_list("amount", flat=True)) == [5, 1, 1]


def test_a_spell_cannot_be_changed_into_another(mother):
    move([mother], dt.date(2020, 1, 1), area="11110")
    move([mother], dt.date(2021, 1, 1), area="26110")
    second = Residence.objects.get(until=None)
    with pytest.raises(RegisterError):
        change_fact(mother, "residence.since", "2020-06-01", row_id=second.pk)
    assert change_fact(mother, "residence.since", "2021-06-01", row_id=second.pk)


# "This fact is wrong"


def test_a_dispute_opens_a_case_at_the_keeper_and_is_told(mother, organisations):
    case = dispute_fact(mother, "person.born", "I was born a day later.", claimed="1990-01-02")
    assert case.organisation == organisations["civil-registry"]
    assert case.reference == "fact:person.born"
    assert case.data["held"] == "1990-01-01"
    assert case.due_on > timezone.localdate()
    assert disputed_facts([mother.pk]) == {(mother.pk, "person.born")}
    assert told()[-1] == ("fact.disputed", {"person": mother.pk, "fact": "person.born", "case": case.pk})
    assert dispute_fact(mother, "person.born", "Again!") == case
    assert Case.objects.count() == 1


@pytest.mark.parametrize(
    ("fact", "words", "claimed", "field"),
    [
        ("person.born", "  ", "", "words"),
        ("person.born", "x" * 5000, "", "words"),
        ("person.born", "wrong", "1990-13-01", "claimed"),
        ("person.born", "wrong", "2999-01-01", "claimed"),
        ("person.shoe_size", "wrong", "", ""),
        ("income.amount", "wrong", "", "row"),
        ("person.household", "wrong", "", "fact"),
    ],
)
def test_an_impossible_dispute_is_refused_and_opens_nothing(mother, fact, words, claimed, field):
    with pytest.raises(RegisterError) as refused:
        dispute_fact(mother, fact, words, claimed=claimed)
    assert refused.value.field == field
    assert not Case.objects.exists()


def test_a_corrected_fact_is_written_and_told(mother, officer):
    case = dispute_fact(mother, "person.born", "Wrong.", claimed="1990-01-02")
    decide(case.pk, Outcome.CORRECTED, by=officer, words="The birth certificate says so.")
    mother.civil.refresh_from_db()
    assert mother.civil.born == dt.date(1990, 1, 2)
    assert ("fact.changed", {"person": mother.pk, "facts": ["person.born"], "case": case.pk}) in told()
    assert disputed_facts([mother.pk]) == set()


def test_an_officer_may_find_another_value_but_must_have_one(mother, officer):
    case = dispute_fact(mother, "person.born", "I do not know the day.")
    with pytest.raises(CaseError) as refused:
        decide(case.pk, Outcome.CORRECTED, by=officer, words="Yes.")
    assert refused.value.code == "value"
    case.refresh_from_db()
    assert case.state == "open"
    with pytest.raises(RegisterError):
        set_correction(case.pk, "1990-99-01", by=officer)
    set_correction(case.pk, "1990-01-05", by=officer)
    decide(case.pk, Outcome.CORRECTED, by=officer, words="By the hospital's book.")
    mother.civil.refresh_from_db()
    assert mother.civil.born == dt.date(1990, 1, 5)


def test_a_correction_that_became_impossible_is_refused_and_the_case_stays_open(mother, officer):
    case = dispute_fact(mother, "person.born", "Wrong.", claimed="2020-01-01")
    birth(mother, born=dt.date(2015, 1, 1))
    with pytest.raises(CaseError):
        decide(case.pk, Outcome.CORRECTED, by=officer, words="Yes.")
    case.refresh_from_db()
    assert case.state == "open"


def test_a_refused_or_withdrawn_dispute_lets_the_fact_stand(mother, officer):
    case = dispute_fact(mother, "person.born", "Wrong.")
    decide(case.pk, Outcome.REFUSED, by=officer, words="The certificate says the day that is registered.")
    again = dispute_fact(mother, "person.born", "Still wrong.")
    assert again != case
    withdraw(again.pk, applicant=mother)
    upheld = [payload["case"] for name, payload in told() if name == "fact.upheld"]
    assert upheld == [case.pk, again.pk]
    assert disputed_facts([mother.pk]) == set()


def test_an_entry_that_is_missing_altogether_can_be_disputed(mother, officer):
    case = dispute_fact(mother, "stay_abroad.left", "I was abroad in 2023.", missing=True)
    assert case.organisation.code == "immigration"
    record_departure(mother, dt.date(2023, 1, 1))
    decide(case.pk, Outcome.CORRECTED, by=officer, words="Entered.")
    assert "fact.changed" in {name for name, _payload in told()}


# Acting for a child


def test_a_guardian_may_act_for_a_young_child_and_nobody_else_may(mother, person):
    child = birth(mother)
    grown = person("G", born="2000-01-01")
    Guardianship.objects.create(child=grown, guardian=mother, since=dt.date(2000, 1, 1))
    user = User.objects.create(username="mother", person=mother)
    assert may_act_for(user, child)
    assert not may_act_for(user, grown)
    stranger = User.objects.create(username="stranger", person=person("S"))
    assert not may_act_for(stranger, child)
