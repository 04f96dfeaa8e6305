"""The Thai law pack: child support grant and old-age allowance. Satang. Marks and doubts: docs/countries/th.md."""

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
    Scale,
    ToConfirm,
    _,
    age_in_years,
    all_must,
    all_of,
    any_must,
    day,
    days,
    first_known,
    if_,
    in_force,
    must,
    part,
    period_end,
    period_start,
    subject,
    year_of,
)
from madang.countries.spells import holds, in_period
from madang.countries.th.areas import AREAS
from madang.countries.th.calendar import CALENDAR

CHILD_GRANT_RULES = Law(
    "th-child-support-grant",
    {
        "th": "ระเบียบกรมกิจการเด็กและเยาวชนว่าด้วยหลักเกณฑ์การจ่ายเงินอุดหนุนเพื่อการเลี้ยงดูเด็กแรกเกิด พ.ศ. 2562",
        "en": "Regulation on the child support grant, B.E. 2562 (2019)",
    },
    number="ราชกิจจานุเบกษา เล่ม 136 ตอนพิเศษ 123 ง (2019-05-15)",
    url="http://www.ratchakitcha.soc.go.th/DATA/PDF/2562/E/123/T_0011.PDF",
    mark=Mark.SECONDARY,
)
OLD_AGE_RULES = Law(
    "th-old-age-allowance",
    {
        "th": "ระเบียบกระทรวงมหาดไทยว่าด้วยหลักเกณฑ์การจ่ายเงินเบี้ยยังชีพผู้สูงอายุขององค์กรปกครองส่วนท้องถิ่น พ.ศ. 2566",
        "en": "Regulation on the old-age allowance by local governments, B.E. 2566 (2023)",
    },
    number="ราชกิจจานุเบกษา (2023-08-11)",
    url="https://ratchakitcha.soc.go.th",
    mark=Mark.SECONDARY,
)
PROCEDURE_ACT = Law(
    "th-administrative-procedure-act",
    {"th": "พระราชบัญญัติวิธีปฏิบัติราชการทางปกครอง พ.ศ. 2539", "en": "Administrative Procedure Act B.E. 2539"},
    number="พ.ศ. 2539",
    url="https://www.krisdika.go.th",
    mark=Mark.SECONDARY,
)
BAHT = 100

CHILD_GRANT = Parameter(
    "child_grant",
    MONEY,
    title=_("Child support grant a month"),
    lines=[
        Line(400 * BAHT, "2015-10", source=CHILD_GRANT_RULES.art("cabinet decision of 2015")),
        Line(600 * BAHT, "2016-10", source=CHILD_GRANT_RULES.art("cabinet decision of 2016")),
        Line(600 * BAHT, "2018-10", source=CHILD_GRANT_RULES.art("payment")),
    ],
)
GRANT_AGE_LIMIT = Parameter(
    "grant_age_limit",
    INT,
    title=_("Age limit of the child support grant"),
    lines=[
        Line(1, "2015-10", source=CHILD_GRANT_RULES.art("cabinet decision of 2015")),
        Line(3, "2016-10", source=CHILD_GRANT_RULES.art("cabinet decision of 2016")),
        Line(6, "2018-10", known="2019-05-15", source=CHILD_GRANT_RULES.art("entitled children")),
    ],
)
INCOME_A_HEAD = Parameter(
    "income_a_head",
    MONEY,
    title=_("Limit of household income a person and year"),
    lines=[
        Line(36_000 * BAHT, "2015-10", source=CHILD_GRANT_RULES.art("cabinet decision of 2015")),
        Line(100_000 * BAHT, "2018-10", known="2019-05-15", source=CHILD_GRANT_RULES.art("household of low income")),
    ],
)

child = subject("person")
last_year = year_of(period_start) - 1
members = child.household.members.count()
household_income = child.household.members.sum(
    lambda member: member.incomes.sum(lambda income: income.amount, where=lambda income: income.year == last_year)
)
declared = child.household.members.any(lambda member: member.incomes.any(lambda income: income.year == last_year))

