"""Cases, letters, messages, my data: what is there, and that nobody sees another's."""

from __future__ import annotations

import re

import pytest
from django.urls import get_resolver

from madang.core.cases.letters import send_letter
from madang.core.cases.models import Case, CaseState, Decision
from madang.core.documents.models import Letter
from madang.core.notices.models import Message
from madang.core.portal.urls import urlpatterns
from madang.core.registers.models import Access, CivilRecord
from madang.core.services.actions.answer_offer import confirm
from madang.core.services.models import Award, Offer
from madang.core.services.offers import refresh_subjects

from .conftest import signed_in

pytestmark = pytest.mark.django_db


def text(answer) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


@pytest.fixture
def case(offer, family) -> Case:
    """A case that the law decided at once: the daughter is two, so the amount needs no second pair of eyes."""
    CivilRecord.objects.filter(person=family.child).update(born="2024-03-01")
    refresh_subjects([family.child.pk])
    found = confirm(Offer.objects.get(benefit="child-allowance", state="open").pk, by=family.mother).case
    assert found.state == CaseState.DECIDED
    return found


@pytest.fixture
def letter(transactional_db, case) -> Letter:
    send_letter(Decision.objects.get().pk)
    return Letter.objects.get()


def test_a_decided_case_shows_the_answer_why_and_how_to_appeal(mother, case):
    page = text(mother.get(f"/cases/{case.pk}/"))
    assert "Granted" in page and "₩105,000 from May 2026" in page
    assert "made automatically" in page
    assert "You can appeal until August 10, 2026" in page
    assert "Write an appeal" in page
    assert "Withdraw" not in page


def test_an_appeal_opens_a_case_of_its_own_and_is_offered_once(mother, case):
    answer = mother.post(f"/cases/{case.pk}/appeal/", {"words": "My daughter lives in Seoul."}, follow=True)
    page = text(answer)
    assert "Your appeal is in" in page and "My daughter lives in Seoul." in page
    assert Case.objects.filter(kind="appeal", parent=case).count() == 1
    again = text(mother.get(f"/cases/{case.pk}/"))
    assert "Write an appeal" not in again and "Belongs together" in again


def test_an_appeal_without_words_says_what_to_write(mother, case):
    answer = mother.post(f"/cases/{case.pk}/appeal/", {"words": " "})
    assert answer.status_code == 422
    assert "Say in your own words what is wrong with the decision." in text(answer)
    assert not Case.objects.filter(kind="appeal").exists()


def test_a_late_appeal_needs_its_reason(mother, case, today):
    today("2026-12-01")
    assert "The last day to appeal was" in text(mother.get(f"/cases/{case.pk}/"))
    refused = mother.post(f"/cases/{case.pk}/appeal/", {"words": "Wrong."})
    assert refused.status_code == 422 and "what kept you" in text(refused) and "Wrong." in text(refused)
    mother.post(f"/cases/{case.pk}/appeal/", {"words": "Wrong.", "late_because": "I was in hospital."})
    assert Case.objects.get(kind="appeal").data["late_because"] == "I was in hospital."


def test_a_case_in_work_can_be_withdrawn_once(mother, case):
    Decision.objects.all().delete()
    Award.objects.all().delete()
    Case.objects.filter(pk=case.pk).update(state=CaseState.OPEN, closed_at=None)
    assert "Withdraw this case?" in text(mother.get(f"/cases/{case.pk}/withdraw/"))
    page = text(mother.post(f"/cases/{case.pk}/withdraw/", {"words": "No need."}, follow=True))
    assert "Nothing more happens in this case" in page and "No need." in page
    assert "nothing to withdraw" in text(mother.get(f"/cases/{case.pk}/withdraw/", follow=True))


def test_officers_notes_stay_with_the_office(mother, case, family):
    case.history.create(verb="noted", user=family.town.officer, words="Looks odd to me.")
    assert "Looks odd" not in text(mother.get(f"/cases/{case.pk}/"))


