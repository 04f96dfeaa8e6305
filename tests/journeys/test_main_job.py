"""The main job, once through: a birth becomes an offer, a confirm, a decision, money, a letter and a record that holds."""

from __future__ import annotations

import datetime as dt
import io
import re
from collections import Counter
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.conf import settings as site
from django.core.management import CommandError, call_command
from django.db.models import Q
from django.utils import timezone
from playwright.sync_api import expect

from madang.core.cases.models import Case, Decision
from madang.core.operations.due import run_due
from madang.core.payments.engine import schema as structure
from madang.core.payments.models import Instruction, PaymentFile
from madang.core.people.models import Assignment, Organisation, Person, Role, User
from madang.core.registers.actions.register_birth import register_birth
from madang.core.registers.models import Access, BankAccount, Household, Residence
from madang.core.registers.my_data import OWN_PURPOSE
from madang.core.services.actions.answer_offer import confirm
from madang.core.services.models import Award, Offer
from madang.core.services.packs import active_pack

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PHONE = 390
ENTITLED = "Working out what you are entitled to"
CLOSED_ACCOUNT = "110200300991"  # the simulated bank sends back what is paid to an account ending in 991


def madang(*words: str) -> tuple[int, str]:
    """Exit code and output of a command of ours."""
    out = io.StringIO()
    try:
        call_command(*words, stdout=out)
    except CommandError as error:
        return error.returncode, str(error)
    except SystemExit as end:
        return int(end.code or 0), out.getvalue()
    return 0, out.getvalue()


def let_the_worker_work() -> None:
    """What the worker does within seconds: everything queued, and every job whenever it last ran."""
    madang("worker", "--once")
    run_due(everything=True)
    madang("worker", "--once")


@pytest.fixture
def place(town, settings, live_server):
    """The town with a registrar of births, a public address, an account to pay from, and a neighbour with a closed one."""
    settings.PUBLIC_URL = live_server.url
    registrar = User.objects.create(username="births")
    registry = Organisation.objects.get(code="civil-registry")
    Assignment.objects.create(user=registrar, organisation=registry, role=Role.REGISTRAR, since=dt.date(2020, 1, 1))
    madang("payments", "account", town.ministry.code, "BOKRKRSE", "301-0000-0001", "Treasury")
    neighbour = town.users["resident B"].person
    home = Household.objects.create(area=town.here.area)
    since = dt.date(2020, 1, 1)
    Residence.objects.create(person=neighbour, household=home, area=home.area, since=since)
    BankAccount.objects.create(person=neighbour, bank="SHBKKRSE", number=CLOSED_ACCOUNT, since=since)
    return SimpleNamespace(registrar=registrar, neighbour=neighbour, mother=town.a.mother, users=town.users)


