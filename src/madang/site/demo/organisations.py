"""The organisations of the demo town: agencies, keepers of registers, and the municipalities where people live."""

from __future__ import annotations

from collections.abc import Iterable

from madang.core.payments.models import PayingAccount
from madang.core.people.models import Organisation
from madang.countries.areas import Areas

STATE = "state"
AUDIT, DIGITAL, PAYMENTS = "audit-board", "digital-agency", "payments-office"

# Code to title in English and Korean. What a law pack calls its agencies must be among them.
AGENCIES = {
    STATE: ("Government", "정부"),
    AUDIT: ("Board of Audit", "감사원"),
    DIGITAL: ("Digital Government Agency", "디지털정부청"),
    PAYMENTS: ("Treasury Payments Office", "국고지급센터"),
    "civil-registry": ("Civil Registry", "가족관계등록소"),
    "residence-registry": ("Residence Registry", "주민등록소"),
    "immigration": ("Immigration Service", "출입국관리청"),
    "tax-service": ("Tax Service", "국세청"),
    "land-registry": ("Land Registry", "등기소"),
    "social-security": ("Social Security Information Service", "사회보장정보원"),
    "mohw": ("Ministry of Health and Welfare", "보건복지부"),
    "nps": ("National Pension Service", "국민연금공단"),
    "dswd": ("Department of Social Welfare and Development", "사회복지개발부"),
    "ncsc": ("National Commission of Senior Citizens", "국가노인위원회"),
    "dcy": ("Department of Children and Youth", "아동청소년국"),
    "dla": ("Department of Local Administration", "지방행정국"),
    "moh": ("Ministry of Health", "보건부"),
    "lhdn": ("Inland Revenue Board", "내국세청"),
    "mof": ("Ministry of Finance", "재무부"),
}
KEEPERS = ("civil-registry", "residence-registry", "immigration", "tax-service", "land-registry", "social-security")


def load_organisations(
    areas: Areas, codes: Iterable[str], agencies: Iterable[str], bank: str
) -> dict[str, Organisation]:
    """The state, its agencies, and a municipality for each area code; each by its code. Missing ones are made."""
    state = _organisation(STATE, *AGENCIES[STATE])
    loaded = {STATE: state}
    for code in dict.fromkeys((AUDIT, DIGITAL, PAYMENTS, *KEEPERS, *sorted(agencies))):
        english, korean = AGENCIES.get(code, (code.upper(), code.upper()))
        loaded[code] = _organisation(code, english, korean, parent=state)
    for area in dict.fromkeys(codes):
        titles = {"en": areas.label(area, "en"), areas.language: areas.label(area, areas.language)}
        code = f"municipality-{area}"
        loaded[code] = _organisation(code, parent=state, area=area, titles=titles)
    PayingAccount.objects.get_or_create(
        organisation=state, defaults={"holder": "Treasury of the demo town", "bank": bank, "number": "100000000001"}
    )
    return loaded


def _organisation(
    code: str,
    english: str = "",
    korean: str = "",
    *,
    parent: Organisation | None = None,
    area: str = "",
    titles: dict[str, str] | None = None,
) -> Organisation:
    values = {"titles": titles or {"en": english, "ko": korean}, "parent": parent, "area": area}
    return Organisation.objects.get_or_create(code=code, defaults=values)[0]
