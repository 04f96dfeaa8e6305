"""Child allowance (아동수당): Child Allowance Act with its Decree, Rule and addenda of 2018, 2019, 2021, 2023 and 2026.

Reading, marks and doubts: docs/countries/kr.md.
"""

from __future__ import annotations

import datetime

from madang.core.rules import (
    NEVER,
    Automatic,
    Benefit,
    ClaimWindow,
    Deemed,
    Facts,
    PayDay,
    Recovery,
    ToConfirm,
    _,
    add_days,
    age_in_years,
    all_of,
    any_must,
    any_of,
    day,
    days,
    first_known,
    if_,
    largest,
    months_between,
    must,
    part,
    period_end,
    period_start,
    subject,
)
from madang.countries.kr.calendar import CALENDAR
from madang.countries.kr.laws import (
    CHILD_ALLOWANCE_ACT as ACT,
)
from madang.countries.kr.laws import (
    CHILD_ALLOWANCE_DECREE as DECREE,
)
from madang.countries.kr.laws import (
    CHILD_ALLOWANCE_RULE as RULE,
)
from madang.countries.kr.parameters import (
    AGE_LIMIT,
    AREA_SUPPLEMENT,
    CERTIFICATE_SUPPLEMENT,
    CHILD_ALLOWANCE,
    CHILD_ALLOWANCE_IN_FORCE,
    COHORT_2017_PAID,
    DAYS_ABROAD,
    DAYS_MISSING,
    INCOME_CUT,
    PARENTAL_UNDER_ONE,
    PARENTAL_UNDER_TWO,
)
from madang.countries.spells import holds, in_period

Date = datetime.date

child = subject("person")

age_at_month_end = age_in_years(child.born, period_end)
month_of_life = months_between(child.born, period_start)  # 0 in the month of birth
born_2017 = all_of(child.born >= day("2017-01-01"), child.born <= day("2017-12-31"))

# Art. 2(4): whoever raises the child. Without an entry of the month the mother, else the father; an entry whose guardian
# or days are unknown leaves the payee unknown rather than paying somebody else.
guardian = if_(
    child.guardianships.any(in_period),
    child.guardianships.latest(
        lambda spell: spell.guardian, by=lambda spell: spell.since, where=in_period, default=None
    ),
    first_known(child.mother, child.father),
)

# Decree art. 9(6): moved in by the 15th counts, later not. Whoever has no address yet on the 15th (a newborn) counts
# where first registered in the month.
fifteenth = add_days(period_start, 14)
counting_day = largest(fifteenth, child.residences.min(lambda spell: spell.since, default=fifteenth))
area = if_(
    child.residences.any(),
    child.residences.latest(
        lambda spell: spell.area,
        by=lambda spell: spell.since,
        where=lambda spell: spell.since <= counting_day,
        default="",  # never taken: the first spell always begins by the counting day
    ),
    child.household.area,
)

paused_abroad = child.stays_abroad.any(
    lambda stay: all_of(
        add_days(stay.left, DAYS_ABROAD - 1) < period_start,  # the day of departure is day 1
        stay.returned.or_else(NEVER) >= period_start,
    )
)
paused_missing = child.statuses.any(
    lambda status: all_of(
        status.code == "reported-missing",
        add_days(status.since, DAYS_MISSING) < period_start,
        status.until.or_else(NEVER) >= period_start,
    )
)
whereabouts_unknown = child.residences.any(
    lambda spell: all_of(spell.unknown_address, spell.since < period_start, spell.until.or_else(NEVER) >= period_start)
) & ~holds(child, "real-address-known")