def test_lists_of_fifty_stay_within_twelve_queries(
    mother, case, family, django_assert_max_num_queries, django_assert_num_queries
):
    for _number in range(50):
        case.pk = None
        case._state.adding = True
        case.save()
        Message.objects.create(person=family.mother, subject="There is something for you: {title}", values={"title": "Child allowance"}, link="/for-you/")  # fmt: skip
        Access.objects.create(person=family.mother, facts=["person.born"], purpose="Working out what you are entitled to", legal_basis="kr-child-allowance-act")  # fmt: skip
    for address in (
        "/for-you/",
        "/cases/?show=closed",
        f"/cases/{case.pk}/",
        "/letters/",
        "/messages/",
        "/my-data/reads/",
    ):
        with django_assert_max_num_queries(12):
            assert mother.get(address).status_code == 200, address


@pytest.mark.django_db(transaction=True)
def test_a_letter_can_be_read_downloaded_and_checked(mother, letter):
    assert letter.title in text(mother.get("/letters/"))
    page = text(mother.get(f"/letters/{letter.code}/"))
    assert letter.spaced_code in page and letter.verify_path in page
    file = mother.get(f"/letters/{letter.code}/pdf/?download")
    assert file["Content-Type"] == "application/pdf" and file.content.startswith(b"%PDF")
    assert "attachment" in file["Content-Disposition"]


@pytest.mark.django_db(transaction=True)
def test_a_letter_whose_file_was_altered_is_not_handed_out(mother, letter, var_dir):
    (stored,) = [path for path in (var_dir / "letters").rglob("*") if path.is_file() and letter.sha256 in str(path)]
    stored.chmod(0o600)
    stored.write_bytes(stored.read_bytes()[:-1] + b"!")
    answer = mother.get(f"/letters/{letter.code}/pdf/")
    assert answer.status_code == 500
    assert "not the one that was issued" in text(answer)


def test_messages_are_told_in_the_readers_language_and_marked_as_read(mother, offer, family):
    page = text(mother.get("/messages/"))
    assert "There is something for you: Child allowance" in page
    message = Message.objects.get()
    assert mother.post(f"/messages/{message.pk}/")["Location"] == "/for-you/"
    message.refresh_from_db()
    assert message.read_at is not None
    assert "Mark as read" not in text(mother.get("/messages/"))


@pytest.mark.parametrize("link", ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)"])
def test_a_message_leads_nowhere_outside(mother, family, link):
    message = Message.objects.create(person=family.mother, subject="Hello", link=link)
    assert link not in mother.get("/messages/").content.decode()
    assert mother.post(f"/messages/{message.pk}/")["Location"] == "/messages/"


def test_my_data_shows_each_register_and_leads_to_this_is_wrong(mother, family):
    page = text(mother.get("/my-data/"))
    assert "April 1, 1993" in page and "Haeundae-gu, Busan" in page and "110123456789" in page
    assert f"/my-data/dispute/civil/person.born/?person={family.mother.pk}" in page
    child = text(mother.get(f"/my-data/?person={family.child.pk}"))
    assert "April 2, 2026" in child


def test_a_wrong_fact_goes_to_its_agency_and_is_marked_meanwhile(mother, family):
    address = f"/my-data/dispute/civil/person.born/?person={family.child.pk}&row={family.child.pk}"
    assert "April 2, 2026" in text(mother.get(address))
    given = {"row": str(family.child.pk), "claimed": "2026-04-03", "words": "Born after midnight."}
    page = text(mother.post(address, given, follow=True))
    assert "The agency that keeps the fact looks at it" in page and "Born after midnight." in page
    case = Case.objects.get(kind="correction")
    assert case.subject == family.child and case.applicant == family.mother and case.data["claimed"] == "2026-04-03"
    assert "being checked" in text(mother.get(f"/my-data/?person={family.child.pk}"))


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"claimed": "2026-04-03", "words": ""}, "Say in your own words"),
        ({"claimed": "tomorrow", "words": "Wrong."}, "tomorrow"),
        ({"row": "999999", "words": "Wrong."}, "Wrong."),
    ],
)
def test_a_dispute_that_cannot_be_read_is_refused_and_kept(mother, family, given, words):
    address = f"/my-data/dispute/civil/person.born/?person={family.child.pk}"
    answer = mother.post(address, {"row": str(family.child.pk), **given})
    assert answer.status_code == 422
    assert words in text(answer)
    assert not Case.objects.filter(kind="correction").exists()


