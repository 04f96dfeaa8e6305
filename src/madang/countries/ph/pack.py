"""The Philippine law pack: 4Ps (RA 11310) and the social pension for indigent seniors (RA 11916). Centavos.

Marks and doubts: docs/countries/ph.md.
"""

from __future__ import annotations

from typing import Any

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
    add_years,
    age_in_years,
    all_of,
    any_of,
    days,
    in_force,
    largest,
    month_of,
    must,
    part,
    period_end,
    period_start,
    smallest,
    subject,
)
from madang.countries.ph.areas import AREAS
from madang.countries.ph.calendar import CALENDAR
from madang.countries.spells import holds

FOURPS_ACT = Law(
    "ph-4ps-act",
    {"fil": "Batas ng Pantawid Pamilyang Pilipino Program", "en": "Pantawid Pamilyang Pilipino Program (4Ps) Act"},
    number="Republic Act 11310 (2019-04-17)",
    url="https://lawphil.net/statutes/repacts/ra2019/ra_11310_2019.html",
    mark=Mark.SECONDARY,
)
SOCIAL_PENSION_ACT = Law(
    "ph-social-pension-act",
    {"fil": "Batas sa Panlipunang Pensiyon", "en": "Act Increasing the Social Pension of Indigent Senior Citizens"},
    number="Republic Act 11916 (2022-07-30)",
    url="https://lawphil.net/statutes/repacts/ra2022/ra_11916_2022.html",
    mark=Mark.OFFICIAL,
)
SENIOR_CITIZENS_ACT = Law(
    "ph-senior-citizens-act",
    {"fil": "Batas ng mga Nakatatandang Mamamayan", "en": "Expanded Senior Citizens Act"},
    number="Republic Act 9994 (2010-02-15)",
    url="https://lawphil.net/statutes/repacts/ra2010/ra_9994_2010.html",
    mark=Mark.SECONDARY,
)


def _grant(name: str, pesos: int, title: str) -> Parameter:
    return Parameter(name, MONEY, [Line(pesos * 100, "2019-06", source=FOURPS_ACT.art("sec. 7"))], title=title)


ELEMENTARY = _grant("grant_elementary", 300, _("Grant for a child in day care or elementary school"))
JUNIOR_HIGH = _grant("grant_junior_high", 500, _("Grant for a child in junior high school"))
SENIOR_HIGH = _grant("grant_senior_high", 700, _("Grant for a child in senior high school"))
HEALTH = _grant("grant_health", 750, _("Health and nutrition grant"))
MOST_CHILDREN = Parameter(
    "most_children",
    INT,
    [Line(3, "2019-06", source=FOURPS_ACT.art("sec. 7, implementing rules"))],
    title=_("Children with an education grant, at most"),
)
YEARS_IN_4PS = Parameter(
    "years_in_4ps",
    INT,
    [Line(7, "2019-06", source=FOURPS_ACT.art("sec. 4"))],
    title=_("Years in the programme, at most"),
)

person = subject("person")


def _pupils(level: str) -> Any:
    return person.household.members.count(
        lambda member: all_of(age_in_years(member.born, period_start) <= 18, holds(member, level))
    )


in_school_year = ~month_of(period_start).is_in([4, 5])
seniors, juniors, pupils = (_pupils(f"school-{level}") for level in ("senior-high", "junior-high", "elementary"))
seniors_paid = smallest(seniors, MOST_CHILDREN)
juniors_paid = smallest(juniors, largest(0, MOST_CHILDREN - seniors))
pupils_paid = smallest(pupils, largest(0, MOST_CHILDREN - seniors - juniors))

