"""The Vietnamese law pack: social pension of Decree 176/2025/ND-CP. Dong. Marks and doubts: docs/countries/vn.md."""

from __future__ import annotations

from madang.core.rules import (
    INT,
    MONEY,
    NEVER,
    Benefit,
    ByOfficer,
    Currency,
    Law,
    Line,
    Mark,
    Pack,
    Parameter,
    PayDay,
    ToConfirm,
    _,
    age_in_years,
    all_must,
    all_of,
    any_must,
    days,
    in_force,
    must,
    part,
    period_end,
    period_start,
    subject,
    working_days,
)
from madang.countries.spells import holds, worth
from madang.countries.vn.areas import AREAS
from madang.countries.vn.calendar import CALENDAR

DECREE = Law(
    "vn-social-pension-decree",
    {
        "vi": "Nghị định 176/2025/NĐ-CP về trợ cấp hưu trí xã hội",
        "en": "Decree 176/2025/ND-CP on the social pension",
    },
    number="176/2025/NĐ-CP (2025-06-30)",
    url="https://vanban.chinhphu.vn",
    mark=Mark.SECONDARY,
)
INSURANCE_LAW = Law(
    "vn-social-insurance-law",
    {"vi": "Luật Bảo hiểm xã hội", "en": "Law on Social Insurance"},
    number="41/2024/QH15",
    url="https://vanban.chinhphu.vn",
    mark=Mark.SECONDARY,
)
COMPLAINTS_LAW = Law(
    "vn-complaints-law",
    {"vi": "Luật Khiếu nại", "en": "Law on Complaints"},
    number="02/2011/QH13",
    url="https://vanban.chinhphu.vn",
    mark=Mark.SECONDARY,
)

FULL_AGE = Parameter(
    "social_pension_age", INT, [Line(75, "2025-07", source=DECREE.art("2(1)a"))], title=_("Age of the social pension")
)
POOR_AGE = Parameter(
    "social_pension_age_poor",
    INT,
    [Line(70, "2025-07", source=DECREE.art("2(2)"))],
    title=_("Age of the social pension in poor and near-poor households"),
)
AMOUNT = Parameter(
    "social_pension_vn", MONEY, [Line(500_000, "2025-07", source=DECREE.art("3"))], title=_("Social pension a month")
)

person = subject("person")
age = age_in_years(person.born, period_end)
pension = worth(person, "monthly-pension")
allowance = worth(person, "monthly-social-allowance")

SOCIAL_PENSION = Benefit(
    "social-pension",
    title=_("Social pension"),
    summary=_("A monthly pension for older people without another pension."),
    law=DECREE,
    of=person,
    in_force=in_force("2025-07", source=DECREE.art("8")),
    conditions=[
        any_must(
            "old_enough",
            must(
                "full_age",
                age >= FULL_AGE,
                cite=("2(1)a", INSURANCE_LAW.art("21")),
                says=_(
                    "born on {born}, so {age} years old by the end of the month; the pension begins at {social_pension_age}"
                ),
                figures={"age": age, "social_pension_age": FULL_AGE},
            ),
            all_must(
                "poor_and_seventy",
                must(
                    "poor_age",
                    age >= POOR_AGE,
                    cite="2(2)",
                    says=_("{age} years old; for poor and near-poor households it begins at {social_pension_age_poor}"),
                    figures={"age": age, "social_pension_age_poor": POOR_AGE},
                ),
                must(
                    "poor_household",
                    holds(person, "poor-household", "near-poor-household"),
                    cite="2(2)",
                    says=_("of a poor or near-poor household"),
                    otherwise=_("not of a poor or near-poor household"),
                ),
                cite="2(2)",
                says=_("of a poor or near-poor household and old enough for it: both must hold"),
            ),
            cite="2(1)",
            says=_("old enough: one of these must hold"),
        ),
        must(
            "citizen",
            all_of(person.nationality == "VNM", person.nationality_lost.or_else(NEVER) >= period_start),
            cite="2(1)",
            says=_("a citizen of Viet Nam"),
            otherwise=_("not a citizen of Viet Nam (nationality: {nationality})"),
        ),
        must(
            "alive",
            person.died.or_else(NEVER) >= period_start,
            cite="4",
            says=_("alive in this month"),
            otherwise=_("died on {died}"),
        ),
        must(
            "no_higher_pension",
            pension < AMOUNT,
            cite="2(1)b",
            says=_("monthly pension of {pension}, lower than the social pension of {social_pension_vn}"),
            otherwise=_("monthly pension of {pension}, not lower than the social pension of {social_pension_vn}"),
            figures={"pension": pension, "social_pension_vn": AMOUNT},
        ),
        must(
            "no_higher_allowance",
            allowance <= AMOUNT,
            cite="3",
            says=_("no higher monthly social allowance"),
            otherwise=_("draws a monthly social allowance of {allowance}, which is higher and goes on instead"),
            figures={"allowance": allowance},
        ),
    ],
    amount=part("pension", AMOUNT, cite="3", says=_("social pension of {social_pension_vn} a month")),
    pay_day=PayDay(5, if_not_working_day="after"),
    offer=ToConfirm(cite=DECREE.art("2(1)c")),
    decision=ByOfficer(cite=DECREE.art("4")),
    decide_within=working_days(10, cite=DECREE.art("4")),
    appeal_within=days(90, cite=COMPLAINTS_LAW.art("9")),
    agency="moh",
    life_events=("growing-old",),
)

PACK = Pack(
    country="vn",
    title=_("Viet Nam"),
    currency=Currency("VND", 0, "₫"),
    benefits=(SOCIAL_PENSION,),
    calendar=CALENDAR,
    areas=AREAS,
    languages=("vi", "en"),
)
