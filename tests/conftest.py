"""A small town for the proofs: a family whose every text about a person carries a mark, and somebody in every role."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace

import pytest

MARK = "Qzxmark"  # no word of ours; it stands in everything that only person A and those entitled may see


@pytest.fixture
def town(db, settings, tmp_path):
    """Person A with two children, offers, a case with letter, a disputed fact and messages; and everybody else."""
    settings.VAR_DIR = tmp_path / "var"
    from madang.core.people.models import Assignment, Organisation, Person, Role, User
    from madang.core.registers.declarations import STANDARD_REGISTERS
    from madang.core.systems import all_systems

    def organisation(code: str, **more) -> Organisation:
        return Organisation.objects.get_or_create(code=code, defaults={"titles": {"en": code.title()}, **more})[0]

    for owned in (*STANDARD_REGISTERS, *all_systems()):
        organisation(owned.owner)
    ministry = organisation("mohw")
    here = organisation("haeundae", area="26350", parent=ministry)
    away = organisation("jeju", area="50110", parent=ministry)

    def person(number: str, name: str = "", **record) -> Person:
        from madang.core.registers.models import CivilRecord

        made = Person.objects.create(national_number=number, given_name=name or number, family_name="Kim")
        CivilRecord.objects.create(
            person=made, nationality="KOR", **{"sex": "f", "born": dt.date(1990, 5, 5), **record}
        )
        return made

    def staff(name: str, role: str, at: Organisation) -> User:
        user = User.objects.create(username=name)
        Assignment.objects.create(user=user, organisation=at, role=role, since=dt.date(2020, 1, 1))
        return user

    a = _family(person, f"{MARK}amother")
    users = {
        "anonymous": None,
        "resident A": User.objects.create(username="resident-a", person=a.mother),
        "resident B": User.objects.create(username="resident-b", person=person("b")),
        "officer": staff("officer", Role.OFFICER, here),
        "officer of another organisation": staff("other-officer", Role.OFFICER, away),
        "supervisor of another organisation": staff("other-supervisor", Role.SUPERVISOR, away),
        "planner": staff("planner", Role.PLANNER, ministry),
        "registrar": staff("registrar", Role.REGISTRAR, organisation("immigration")),
        "auditor": staff("auditor", Role.AUDITOR, ministry),
        "operator": staff("operator", Role.OPERATOR, ministry),
    }
    return SimpleNamespace(ministry=ministry, here=here, away=away, a=a, users=users)


def _family(person, name: str) -> SimpleNamespace:
    from django.utils import timezone

    from madang.core.registers.models import BankAccount, Guardianship, Household, Residence

    today = timezone.localdate()
    mother = person("a-mother", name)
    mother.email = f"{MARK.lower()}@example.org"
    mother.phone = f"+82{MARK}"
    mother.latin_name = f"{MARK} Latin"
    mother.save()
    household = Household.objects.create(area="26350", address=f"{MARK} street 1")
    born = [today - dt.timedelta(days=50), today - dt.timedelta(days=900)]
    children = [person(f"a-child-{n}", f"{MARK}child{n}", born=day, mother=mother) for n, day in enumerate(born)]
    for somebody, since in ((mother, dt.date(2020, 1, 1)), *zip(children, born, strict=True)):
        Residence.objects.create(person=somebody, household=household, area="26350", since=since)
    for child, since in zip(children, born, strict=True):
        Guardianship.objects.create(child=child, guardian=mother, since=since)
    BankAccount.objects.create(person=mother, bank="SHBKKRSE", number=f"110{MARK}1", since=dt.date(2020, 1, 1))
    return SimpleNamespace(mother=mother, children=children, household=household)


@pytest.fixture
def matters(town):
    """Everything of person A that has an address: an offer in each state, cases, letters, messages."""
    from madang.core.cases.letters import send_letter
    from madang.core.cases.models import Decision
    from madang.core.documents.models import Letter
    from madang.core.notices.models import Message
    from madang.core.registers.actions.dispute_fact import dispute_fact
    from madang.core.services.actions.answer_offer import confirm, decline
    from madang.core.services.models import Offer, OfferState
    from madang.core.services.offers import refresh_subjects
    from madang.core.services.packs import benefit_named

    mother, (younger, older) = town.a.mother, town.a.children
    allowance, voucher = benefit_named("child-allowance"), benefit_named("first-meeting-voucher")
    refresh_subjects([younger.pk, older.pk], benefits=[allowance])
    refresh_subjects([younger.pk], benefits=[voucher])
    confirmed = confirm(Offer.objects.get(subject=older, benefit=allowance.name).pk, by=mother)
    send_letter(Decision.objects.get(case=confirmed.case).pk)
    decline(Offer.objects.get(subject=younger, benefit=voucher.name).pk, by=mother, reason=f"{MARK} reason")
    disputed = dispute_fact(mother, "residence.area", f"{MARK} words", applicant=mother)
    return SimpleNamespace(
        offers=list(Offer.objects.filter(payee=mother).order_by("pk").values_list("pk", flat=True)),
        open=Offer.objects.get(subject=younger, benefit=allowance.name, state=OfferState.OPEN).pk,
        cases=[confirmed.case_id, disputed.pk],
        letters=list(Letter.objects.filter(person=mother).values_list("code", flat=True)),
        messages=list(Message.objects.filter(person=mother).values_list("pk", flat=True)),
        persons=[mother.pk, younger.pk, older.pk],
    )