@pytest.mark.parametrize("scripts", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_from_a_birth_to_the_money_the_letter_and_a_record_that_holds(visit, place, live_server, scripts):
    def phone(address: str):
        return visit(address, as_user=place.users["resident A"], width=PHONE, java_script_enabled=scripts)

    child = a_birth_is_registered(visit, place)
    other = register_birth(
        mother=place.neighbour, born=timezone.localdate(), sex="f", given_name="Byeol", family_name="Lee",
        number="260115-4000002", nationality="KOR", by=place.registrar,
    )  # fmt: skip
    let_the_worker_work()
    case = the_parent_looks_why_and_confirms(phone("/for-you/"), child)
    the_officer_sees_nothing_of_it(visit, place)
    confirm(Offer.objects.get(subject=other, benefit="child-allowance").pk, by=place.neighbour)

    order = the_money_goes_to_the_bank(case)
    the_officer_sees_only_what_came_back(visit, place, order, case)

    let_the_worker_work()
    letter = the_parent_opens_the_letter(phone("/letters/"), case)
    anybody_can_check_the_letter(visit, live_server, letter, scripts)
    the_log_holds_and_shows_any_changed_byte(case)

    offer = Offer.objects.get(subject=child, benefit="child-allowance")
    payments = f"payments:{timezone.localdate():%Y-%m}"
    of_both = [
        *((ENTITLED, f"benefit:{benefit.name}") for benefit in active_pack().benefits),  # the worker heard of the birth
        (ENTITLED, f"scan:{timezone.localdate()}"),  # everybody's facts, once a day
        (OWN_PURPOSE, ""),
    ]
    of_child = [(ENTITLED, f"offer:{offer.pk}"), ("Working out what is due to you this month", payments)]
    of_mother = [
        ("Registering the birth of a child", ""),  # the registrar looked at it once more
        ("Registering the birth of a child", ""),
        ("Paying what you are entitled to", payments),
    ]
    my_data_shows_every_read(phone, child, f"?person={child.pk}", of_both + of_child)
    my_data_shows_every_read(phone, place.mother, "", of_both + of_mother)


def a_birth_is_registered(visit, place) -> Person:
    page = visit("/staff/registers/births/", as_user=place.registrar)
    page.get_by_label("National number of the mother").fill(place.mother.national_number)
    page.get_by_label("Day of birth").fill(timezone.localdate().isoformat())
    page.get_by_label("female").check()
    page.get_by_label("Given name of the child").fill("Bom")
    page.get_by_label("National number given to the child").fill("260115-4000001")
    page.get_by_label("Nationality").fill("KOR")
    page.get_by_role("button", name="Look at it once more").click()
    page.get_by_role("button", name="Register the birth").click()
    expect(page.get_by_text(re.compile("The birth of .*Bom.* is registered"))).to_be_visible()
    return Person.objects.get(given_name="Bom")


def the_parent_looks_why_and_confirms(page, child) -> Case:
    card = page.locator("article.offer", has_text="Child allowance").filter(has_text="Bom")
    card.locator("summary").first.click()
    reasons = card.locator("ul.reasons > li")
    conditions = Offer.objects.get(subject=child, benefit="child-allowance").explanation["conditions"]
    assert reasons.count() == len(conditions) > 3
    for reason in reasons.all():
        expect(reason).to_be_visible()
        article = reason.locator("cite")
        assert re.search(r"Child Allowance Act, .*\d", article.inner_text()), reason.inner_text()
        assert article.get_by_role("link").get_attribute("href").startswith("https://")
    card.get_by_role("button", name="Yes, I want this").click()
    case = Case.objects.get(kind="benefit", subject=child)
    expect(page.get_by_text(case.number)).to_be_visible()
    assert (case.state, case.exception) == ("decided", "")  # the rule itself decided; no human was needed
    return case


def the_officer_sees_nothing_of_it(visit, place) -> None:
    page = visit("/desk/", as_user=place.users["officer"])
    expect(page.get_by_text("Nothing waits for you")).to_be_visible()


def the_money_goes_to_the_bank(case: Case) -> bytes:
    """The file for the bank, as it was handed over."""
    today = timezone.localdate()
    assert madang("payments", "prepare", "--month", f"{today:%Y-%m}")[0] == 0
    assert madang("payments", "send", "--until", (today + dt.timedelta(days=40)).isoformat())[0] == 0
    file = PaymentFile.objects.get()
    order = (site.VAR_DIR / file.path).read_bytes()
    assert is_valid_pain001(order)
    paid = Instruction.objects.get(reference=f"award:{Award.objects.get(case=case).pk}")
    decision = case.decisions.get()
    assert paid.end_to_end_id in order.decode()
    assert f'<InstdAmt Ccy="KRW">{decision.amount}</InstdAmt>' in order.decode()
    assert paid.amount == decision.amount
    assert paid.state in {"sent", "settled"}  # settled at once when today is the day
    return order


def is_valid_pain001(order: bytes) -> bool:
    """By our structure of pain.001.001.09, read by another program than the one that wrote it."""
    xmlschema = pytest.importorskip("xmlschema")
    return xmlschema.XMLSchema(Path(structure.__file__).with_name("pain.001.001.09.xsd")).is_valid(order)


def the_officer_sees_only_what_came_back(visit, place, order: bytes, case: Case) -> None:
    assert CLOSED_ACCOUNT in order.decode()
    page = visit("/desk/", as_user=place.users["officer"])
    exception = Case.objects.get(kind="payment-rejected")
    assert exception.applicant == place.neighbour
    assert page.locator("tbody tr").count() == 1
    expect(page.get_by_role("link", name=exception.number)).to_be_visible()
    assert case.number not in page.content()
    page.get_by_role("link", name=exception.number).click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def the_parent_opens_the_letter(page, case: Case) -> bytes:
    page.get_by_role("link", name=re.compile("Child allowance")).click()
    expect(page.get_by_text(case.number)).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name="Download (PDF)").click()
    return download.value.path().read_bytes()


