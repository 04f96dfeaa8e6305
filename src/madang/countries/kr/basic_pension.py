"""Basic pension (기초연금): Basic Pension Act with its Decree.

The couple's recognised income (소득인정액, art. 2(4)) is worked out by the Ministry's rule from income and property; the
pack takes it as one fact: income of kind ``recognised``, won a month. Reading, marks and doubts: docs/countries/kr.md.
"""

from __future__ import annotations

from typing import Any

from madang.core.rules import (
    DOWN,
    MONEY,
    NEVER,
    Automatic,
    Benefit,
    PayDay,
    Recovery,
    ToConfirm,
    _,
    add_days,
    age_in_years,
    all_of,
    any_of,
    days,
    if_,
    largest,
    money,
    must,
    part,
    percent,
    period_end,
    period_start,
    smallest,
    subject,
    year_of,
)
from madang.core.rules.expressions import Literal
from madang.countries.kr.laws import BASIC_PENSION_ACT as ACT
from madang.countries.kr.laws import BASIC_PENSION_DECREE as DECREE
from madang.countries.kr.parameters import (
    BASE_AMOUNT,
    BASIC_PENSION_IN_FORCE,
    PENSION_AGE,
    PENSION_DAYS_ABROAD,
    SELECTION_AMOUNT,
)
from madang.countries.spells import holds, still_married, worth

person = subject("person")


def of_spouse(fact: Any) -> Any:
    """A money fact of the spouse; 0 for the unmarried."""
    return person.marriages.sum(lambda marriage: fact(marriage.spouse), where=still_married)


married = person.marriages.any(still_married)
spouse_entitled = person.marriages.any(
    lambda marriage: all_of(
        still_married(marriage),
        age_in_years(marriage.spouse.born, period_end) >= PENSION_AGE,
        marriage.spouse.nationality == "KOR",
    )
)
public_pension = holds(person, "public-service-pension") | person.marriages.any(
    lambda marriage: still_married(marriage) & holds(marriage.spouse, "public-service-pension")
)

assessed = person.incomes.any(lambda income: (income.kind == "recognised") & (income.year <= year_of(period_start)))
income = person.incomes.latest(
    lambda row: row.amount,
    by=lambda row: row.year,
    where=lambda row: (row.kind == "recognised") & (row.year <= year_of(period_start)),
    default=money(0),
)
# Decree art. 4(2): the couple's limit is 1.6 times the single person's.
limit = if_(married, (SELECTION_AMOUNT * percent(160)).rounded(DOWN), SELECTION_AMOUNT)


def sixfold(pension: Any, redistributed: Any) -> Any:
    """Six times the amount of arts. 5 to 7 before any reduction, so that two thirds and halves stay whole numbers.

    pension: national pension a month. redistributed: the part of it under National Pension Act art. 51(1)1.
    The greater of two amounts, neither above the base (art. 7): the formula of art. 5(5), and what art. 6 guarantees by
    the size of the pension. Without a pension both are the base (art. 5(7)).
    """
    by_formula = if_(
        redistributed * 4 <= BASE_AMOUNT * 3,
        BASE_AMOUNT * 6,
        if_(redistributed * 4 <= BASE_AMOUNT * 6, BASE_AMOUNT * 9 - redistributed * 4, BASE_AMOUNT * 3),
    )
    by_size = if_(
        pension * 2 <= BASE_AMOUNT * 3,  # up to 150 %: art. 6(1)
        BASE_AMOUNT * 6,
        if_(pension <= BASE_AMOUNT * 2, BASE_AMOUNT * 15 - pension * 6, money(0)),  # up to 200 %: Decree art. 10
    )
    return largest(by_formula, by_size)


PENSION, REDISTRIBUTED = "national-pension", "national-pension-redistribution"
own = sixfold(worth(person, PENSION), worth(person, REDISTRIBUTED))
spouses = sixfold(of_spouse(lambda who: worth(who, PENSION)), of_spouse(lambda who: worth(who, REDISTRIBUTED)))
# Thirtyfold from here: four fifths (art. 8(1)) of a sixth stay whole. Never negative, the condition on income holds.
room = (limit - income) * 30

single_amount = (smallest(own * 5, largest(room, BASE_AMOUNT * 3)) / 30).rounded(DOWN, to=10)
# Decree art. 11(2), (5): the couple's sum is cut to the room, at least 20 % of the base, and shared in proportion. Rules
# cannot divide by a fact, so unequal pensions under a cut are left to the officer (unknown); equal ones are halved, and
# half of the least is the 10 % each must get.
most_for_both = largest(room, BASE_AMOUNT * 6)
couple_amount = if_(
    own == spouses,
    (smallest(own * 8, most_for_both) / 60).rounded(DOWN, to=10),
    if_((own + spouses) * 4 <= most_for_both, (own * 4 / 30).rounded(DOWN, to=10), Literal(None, MONEY)),
)