CONDITIONS = [
    must(
        "born",
        child.born <= period_end,
        cite="10(2)",
        says=_("born on {born}"),
        otherwise=_("not yet born in this month: born on {born}"),
    ),
    any_must(
        "within_age",
        must(
            "under_age_limit",
            age_at_month_end < AGE_LIMIT,
            cite=("4(1)", "10(1)", ACT.art("Addenda 21489 art. 2(1)")),
            says=_(
                "born on {born}, so {age} years old at the end of the month; the limit for this month is {age_limit}"
            ),
            otherwise=_(
                "born on {born}, so {age} years old by the end of the month; the allowance ends before the month of birthday {age_limit}"
            ),
            figures={"age": age_at_month_end},
        ),
        must(
            "cohort_2017",
            born_2017,
            cite=ACT.art("Addenda 21489 art. 2(2)"),
            says=_("born in 2017: paid every month from January 2026 to December 2029, whatever the age"),
            otherwise=_("not born in 2017, so the special rule for that year does not apply"),
            during=COHORT_2017_PAID,
        ),
        cite=("4(1)", "10(1)"),
        says=_("of an age for which the allowance is paid: one of these rules must hold"),
    ),
    any_must(
        "belongs_here",
        must(
            "citizen",
            any_of(child.nationality == "KOR", child.nationality_lost.is_present),
            cite="14",
            says=_("a citizen of Korea"),
            otherwise=_("not a citizen of Korea (nationality: {nationality})"),
        ),
        must(
            "refugee",
            child.statuses.any(
                lambda status: all_of(
                    status.code == "refugee",
                    status.since <= period_end,
                    status.until.or_else(NEVER) >= period_start,  # art. 14: lost from the month after
                )
            ),
            cite=DECREE.art("14"),
            says=_("recognised as a refugee"),
            otherwise=_("not recognised as a refugee"),
        ),
        cite="14",
        says=_("belongs here: one of these must hold"),
    ),
    must(
        "alive",
        child.died.or_else(NEVER) >= period_start,
        cite="14",
        says=_("alive in this month"),
        otherwise=_("died on {died}; the allowance ended with that month"),
    ),
    must(
        "nationality_kept",
        child.nationality_lost.or_else(NEVER) >= period_start,
        cite="14",
        says=_("has not lost the nationality before this month"),
        otherwise=_("lost the nationality on {nationality_lost}; the allowance ended with that month"),
    ),
    must(
        "not_abroad",
        ~paused_abroad,
        cite="13(1)",
        says=_("not abroad for {days_abroad} days or more before this month"),
        otherwise=_(
            "abroad for {days_abroad} days or more: paused from the month after the {days_abroad}th day through the month of return"
        ),
        figures={"days_abroad": DAYS_ABROAD},
    ),
    must(
        "not_missing",
        ~paused_missing,
        cite=("13(1)", DECREE.art("13(1)")),
        says=_("not missing for {days_missing} days"),
        otherwise=_("reported missing and not found for {days_missing} days: paused until the month in which found"),
        figures={"days_missing": DAYS_MISSING},
    ),
    must(
        "whereabouts_known",
        ~whereabouts_unknown,
        cite=("13(1)", DECREE.art("13(2)")),
        says=_("the address in the register is known"),
        otherwise=_("registered as of unknown address: paused until the month in which the address is known again"),
    ),
    must(
        "income_within_limit",
        ~holds(child, "child-allowance-income-too-high"),
        cite=ACT.art("4(1)-(4), Act 15539"),
        says=_("the household is not among the tenth with the highest income"),
        otherwise=_(
            "the household was found to be among the tenth with the highest income, which counted until December 2018"
        ),
        during=INCOME_CUT,
    ),
]

AMOUNT = [
    part(
        "base",
        CHILD_ALLOWANCE,
        cite="4(1)",
        says=_("child allowance of {child_allowance_amount} a month"),
    ),
    part(
        "first_year",
        PARENTAL_UNDER_ONE,
        when=all_of(child.born >= day("2022-01-01"), month_of_life < 12),
        cite=("4(5)", DECREE.art("2(1)")),
        says=_("{parental_under_one} more for each of the first twelve months, counting the month of birth"),
    ),
    part(
        "second_year",
        PARENTAL_UNDER_TWO,
        when=all_of(child.born >= day("2022-01-01"), month_of_life >= 12, month_of_life < 24),
        cite=("4(5)", DECREE.art("2(1)")),
        says=_("{parental_under_two} more for each of the second twelve months"),
    ),
    part(
        "area",
        AREA_SUPPLEMENT[area],
        cite=("4(6)", DECREE.art("2(2)")),
        says=_("{area_supplement} more because of where the child lives"),
    ),
    part(
        "certificates",
        CERTIFICATE_SUPPLEMENT[area],
        when=holds(child, "paid-in-local-certificates"),
        cite="4(7)",
        says=_("{certificate_supplement} more because it is paid in local gift certificates"),
    ),
]