CHILD_SUPPORT_GRANT = Benefit(
    "child-support-grant",
    title=_("Child support grant"),
    summary=_("A monthly grant until six for children of households with little income."),
    law=CHILD_GRANT_RULES,
    of=child,
    payee=if_(
        child.guardianships.any(in_period),
        child.guardianships.latest(
            lambda spell: spell.guardian, by=lambda spell: spell.since, where=in_period, default=None
        ),
        first_known(child.mother, child.father),
    ),
    in_force=in_force("2015-10", source=CHILD_GRANT_RULES.art("cabinet decision of 2015")),
    conditions=[
        must(
            "born_since_october_2015",
            all_of(child.born >= day("2015-10-01"), child.born <= period_end),
            cite="entitled children",
            says=_("born on {born}, on or after 1 October 2015"),
            otherwise=_("born on {born}; the grant is for children born from 1 October 2015"),
        ),
        must(
            "under_grant_age",
            age_in_years(child.born, period_start) < GRANT_AGE_LIMIT,
            cite="entitled children",
            says=_("{age} years old at the beginning of the month; the limit is {grant_age_limit}"),
            figures={"age": age_in_years(child.born, period_start), "grant_age_limit": GRANT_AGE_LIMIT},
        ),
        must(
            "citizen",
            all_of(child.nationality == "THA", child.nationality_lost.or_else(NEVER) >= period_start),
            cite="entitled children",
            says=_("a citizen of Thailand"),
            otherwise=_("not a citizen of Thailand (nationality: {nationality})"),
        ),
        must(
            "alive",
            child.died.or_else(NEVER) >= period_start,
            cite="end of payment",
            says=_("alive in this month"),
            otherwise=_("died on {died}"),
        ),
        must(
            "not_in_institution",
            ~holds(child, "in-institution"),
            cite="entitled children",
            says=_("not in the care of an institution"),
            otherwise=_("in the care of an institution of state or private"),
        ),
        any_must(
            "low_income",
            must(
                "welfare_card",
                child.household.members.any(lambda member: holds(member, "state-welfare-card")),
                cite="household of low income",
                says=_("a member of the household holds the state welfare card"),
                otherwise=_("no member of the household holds the state welfare card"),
            ),
            all_must(
                "declared_and_low",
                must(
                    "income_declared",
                    declared,
                    cite="household of low income",
                    says=_("the household has declared its income of last year"),
                    otherwise=_(
                        "the household has not declared its income of last year; declare it at the local office"
                    ),
                ),
                must(
                    "income_within_limit",
                    household_income <= INCOME_A_HEAD * members,
                    cite="household of low income",
                    says=_(
                        "household income of {household_income} for {members} people; the limit is {income_a_head} each"
                    ),
                    figures={
                        "household_income": household_income,
                        "members": members,
                        "income_a_head": INCOME_A_HEAD,
                    },
                ),
                cite="household of low income",
                says=_("income declared and low enough: both must hold"),
            ),
            cite="household of low income",
            says=_("a household of low income: one of these must hold"),
        ),
    ],
    amount=part("grant", CHILD_GRANT, cite="payment", says=_("grant of {child_grant} a month")),
    pay_day=PayDay(10, if_not_working_day="before"),
    offer=ToConfirm(),
    decision=ByOfficer(),
    decide_within=days(30),
    appeal_within=days(15, cite=PROCEDURE_ACT.art("44")),
    agency="dcy",
    life_events=("birth", "raising-a-child", "little-money"),
)

person = subject("person")
PENSIONABLE_AGE = Parameter(
    "old_age_from", INT, [Line(60, "2011-10", source=OLD_AGE_RULES.art("6"))], title=_("Age of the old-age allowance")
)
ALLOWANCE_BY_AGE = Scale(
    "allowance_by_age",
    MONEY,
    title=_("Old-age allowance by age"),
    lines=[
        Line(
            [(60, 600 * BAHT), (70, 700 * BAHT), (80, 800 * BAHT), (90, 1_000 * BAHT)],
            "2011-10",
            source=OLD_AGE_RULES.art("annex"),
        )
    ],
)
age = age_in_years(person.born, period_start)

OLD_AGE_ALLOWANCE = Benefit(
    "old-age-allowance",
    title=_("Old-age allowance"),
    summary=_("A monthly allowance from 60 that rises every ten years of age."),
    law=OLD_AGE_RULES,
    of=person,
    in_force=in_force("2011-10", source=OLD_AGE_RULES.art("cabinet decision of 2011")),
    conditions=[
        must(
            "old_enough",
            age >= PENSIONABLE_AGE,
            cite="6",
            says=_("{age} years old at the beginning of the month; the allowance begins at {old_age_from}"),
            figures={"age": age, "old_age_from": PENSIONABLE_AGE},
        ),
        must(
            "citizen",
            all_of(person.nationality == "THA", person.nationality_lost.or_else(NEVER) >= period_start),
            cite="6",
            says=_("a citizen of Thailand"),
            otherwise=_("not a citizen of Thailand (nationality: {nationality})"),
        ),
        must(
            "alive",
            person.died.or_else(NEVER) >= period_start,
            cite="14",
            says=_("alive in this month"),
            otherwise=_("died on {died}"),
        ),
        must(
            "no_state_pension",
            ~holds(person, "state-pension"),
            cite="6",
            says=_("draws no pension of the state"),
            otherwise=_("draws a pension or salary of the state"),
        ),
    ],
    amount=part(
        "allowance",
        ALLOWANCE_BY_AGE.band(age),
        cite="annex",
        says=_("allowance of the age of {age}"),
        figures={"age": age},
    ),
    pay_day=PayDay(10, if_not_working_day="before"),
    offer=ToConfirm(),
    decision=ByOfficer(),
    decide_within=days(30),
    appeal_within=days(15, cite=PROCEDURE_ACT.art("44")),
    agency="dla",
    life_events=("growing-old",),
)

PACK = Pack(
    country="th",
    title=_("Thailand"),
    currency=Currency("THB", 2, "฿"),
    benefits=(CHILD_SUPPORT_GRANT, OLD_AGE_ALLOWANCE),
    calendar=CALENDAR,
    areas=AREAS,
    languages=("th", "en"),
)