BASIC_PENSION = Benefit(
    "basic-pension",
    title=_("Basic pension"),
    summary=_("A monthly pension from 65 for the seven tenths of older people with the lower incomes."),
    law=ACT,
    of=person,
    in_force=BASIC_PENSION_IN_FORCE,
    conditions=[
        must(
            "old_enough",
            age_in_years(person.born, period_end) >= PENSION_AGE,
            cite="3(1)",
            says=_("born on {born}, so {age} years old by the end of the month; the pension begins at {pension_age}"),
            figures={"age": age_in_years(person.born, period_end), "pension_age": PENSION_AGE},
        ),
        must(
            "alive",
            person.died.or_else(NEVER) >= period_start,
            cite=("14(1)", "17"),
            says=_("alive in this month"),
            otherwise=_("died on {died}; the pension ended with that month"),
        ),
        must(
            "citizen",
            all_of(
                any_of(person.nationality == "KOR", person.nationality_lost.is_present),
                person.nationality_lost.or_else(NEVER) >= period_start,
            ),
            cite="17",
            says=_("a citizen of Korea"),
            otherwise=_("not a citizen of Korea (nationality: {nationality})"),
        ),
        must(
            "no_public_pension",
            ~public_pension,
            cite="3(3)",
            says=_("neither this person nor the spouse draws a public-service pension"),
            otherwise=_("this person or the spouse draws a public-service pension, which excludes both"),
        ),
        must(
            "income_assessed",
            assessed,
            cite=("2", "11(1)"),
            says=_("the recognised income has been worked out"),
            otherwise=_("the recognised income has not been worked out yet; apply and the office will do it"),
        ),
        must(
            "income_within_limit",
            income <= limit,
            cite=("3(1)", DECREE.art("4(2)")),
            says=_("recognised income {income} a month, not above the limit of {limit}"),
            otherwise=_("recognised income {income} a month, above the limit of {limit}"),
            figures={"income": income, "limit": limit},
        ),
        must(
            "not_abroad",
            ~person.stays_abroad.any(
                lambda stay: all_of(
                    add_days(stay.left, PENSION_DAYS_ABROAD - 1) < period_start,
                    stay.returned.or_else(NEVER) >= period_start,
                )
            ),
            cite="16(1)",
            says=_("not abroad for {days_abroad} days or more before this month"),
            otherwise=_("abroad for {days_abroad} days or more: paused through the month of return"),
            figures={"days_abroad": PENSION_DAYS_ABROAD},
        ),
        must(
            "not_in_prison",
            ~person.statuses.any(
                lambda status: all_of(
                    status.code == "in-prison",
                    status.since < period_start,
                    status.until.or_else(NEVER) >= period_start,
                )
            ),
            cite="16(1)",
            says=_("not serving a sentence"),
            otherwise=_("serving a sentence: paused from the month after it began through the month it ends"),
        ),
        must(
            "whereabouts_known",
            ~person.residences.any(
                lambda spell: all_of(
                    spell.unknown_address, spell.since < period_start, spell.until.or_else(NEVER) >= period_start
                )
            )
            | holds(person, "real-address-known"),
            cite=("16(1)", DECREE.art("18(2)")),
            says=_("the address in the register is known"),
            otherwise=_("registered as of unknown address: paused until the month in which the address is known again"),
        ),
    ],
    amount=part(
        "pension",
        if_(spouse_entitled, couple_amount, single_amount),
        cite=("5", "6", "7", "8", "24", DECREE.art("10, 11")),
        says=_(
            "base amount {base_amount}; national pension {national_pension} and recognised income {income} considered"
        ),
        figures={"base_amount": BASE_AMOUNT, "national_pension": worth(person, PENSION), "income": income},
    ),
    pay_day=PayDay(25, if_not_working_day="before"),
    offer=ToConfirm(cite=ACT.art("10(1)")),
    decision=Automatic(cite=ACT.art("13(1)")),
    decide_within=days(30),
    appeal_within=days(90, cite=ACT.art("22(2)")),
    recovery=Recovery(floor=3_000, interest="kr-three-year-deposits", cite=DECREE.art("21(2), (3)")),
    agency="mohw",
    life_events=("growing-old",),
)
