"""A small county with one benefit, its payers and its people."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from uuid import uuid4

import pytest
from django.utils import timezone

from madang.core.cases.actions.open_case import open_case
from madang.core.payments.models import Instruction, PayingAccount
from madang.core.people.models import Organisation, Person
from madang.core.registers.models import BankAccount, CivilRecord, Household, Residence
from madang.core.rules import (
    MONEY,
    Benefit,
    Currency,
    Law,
    Line,
    Pack,
    Parameter,
    PayDay,
    Recovery,
    _,
    age_in_years,
    in_force,
    must,
    part,
    period_end,
    subject,
)
from madang.core.services import packs
from madang.core.services.actions import grant  # noqa: F401 - registers the procedure of benefit cases
from madang.core.services.models import Award

ACT = Law("test-act", {"ko": "시험법", "en": "Test Act"}, number="1", url="https://example.org/")
AMOUNT = Parameter(
    "test_amount",
    MONEY,
    title=_("Test amount"),
    lines=[
        Line(100_000, "2018-01", source=ACT.art("1")),
        Line(110_000, applies="2026-03", known="2026-05-20", source=ACT.art("2")),
    ],
)
child = subject("person")
ALLOWANCE = Benefit(
    "test-allowance",
    title=_("Test allowance"),
    law=ACT,
    of=child,
    in_force=in_force("2018-01", source=ACT.art("3")),
    payee=child.mother,
    conditions=[must("young", age_in_years(child.born, period_end) < 9, cite="4", says=_("born on {born}"))],
    amount=part("base", AMOUNT, cite="1", says=_("{test_amount} a month")),
    pay_day=PayDay(25, if_not_working_day="before"),
    recovery=Recovery(floor=3_000),
    agency="ministry",
)


class WeekendsOff:
    """Saturdays and Sundays are days off."""

    def is_working_day(self, day: dt.date) -> bool:
        return day.weekday() < 5

    def add_working_days(self, day: dt.date, days: int) -> dt.date:
        while days:
            day += dt.timedelta(1)
            days -= self.is_working_day(day)
        return day


@pytest.fixture
def var(settings, tmp_path: Path) -> Path:
    settings.VAR_DIR = tmp_path
    settings.DEMO = True
    return tmp_path


@pytest.fixture(autouse=True)
def pack(monkeypatch) -> Pack:
    made = Pack("xx", "Testland", Currency("KRW", 0), [ALLOWANCE], WeekendsOff(), languages=("ko", "en"))
    monkeypatch.setattr(packs, "_active", [made])
    return made


@pytest.fixture
def county(db) -> Organisation:
    ministry = Organisation.objects.create(code="ministry", titles={"en": "Ministry"})
    made = Organisation.objects.create(code="haesol", titles={"en": "Haesol County"}, parent=ministry, area="51")
    PayingAccount.objects.create(organisation=ministry, holder="보건복지부", bank="BOKRKRSE", number="301-0000-0001")
    return made


@pytest.fixture
def person(db):
    def make(name: str = "하늘") -> Person:
        return Person.objects.create(national_number=uuid4().hex, family_name="김", given_name=name, language="ko")

    return make


@pytest.fixture
def instruction(county, person):
    def make(ending: str = "001", **changes) -> Instruction:
        fields = {
            "service": "test-allowance",
            "reference": f"award:{uuid4().hex[:8]}",
            "period": "2026-05",
            "payer": county,
            "amount": 100_000,
            "currency": "KRW",
            "due_on": dt.date(2026, 5, 22),
            "bank": "SHBKKRSE",
            "account": f"110-222-{ending}",
            "end_to_end_id": uuid4().hex,
        } | changes
        if "payee" not in changes:
            fields["payee"] = person()
        return Instruction.objects.create(**fields)

    return make


@pytest.fixture
def clock(monkeypatch):
    """Set the hands of the clock: `clock(day)`."""

    def set_to(day: dt.date) -> None:
        moment = dt.datetime(day.year, day.month, day.day, 9, tzinfo=dt.UTC)
        monkeypatch.setattr(timezone, "now", lambda: moment)

    set_to(dt.date(2026, 5, 20))
    return set_to


@pytest.fixture
def award(county, person):
    """A child, its mother with an account, and a running award from April."""

    def make(
        born: dt.date | None = dt.date(2020, 6, 1), from_month: dt.date = dt.date(2026, 5, 1), account: bool = True
    ) -> Award:
        mother, child = person("어머니"), person("아이")
        CivilRecord.objects.create(person=mother, born=dt.date(1990, 1, 1), sex="f")
        CivilRecord.objects.create(person=child, born=born, sex="f", mother=mother)
        home = Household.objects.create(area="51")
        Residence.objects.create(person=child, household=home, area="51", since=dt.date(2020, 6, 1))
        if account:
            BankAccount.objects.create(person=mother, bank="SHBKKRSE", number="110-1", since=dt.date(2020, 1, 1))
        case = open_case(
            "benefit", service="test-allowance", title="Test allowance", organisation=county, subject=child, applicant=mother,
            data={"appeal": {"days": 90, "basis": "Act 19(2)"}},
        )  # fmt: skip
        return Award.objects.create(
            benefit="test-allowance", subject=child, payee=mother, case=case, from_month=from_month,
            claimed_on=from_month, currency="KRW",
        )  # fmt: skip

    return make
