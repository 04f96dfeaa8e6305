"""A demo town of many residents, with what years of use leave behind: readings, messages, cases, decisions, payments.

Written in bulk. Django must be set up and the database empty.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable, Iterator
from typing import Any

from django.db import connection
from django.db.models import Model
from django.utils import timezone

BATCH = 2_000
READINGS, MESSAGES = 3, 2  # of every resident
CASE_OF_EVERY = 5  # residents
WAITING_OF_EVERY = 40  # cases
CHANCE = random.Random(21489)


def settle(residents: int, say: Callable[[str], None]) -> None:
    """Draw the town, scan it, and lay down the traces of its past."""
    from madang.site.demo.town import load_town

    load_town(residents, say=say)
    for title, rows in (("readings", _readings()), ("messages", _messages()), ("cases", _cases())):
        say(title)
        _write(rows)
    for title, rows in (("decisions", _decisions()), ("payments", _payments())):
        say(title)
        _write(rows)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _write(rows: Iterator[Model]) -> None:
    batch: list[Model] = []
    for row in rows:
        batch.append(row)
        if len(batch) == BATCH:
            type(row)._default_manager.bulk_create(batch)
            batch = []
    if batch:
        type(batch[0])._default_manager.bulk_create(batch)


def _persons() -> list[int]:
    from madang.core.people.models import Person

    return list(Person.objects.order_by("pk").values_list("pk", flat=True))


def _some_days_ago() -> dt.datetime:
    return timezone.now() - dt.timedelta(minutes=CHANCE.randrange(1, 2 * 365 * 24 * 60))


def _readings() -> Iterator[Any]:
    from madang.core.people.models import Organisation
    from madang.core.registers.models import Access
    from madang.core.services.offers import PURPOSE
    from madang.core.services.packs import benefit_named

    benefit = benefit_named("child-allowance")
    facts = sorted(f"{entity}.{column}" for entity, columns in benefit.reads.items() for column in columns)
    agencies = list(Organisation.objects.values_list("pk", flat=True))
    for person in _persons():
        for _ in range(READINGS):
            yield Access(
                at=_some_days_ago(), person_id=person, facts=facts, purpose=PURPOSE, legal_basis=benefit.law.name,
                organisation_id=CHANCE.choice(agencies), reference=f"case:{CHANCE.randrange(10**6)}",
            )  # fmt: skip


def _messages() -> Iterator[Any]:
    from madang.core.notices.models import Message

    for person in _persons():
        for _ in range(MESSAGES):
            yield Message(
                person_id=person, subject="There is something for you: {title}", values={"title": "Child allowance"},
                body="By the facts in the registers you are entitled to this. Look at the reasons and confirm.",
                link="/for-you/", read_at=timezone.now() if CHANCE.random() < 0.8 else None,
            )  # fmt: skip


def _cases() -> Iterator[Any]:
    from madang.core.cases.models import Case, CaseState
    from madang.core.people.models import Organisation
    from madang.core.services.models import Offer

    municipalities = list(Organisation.objects.exclude(area="").values_list("pk", flat=True))
    explanation = Offer.objects.filter(benefit="child-allowance").values_list("explanation", flat=True)[0]
    for number, person in enumerate(_persons()[::CASE_OF_EVERY]):
        waits = number % WAITING_OF_EVERY == 0
        opened = _some_days_ago()
        yield Case(
            kind="benefit", service="child-allowance", title="Child allowance", subject_id=person, applicant_id=person,
            organisation_id=CHANCE.choice(municipalities), state=CaseState.OPEN if waits else CaseState.DECIDED,
            opened_at=opened, closed_at=None if waits else opened + dt.timedelta(days=9), due_on=opened.date() + dt.timedelta(days=30), due_basis="Child Allowance Act 9(1)",
            exception="The amount is so high that two people must look at it." if waits else "", facts=explanation,
            data={"amount": 100_000, "arrears": 0, "currency": "KRW", "from_month": f"{opened:%Y-%m}-01",
                  "claimed_on": f"{opened:%Y-%m-%d}", "appeal": {}, "facts_read": ["person.born"],
                  "legal_basis": "kr-child-allowance-act"},
        )  # fmt: skip


def _decisions() -> Iterator[Any]:
    from madang.core.cases.models import Case, CaseState, Decision, Outcome

    undocumented = Case.objects.filter(state=CaseState.DECIDED, decisions=None, kind="benefit")
    for case in undocumented.iterator(chunk_size=BATCH):
        yield Decision(
            case=case, outcome=Outcome.GRANTED, amount=100_000, currency="KRW", decided_at=case.opened_at, final=True,
            reasons=case.facts["conditions"], appeal_until=case.due_on + dt.timedelta(days=90), salt="0" * 64,
        )  # fmt: skip


def _payments() -> Iterator[Any]:
    from madang.core.cases.models import Decision
    from madang.core.payments.models import Instruction, InstructionState

    for number, (person, payer) in enumerate(
        Decision.objects.values_list("case__applicant_id", "case__organisation_id").iterator(chunk_size=BATCH)
    ):
        yield Instruction(
            service="child-allowance", reference=f"award:{10**7 + number}", period="2026-01", payee_id=person,
            subject_id=person, payer_id=payer, amount=100_000, currency="KRW", due_on=dt.date(2026, 1, 23),
            bank="SHBKKRSE", account="110", end_to_end_id=f"{number:032x}", state=InstructionState.SETTLED,
        )  # fmt: skip