FOURPS = Benefit(
    "4ps",
    title=_("4Ps cash grants"),
    summary=_("Monthly grants for poor families that keep their children healthy and in school."),
    law=FOURPS_ACT,
    of=person,
    in_force=in_force("2019-06", source=FOURPS_ACT.art("sec. 24")),
    conditions=[
        must(
            "poor",
            holds(person, "listahanan-poor", "listahanan-near-poor"),
            cite="sec. 7(a)",
            says=_("named grantee of a household on the list of poor or near-poor households"),
            otherwise=_("not the named grantee of a household on the list of poor or near-poor households"),
        ),
        must(
            "child_or_pregnancy",
            person.household.members.any(
                lambda member: any_of(
                    all_of(age_in_years(member.born, period_start) <= 18, member.born <= period_end),
                    holds(member, "pregnant"),
                )
            ),
            cite="sec. 7(b)",
            says=_("a member of the household is at most 18 years old or pregnant"),
            otherwise=_("no member of the household is at most 18 years old or pregnant"),
        ),
        must(
            "complies",
            ~holds(person, "4ps-conditions-not-met"),
            cite="sec. 11",
            says=_("the household keeps the conditions on health and schooling"),
            otherwise=_("the household did not keep the conditions on health and schooling in this month"),
        ),
        must(
            "within_seven_years",
            ~person.statuses.any(
                lambda status: all_of(
                    status.code == "4ps-registered", add_years(status.since, YEARS_IN_4PS) <= period_start
                )
            ),
            cite="sec. 4",
            says=_("not longer than {years_in_4ps} years in the programme"),
            otherwise=_("longer than {years_in_4ps} years in the programme"),
            figures={"years_in_4ps": YEARS_IN_4PS},
        ),
        must(
            "alive",
            person.died.or_else(NEVER) >= period_start,
            cite="sec. 6",
            says=_("alive in this month"),
            otherwise=_("died on {died}"),
        ),
    ],
    amount=[
        part("health", HEALTH, cite="sec. 7", says=_("health and nutrition grant of {grant_health}")),
        part(
            "senior_high",
            SENIOR_HIGH * seniors_paid,
            when=in_school_year,
            cite="sec. 7",
            says=_("{children} in senior high school, {grant_senior_high} each"),
            figures={"children": seniors_paid, "grant_senior_high": SENIOR_HIGH},
        ),
        part(
            "junior_high",
            JUNIOR_HIGH * juniors_paid,
            when=in_school_year,
            cite="sec. 7",
            says=_("{children} in junior high school, {grant_junior_high} each"),
            figures={"children": juniors_paid, "grant_junior_high": JUNIOR_HIGH},
        ),
        part(
            "elementary",
            ELEMENTARY * pupils_paid,
            when=in_school_year,
            cite="sec. 7",
            says=_("{children} in day care or elementary school, {grant_elementary} each"),
            figures={"children": pupils_paid, "grant_elementary": ELEMENTARY},
        ),
    ],
    pay_day=PayDay(20, if_not_working_day="after"),
    offer=ToConfirm(cite=FOURPS_ACT.art("sec. 7(c)")),
    decision=ByOfficer(four_eyes_above=2_500_00),  # a house rule
    decide_within=days(30),
    appeal_within=days(15),
    agency="dswd",
    life_events=("raising-a-child", "little-money"),
)

senior = subject("person")
SENIOR_AGE = Parameter(
    "senior_age",
    INT,
    [Line(60, "2011-01", source=SENIOR_CITIZENS_ACT.art("sec. 3"))],
    title=_("Age of a senior citizen"),
)
STIPEND = Parameter(
    "social_pension_ph",
    MONEY,
    title=_("Monthly stipend of indigent senior citizens"),
    lines=[
        Line(500_00, "2011-01", source=SENIOR_CITIZENS_ACT.art("sec. 5(h)1")),
        Line(1_000_00, "2022-09", source=SOCIAL_PENSION_ACT.art("sec. 2")),
    ],
)

SOCIAL_PENSION = Benefit(
    "social-pension",
    title=_("Social pension for indigent senior citizens"),
    summary=_("A monthly stipend from 60 for older people without pension, income or support."),
    law=SOCIAL_PENSION_ACT,
    of=senior,
    in_force=in_force("2011-01", source=SENIOR_CITIZENS_ACT.art("sec. 5(h)1")),
    conditions=[
        must(
            "old_enough",
            age_in_years(senior.born, period_end) >= SENIOR_AGE,
            cite=SENIOR_CITIZENS_ACT.art("sec. 3"),
            says=_("born on {born}, so {age} years old by the end of the month; the pension begins at {senior_age}"),
            figures={"age": age_in_years(senior.born, period_end), "senior_age": SENIOR_AGE},
        ),
        must(
            "citizen",
            all_of(senior.nationality == "PHL", senior.nationality_lost.or_else(NEVER) >= period_start),
            cite=SENIOR_CITIZENS_ACT.art("sec. 3"),
            says=_("a citizen of the Philippines"),
            otherwise=_("not a citizen of the Philippines (nationality: {nationality})"),
        ),
        must(
            "alive",
            senior.died.or_else(NEVER) >= period_start,
            cite="sec. 2",
            says=_("alive in this month"),
            otherwise=_("died on {died}"),
        ),
        must(
            "indigent",
            holds(senior, "indigent-senior"),
            cite=(SENIOR_CITIZENS_ACT.art("sec. 3(h)"), SOCIAL_PENSION_ACT.art("sec. 2")),
            says=_("found to be frail, sickly or disabled and without income or support of the family"),
            otherwise=_("not found to be indigent; ask the social welfare office of your city or municipality"),
        ),
        must(
            "no_pension",
            ~holds(senior, "pension"),
            cite=SENIOR_CITIZENS_ACT.art("sec. 3(h)"),
            says=_("draws no pension"),
            otherwise=_("draws a pension from another provider"),
        ),
    ],
    amount=part(
        "stipend",
        STIPEND,
        cite="sec. 2",
        says=_("stipend of {social_pension_ph} a month"),
    ),
    pay_day=PayDay(15, if_not_working_day="after"),
    offer=ToConfirm(),
    decision=ByOfficer(),
    decide_within=days(30),
    appeal_within=days(15),
    agency="dswd",
    life_events=("growing-old", "little-money"),
)

PACK = Pack(
    country="ph",
    title=_("Philippines"),
    currency=Currency("PHP", 2, "₱"),
    benefits=(FOURPS, SOCIAL_PENSION),
    calendar=CALENDAR,
    areas=AREAS,
    languages=("en", "fil"),
)