def test_who_read_my_data_can_be_filtered_and_exported(mother, family, offer):
    page = text(mother.get("/my-data/reads/"))
    assert "everybody at once" in page and "Child Allowance Act" in page and "Madang itself, automatically" in page
    assert "No person looked at yours" in page
    mother.get("/my-data/")
    assert "You yourself" not in text(mother.get("/my-data/reads/"))
    assert "You yourself" in text(mother.get("/my-data/reads/?agency=myself"))
    assert "Nobody read your data" in text(mother.get("/my-data/reads/?until=2020-01-01"))
    refused = mother.get("/my-data/reads/?since=2026-05-02&until=2026-05-01")
    assert refused.status_code == 422 and "lies before the first" in text(refused)
    table = mother.get("/my-data/reads.csv?agency=everybody").content.decode()
    assert "Child Allowance Act" in table and "You yourself" in table


OWN_PAGES = [
    pattern.name for pattern in urlpatterns if pattern.name not in {"home", "services", "service", "what-would-i-get"}
]


def _address(name: str, offer, case, letter_code: str, message, family) -> str:
    from django.urls import reverse

    values = {
        "offer_id": offer.pk,
        "case_id": case.pk,
        "code": letter_code,
        "message_id": message.pk,
        "register": "civil",
        "fact": "person.born",
    }
    pattern = next(one for one in urlpatterns if one.name == name)
    wanted = {key: values[key] for key in pattern.pattern.converters}
    address = reverse(f"portal:{name}", kwargs=wanted)
    return f"{address}?person={family.child.pk}" if "my-data" in address else address


@pytest.fixture
def belongings(mother, case, offer, family):
    """One of everything that belongs to the mother, with words nobody else may read."""
    case.history.create(verb="opened", words="Confidential words")
    message = Message.objects.create(person=family.mother, subject="Confidential words", link="/for-you/")
    letter = Letter.objects.create(
        code="ABCDEFGHJKMNPQRS", person=family.mother, kind="decision", language="en", title="Confidential words",
        reference="1", agency="x", issued_on="2026-05-12", sha256="0" * 64, size=1,
    )  # fmt: skip
    return offer, case, letter.code, message, family


def test_nobody_signed_in_is_led_to_sign_in_from_every_page(client, belongings):
    for name in OWN_PAGES:
        for ask in (client.get, client.post):
            answer = ask(_address(name, *belongings))
            assert answer.status_code == 302 and answer["Location"].startswith("/sign-in/"), name


@pytest.mark.parametrize("who", ["stranger", "officer"])
def test_nobody_elses_pages_show_or_change_anything(belongings, who, request):
    browser = request.getfixturevalue(who)
    offer, case, _code, message, _family = belongings
    offer.refresh_from_db()
    before = (offer.state, case.state, Case.objects.count())
    for name in OWN_PAGES:
        address = _address(name, *belongings)
        for answer in (browser.get(address), browser.post(address, {"words": "x", "row": "1", "reason": "x"})):
            page = answer.content.decode()
            assert answer.status_code in {200, 302, 403, 404, 405}, name
            assert "Confidential words" not in page and "서연" not in page and "105,000" not in page, name
    offer.refresh_from_db(), case.refresh_from_db(), message.refresh_from_db()
    assert message.read_at is None
    assert (offer.state, case.state, Case.objects.count()) == before


def test_every_address_of_the_portal_is_under_one_of_these_tests():
    assert {pattern.name for pattern in urlpatterns} <= set(OWN_PAGES) | {
        "home", "services", "service", "what-would-i-get",
    }  # fmt: skip
    assert get_resolver().reverse_dict is not None


def test_a_guardian_sees_a_child_only_while_in_care(mother, family, person):
    other = person("남의 아이", "2020-01-01")
    assert mother.get(f"/my-data/?person={other.pk}").status_code == 404
    assert mother.get("/my-data/?person=abc").status_code == 404
    family.child.guardianships.update(until="2026-05-01")
    again = signed_in(family.user)
    assert again.get(f"/my-data/?person={family.child.pk}").status_code == 404
