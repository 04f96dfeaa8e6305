"""Every page of the portal in a real browser: no barrier that axe can find, nothing wider than the screen."""

from __future__ import annotations

import pytest

from madang.core.documents.models import Letter
from madang.core.registers.models import CivilRecord
from madang.core.services.actions.answer_offer import confirm, decline
from madang.core.services.models import Offer
from madang.core.services.offers import refresh_subjects

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}
PUBLIC = [
    "/",
    "/services/",
    "/services/?q=child",
    "/services/?q=qqqq",
    "/services/?event=birth",
    "/services/child-allowance/",
    "/what-would-i-get/",
]


@pytest.fixture
def own_pages(offer, family) -> list[str]:
    """Addresses of the mother's pages, with something on each: an open offer, a declined one, a decided case, a letter."""
    CivilRecord.objects.filter(person=family.child).update(born="2024-03-01")
    refresh_subjects([family.child.pk])
    case = confirm(Offer.objects.get(benefit="child-allowance", state="open").pk, by=family.mother).case
    letter = Letter.objects.create(  # issuing one would need an event loop beside that of the browser
        code="ABCDEFGHJKMNPQRS", person=family.mother, case_reference=f"case:{case.pk}", kind="decision", language="ko",
        title="결정: 아동수당", reference=case.number, agency="해운대구", issued_on="2026-05-12", sha256="0" * 64, size=1,
    )  # fmt: skip
    CivilRecord.objects.filter(person=family.child).update(born="2026-04-02")
    Offer.objects.filter(benefit="first-meeting-voucher").delete()
    refresh_subjects([family.child.pk])
    voucher = Offer.objects.get(benefit="first-meeting-voucher", state="open")
    declined = Offer.objects.get(pk=voucher.pk)
    decline(declined.pk, by=family.mother, reason="No")
    declined.pk, declined.state, declined.deemed, declined.benefit = None, "open", True, "child-allowance"
    declined._state.adding = True
    declined.save()
    return [
        "/for-you/",
        f"/for-you/{declined.pk}/decline/",
        f"/for-you/{declined.pk}/facts/",
        f"/for-you/{case.reference.partition(':')[2]}/confirmed/",
        "/cases/",
        "/cases/?show=closed",
        f"/cases/{case.pk}/",
        "/letters/",
        f"/letters/{letter.code}/",
        "/messages/",
        "/my-data/",
        "/my-data/reads/",
        f"/my-data/dispute/civil/person.born/?person={family.child.pk}",
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("language", ["en", "ko"])
def test_axe_finds_no_barrier_on_any_page(visit, own_pages, family, language, width, scheme):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    found = {}
    page = None
    base = ""
    for address, user in [*((one, None) for one in PUBLIC), *((one, family.user) for one in own_pages)]:
        if page is None or address == own_pages[0]:
            page = visit(address, as_user=user, language=language, width=width, scheme=scheme)
            base = page.url.removesuffix(address)
        else:
            page.goto(base + address)
        page.evaluate("document.querySelectorAll('details').forEach(each => each.open = !each.matches('.menu'))")
        for one in axe.run(page, options=RULES).response["violations"]:
            found.setdefault(one["id"], []).append((address, [node["html"][:200] for node in one["nodes"]][:2]))
        if (wide := page.evaluate("document.documentElement.scrollWidth")) > width:
            found.setdefault("wide", []).append((address, wide))
    assert found == {}
