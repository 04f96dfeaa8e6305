"""The pages of staff in a real browser: no barrier that axe can find, nothing wider than the screen."""

from __future__ import annotations

import datetime as dt
from itertools import product

import pytest

from madang.core.cases.models import Case
from madang.core.payments.actions.reject_payment import reject_payment
from madang.core.payments.models import Instruction, PayingAccount, PaymentFile
from madang.core.people.models import Assignment, Organisation, Role, User
from madang.core.registers.actions.dispute_fact import dispute_fact
from madang.core.registers.models import LoadReport
from madang.core.services.actions.answer_offer import confirm
from madang.core.services.models import Offer
from madang.core.services.offers import refresh_subjects

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}
ROUNDS = list(product(("ko", "en"), (390, 1280), ("light", "dark")))


@pytest.fixture
def everybody(town) -> User:
    """Somebody with every role in every organisation."""
    user = User.objects.create(username="everybody")
    for organisation, role in product(Organisation.objects.all(), Role.values):
        Assignment.objects.create(user=user, organisation=organisation, role=role, since=dt.date(2020, 1, 1))
    return user


@pytest.fixture
def something_everywhere(town) -> None:
    """A decided case, a disputed fact, a payment that came back, a file for the bank, a load with refusals."""
    mother, child = town.a.mother, town.a.children[0]
    refresh_subjects([child.pk])
    confirm(Offer.objects.get(subject=child, benefit="child-allowance").pk, by=mother)
    dispute_fact(mother, "residence.area", "We moved.", applicant=mother)
    account = PayingAccount.objects.create(organisation=town.ministry, holder="Treasury", bank="BOKRKRSE", number="1")
    file = PaymentFile.objects.create(
        paying_account=account, message_id="20260525-1", requested_on=dt.date(2026, 5, 25), count=1, total=100_000,
        currency="KRW", path="payments/orders/1.xml", status="PART",
    )  # fmt: skip
    sent_back = Instruction.objects.create(
        service="child-allowance", reference="award:1", period="2026-05", payee=mother, payer=town.here, amount=100_000,
        currency="KRW", due_on=dt.date(2026, 5, 25), end_to_end_id="1", file=file,
    )  # fmt: skip
    reject_payment(sent_back, "AC04", "")
    LoadReport.objects.create(
        register="civil", table="person", file_name="a-rather-long-name-of-a-file-from-the-registry.csv",
        sha256="0" * 64, rows=9, written=8, refused=1, refusals_path="refused.csv",
    )  # fmt: skip


def test_axe_finds_no_barrier_on_any_page_of_staff(visit, town, something_everywhere, everybody, settings):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
    question = "?benefit=child-allowance&set.age_limit=13&show=1"
    addresses = [
        "/desk/",
        "/desk/?q=nobody",
        *(f"/desk/cases/{pk}/" for pk in Case.objects.values_list("pk", flat=True)),
        "/staff/registers/",
        "/staff/registers/births/",
        "/staff/payments/",
        "/planner/",
        f"/planner/{question}",
        f"/planner/print/{question}",
    ]
    found = []
    for language, width, scheme in ROUNDS:
        page = visit("/desk/", as_user=everybody, language=language, width=width, scheme=scheme)
        site = page.url.removesuffix("/desk/")
        for address in addresses:
            page.goto(site + address)
            page.evaluate("document.querySelectorAll('details').forEach(each => each.open = !each.matches('.menu'))")
            where = f"{address} {language} {width} {scheme}"
            if (wide := page.evaluate("document.documentElement.scrollWidth")) > width:
                found.append(f"{where}: {wide} px wide")
            for one in axe.run(page, options=RULES).response["violations"]:
                found.append(f"{where}: {one['id']} {one['nodes'][0]['html'][:200]}")
    assert found == []