class ChildAllowance(Benefit):
    """The child allowance, whose first month depends on more than the 60 days: see `first_period`."""

    def last_day_to_claim_from_birth(self, born: Date, excused_days: int = 0) -> Date:
        """Last day of the 60 days that include the day of birth (art. 10(2)), moved off holidays (Civil Act art. 161).

        excused_days: days lost to a suit about parentage or a disaster, which do not count (Rule art. 8).
        """
        return CALENDAR.last_day_of_period(born + datetime.timedelta(59 + excused_days))

    def last_day_to_claim(self, facts: Facts, subject_id: int, on: Date) -> Date | None:
        """The last of the 60 days; long past ones are not moved off holidays, since nothing depends on them any more."""
        born: Date | None = facts.row("person", subject_id)["born"]
        if born is None or (on - born).days > 59 + _LONGEST_HOLIDAYS:
            return None if born is None else born + datetime.timedelta(59)
        return self.last_day_to_claim_from_birth(born)

    def first_period(self, facts: Facts, subject_id: int, claimed_on: Date) -> Date:
        """First day of the first month a claim is paid for (art. 10(1), (2) and the addenda of 2019, 2021 and 2026).

        An application deemed made by law counts as a claim on the day the law came into force: 2019-09-01, 2022-04-01
        or 2026-03-20.
        """
        born = facts.row("person", subject_id)["born"]
        claimed = claimed_on.replace(day=1)
        if born is None:
            return claimed
        birth_month = born.replace(day=1)
        last_day = self.last_day_to_claim(facts, subject_id, claimed_on)
        if last_day is not None and claimed_on <= last_day:
            return birth_month
        return max(birth_month, min(claimed, _reaches_back_to(born, claimed_on)))


#: No row of weekends and holidays is longer, so a later claim need not ask the calendar (which begins in 2018).
_LONGEST_HOLIDAYS = 14

#: (claimed from, claimed until, born from, born until, first month): each of the laws that reach back.
_REACHING_BACK = (
    # Addenda 16249 arts. 2, 3(1): claimed between promulgation and the day in force.
    (Date(2019, 1, 15), Date(2019, 3, 31), Date.min, Date.max, Date(2019, 1, 1)),
    # Addenda 18579 arts. 2(1), 5(1): claimed before the day in force; arts. 5(2), 7: deemed claimed on that day.
    (Date(2021, 12, 14), Date(2022, 4, 1), Date(2014, 2, 1), Date(2015, 3, 31), Date(2022, 1, 1)),
    # Addenda 21489 art. 3: born from 2017 and past the eighth birthday on 2026-03-20, whenever payment is decided.
    (Date(2026, 3, 20), Date.max, Date(2017, 1, 1), Date(2018, 3, 20), Date(2026, 1, 1)),
)


def _reaches_back_to(born: Date, claimed_on: Date) -> Date:
    """The first month the addenda let a claim of this day reach back to; the month claimed if none does."""
    found = claimed_on.replace(day=1)
    for claimed_from, claimed_until, born_from, born_until, first_month in _REACHING_BACK:
        if claimed_from <= claimed_on <= claimed_until and born_from <= born <= born_until:
            found = min(found, first_month)
    return found


CHILD_ALLOWANCE_BENEFIT = ChildAllowance(
    "child-allowance",
    title=_("Child allowance"),
    summary=_(
        "A monthly payment for every child, with supplements for the youngest and for children outside the capital."
    ),
    law=ACT,
    of=child,
    payee=guardian,
    in_force=CHILD_ALLOWANCE_IN_FORCE,
    conditions=CONDITIONS,
    amount=AMOUNT,
    claim=ClaimWindow(child.born, days(60), inclusive=True, cite=ACT.art("10(2)")),
    pay_day=PayDay(25, if_not_working_day="before", cite=DECREE.art("9(1)")),
    offer=ToConfirm(cite=ACT.art("6")),
    resumption=Deemed(object_within=days(30), cite=ACT.art("Addenda 21489 art. 5")),
    suspended_by=("not_abroad", "not_missing", "whereabouts_known"),  # art. 13(1); what art. 14 names ends it
    decision=Automatic(
        four_eyes_above=4_000_000, cite=ACT.art("9(1)")
    ),  # a house rule: more than a newborn claimed in time
    decide_within=days(30, cite=RULE.art("7(1)")),
    appeal_within=days(90, cite=ACT.art("19(2)")),
    appeal_review=days(30, cite=ACT.art("19(3)")),
    recovery=Recovery(floor=3_000, interest="kr-three-year-deposits", cite=DECREE.art("17(2), (3)")),
    agency="mohw",
    life_events=("birth", "raising-a-child"),
)
