"""The Malaysian pack: Sumbangan Tunai Rahmah by the table of 2024. Sen. Marks and doubts: docs/countries/my.md.

The table stays until a line for a later year is added; 2025 and 2026 were not checked.
"""

from __future__ import annotations

from typing import Any

from madang.core.rules import (
    INT,
    MONEY,
    NEVER,
    YEAR,
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
    any_of,
    days,
    in_force,
    must,
    part,
    period_end,
    period_start,
    subject,
    year_of,
)
from madang.countries.my.areas import AREAS
from madang.countries.my.calendar import CALENDAR
from madang.countries.spells import holds, still_married

PROGRAMME = Law(
    "my-str-2024",
    {"ms": "Sumbangan Tunai Rahmah (STR) 2024", "en": "Rahmah Cash Aid (STR) 2024"},
    number="Belanjawan 2024",
    url="https://bantuantunai.hasil.gov.my",
    mark=Mark.SECONDARY,
)
RINGGIT = 100


def _figure(name: str, kind: Any, value: int, title: str) -> Parameter:
    return Parameter(name, kind, [Line(value, "2024-01", source=PROGRAMME.art("table"))], title=title)


def _by_children(name: str, amounts: tuple[int, int, int, int], title: str) -> Scale:
    bands = [(children, amount * RINGGIT) for children, amount in zip((0, 1, 3, 5), amounts, strict=True)]
    return Scale(name, MONEY, [Line(bands, "2024-01", source=PROGRAMME.art("table"))], title=title)


LOWER_INCOME = _figure("lower_income", MONEY, 2_500 * RINGGIT, _("Lower limit of monthly household income"))
UPPER_INCOME = _figure("upper_income", MONEY, 5_000 * RINGGIT, _("Upper limit of monthly household income"))
HOUSEHOLD_LOWER = _by_children("household_lower", (1_000, 1_500, 2_000, 2_500), _("Households up to the lower limit"))
HOUSEHOLD_UPPER = _by_children("household_upper", (500, 750, 1_000, 1_250), _("Households up to the upper limit"))
SENIOR = _figure("str_senior", MONEY, 600 * RINGGIT, _("Older people without a spouse"))
SINGLE = _figure("str_single", MONEY, 350 * RINGGIT, _("Single people"))
SENIOR_AGE = _figure("str_senior_age", INT, 60, _("Age of older people"))
SINGLE_AGE = _figure("str_single_age", INT, 21, _("Age of single people"))
SINGLE_AGE_DISABLED = _figure("str_single_age_disabled", INT, 19, _("Age of single people with a disability"))
CHILD_AGE = _figure("str_child_age", INT, 18, _("Age until which a child counts"))

person = subject("person")
age = age_in_years(person.born, period_start)
last_year = year_of(period_start) - 1


def _income_of(who: Any) -> Any:
    return who.incomes.sum(lambda income: income.amount, where=lambda income: income.year == last_year)


def _counts(child: Any) -> Any:
    """The child is born, alive and young, disabled or still studying."""
    return all_of(
        child.born <= period_end,
        child.died.or_else(NEVER) > period_start,
        any_of(age_in_years(child.born, period_start) < CHILD_AGE, holds(child, "disability", "full-time-student")),
    )


married = person.marriages.any(still_married)
children = person.children.count(_counts) + person.fathered_children.count(_counts)
yearly_income = _income_of(person) + person.marriages.sum(
    lambda marriage: _income_of(marriage.spouse), where=still_married
)
within_lower = yearly_income <= LOWER_INCOME * 12
within_upper = yearly_income <= UPPER_INCOME * 12
family = any_of(married, children > 0)
# One application a couple: the elder spouse's. The programme lets either apply.
applies_for_couple = ~person.marriages.any(
    lambda marriage: all_of(still_married(marriage), marriage.spouse.born < person.born)
)
is_senior = all_of(~family, age >= SENIOR_AGE)
is_single = all_of(~family, age < SENIOR_AGE)