def addresses_in_squares(pdf: bytes) -> list[str]:
    """What a phone's camera reads from the pages as they are printed."""
    pypdfium2, zxingcpp = pytest.importorskip("pypdfium2"), pytest.importorskip("zxingcpp")
    pages = pypdfium2.PdfDocument(pdf)
    found = [zxingcpp.read_barcodes(page.render(scale=2, grayscale=True).to_numpy()) for page in pages]
    return [square.text for squares in found for square in squares]


def anybody_can_check_the_letter(visit, live_server, letter: bytes, scripts: bool) -> None:
    (address,) = addresses_in_squares(letter)
    assert address.startswith(f"{live_server.url}/verify/")
    page = visit(address.removeprefix(live_server.url), width=PHONE, java_script_enabled=scripts)
    expect(page.get_by_role("heading", name="This code belongs to a genuine letter")).to_be_visible()

    changed = bytearray(letter)
    changed[len(letter) // 2] ^= 1
    for pdf, verdict in (
        (letter, "This letter is genuine and unchanged"),
        (bytes(changed), "This letter was altered: do not rely on it"),
    ):
        page = visit("/verify/", width=PHONE, java_script_enabled=scripts)
        page.locator("input[type=file]").set_input_files(
            {"name": "letter.pdf", "mimeType": "application/pdf", "buffer": pdf}
        )
        page.get_by_role("button", name="Check the file").click()
        expect(page.get_by_role("heading", name=verdict)).to_be_visible()


def the_log_holds_and_shows_any_changed_byte(case: Case) -> None:
    run_due(everything=True)
    assert madang("log", "verify") == madang("log", "verify", "--database")
    assert madang("log", "verify", "--database")[0] == 0

    tile = next(path for path in (site.VAR_DIR / "log" / "tile" / "entries").rglob("*") if path.is_file())
    kept = tile.read_bytes()
    tile.write_bytes(kept[:-1] + bytes([kept[-1] ^ 1]))
    assert madang("log", "verify")[0] == 1
    tile.write_bytes(kept)
    assert madang("log", "verify")[0] == 0

    decision = Decision.objects.get(case=case)
    Decision.objects.filter(pk=decision.pk).update(amount=decision.amount + 1)  # one digit of what was decided
    code, said = madang("log", "verify", "--database")
    assert code == 1
    assert "amount" in said
    Decision.objects.filter(pk=decision.pk).update(amount=decision.amount)
    assert madang("log", "verify", "--database")[0] == 0


def my_data_shows_every_read(phone, person: Person, about: str, readings: list[tuple[str, str]]) -> None:
    """Exactly these (purpose, reference) were logged, and the page shows them row by row."""
    phone(f"/my-data/{about}")
    touched = Q(person=person) | Q(person=None, last_person_id__gte=person.pk)
    logged = Access.objects.filter(touched).order_by("-at", "-pk")
    assert Counter((access.purpose, access.reference) for access in logged) == Counter(readings)

    page = phone(f"/my-data/reads/?agency=everybody{about.replace('?', '&')}")
    shown: list[list[str]] = []
    while True:
        for row in page.locator("tbody tr").all():
            row.locator("summary").click()
            shown.append(row.inner_text().splitlines())
        following = page.get_by_role("link", name="Next")
        if not following.count():
            break
        following.click()
    assert len(shown) == logged.count()
    for words, access in zip(shown, logged, strict=True):
        assert any(access.purpose in line for line in words), (access.purpose, words)
        assert any(line.count(",") == len(access.facts) - 1 for line in words), (access.facts, words)