STR = Benefit(
    "str",
    title=_("Rahmah cash aid"),
    summary=_("Yearly cash aid for households, older people alone and single people with little income."),
    law=PROGRAMME,
    of=person,
    period=YEAR,
    in_force=in_force("2024-01", source=PROGRAMME.art("announcement")),
    conditions=[
        must(
            "citizen",
            all_of(person.nationality == "MYS", person.nationality_lost.or_else(NEVER) > period_start),
            cite="eligibility",
            says=_("a citizen of Malaysia"),
            otherwise=_("not a citizen of Malaysia (nationality: {nationality})"),
        ),
        must(
            "alive_at_start",
            person.died.or_else(NEVER) > period_start,
            cite="eligibility",
            says=_("alive at the beginning of the year"),
            otherwise=_("died on {died}"),
        ),
        any_must(
            "category",
            all_must(
                "household",
                must(
                    "has_family",
                    family,
                    cite="household",
                    says=_("married, or with a child that counts"),
                    otherwise=_("neither married nor with a child that counts"),
                ),
                must(
                    "elder_spouse",
                    applies_for_couple,
                    cite="household",
                    says=_("applies for the couple"),
                    otherwise=_("the older spouse applies for the couple"),
                ),
                must(
                    "household_income",
                    within_upper,
                    cite="household",
                    says=_("income of {income} in the year before; the limit is {upper_income} a month"),
                    figures={"income": yearly_income, "upper_income": UPPER_INCOME},
                ),
                cite="household",
                says=_("a household: all of these must hold"),
            ),
            all_must(
                "senior",
                must(
                    "senior_alone",
                    is_senior,
                    cite="older people",
                    says=_("{age} years old and without a spouse; from {str_senior_age}"),
                    otherwise=_("not an older person without a spouse: {age} years old; from {str_senior_age}"),
                    figures={"age": age, "str_senior_age": SENIOR_AGE},
                ),
                must(
                    "senior_income",
                    within_upper,
                    cite="older people",
                    says=_("income of {income} in the year before; the limit is {upper_income} a month"),
                    figures={"income": yearly_income, "upper_income": UPPER_INCOME},
                ),
                cite="older people",
                says=_("an older person alone: all of these must hold"),
            ),
            all_must(
                "single",
                must(
                    "single_age",
                    all_of(
                        is_single,
                        any_of(age >= SINGLE_AGE, all_of(age >= SINGLE_AGE_DISABLED, holds(person, "disability"))),
                    ),
                    cite="single people",
                    says=_(
                        "single and {age} years old; from {str_single_age}, with a disability from {str_single_age_disabled}"
                    ),
                    otherwise=_("not single between {str_single_age} and {str_senior_age}: {age} years old"),
                    figures={
                        "age": age,
                        "str_single_age": SINGLE_AGE,
                        "str_single_age_disabled": SINGLE_AGE_DISABLED,
                        "str_senior_age": SENIOR_AGE,
                    },
                ),
                must(
                    "not_studying",
                    ~holds(person, "full-time-student"),
                    cite="single people",
                    says=_("not a full-time student"),
                    otherwise=_("a full-time student"),
                ),
                must(
                    "single_income",
                    within_lower,
                    cite="single people",
                    says=_("income of {income} in the year before; the limit is {lower_income} a month"),
                    figures={"income": yearly_income, "lower_income": LOWER_INCOME},
                ),
                cite="single people",
                says=_("a single person: all of these must hold"),
            ),
            cite="eligibility",
            says=_("one of the three groups the aid is for: one of these must hold"),
        ),
    ],
    amount=[
        part(
            "household_lower_income",
            HOUSEHOLD_LOWER.band(children),
            when=all_of(family, within_lower),
            cite="table",
            says=_("household up to {lower_income} a month with {children} children"),
            figures={"lower_income": LOWER_INCOME, "children": children},
        ),
        part(
            "household_upper_income",
            HOUSEHOLD_UPPER.band(children),
            when=all_of(family, ~within_lower),
            cite="table",
            says=_("household up to {upper_income} a month with {children} children"),
            figures={"upper_income": UPPER_INCOME, "children": children},
        ),
        part("senior_aid", SENIOR, when=is_senior, cite="table", says=_("older person without a spouse")),
        part("single_aid", SINGLE, when=is_single, cite="table", says=_("single person")),
    ],
    pay_day=PayDay(28, if_not_working_day="before"),
    offer=ToConfirm(),
    decision=ByOfficer(four_eyes_above=2_000 * RINGGIT),  # a house rule
    decide_within=days(30),
    appeal_within=days(30),
    agency="mof",
    life_events=("little-money",),
)

PACK = Pack(
    country="my",
    title=_("Malaysia"),
    currency=Currency("MYR", 2, "RM"),
    benefits=(STR,),
    calendar=CALENDAR,
    areas=AREAS,
    languages=("ms", "en"),
)
