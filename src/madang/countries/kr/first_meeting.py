"""First-meeting voucher (첫만남이용권): Framework Act on Low Birth Rate art. 10(3)-(6).

Reading, marks and doubts: docs/countries/kr.md.
"""

from __future__ import annotations

from typing import Any

from madang.core.rules import (
    NEVER,
    ONCE,
    Automatic,
    Benefit,
    ToConfirm,
    Voucher,
    _,
    add_years,
    age_in_years,
    all_of,
    any_of,
    day,
    days,
    first_known,
    if_,
    must,
    on,
    part,
    subject,
    years,
)
from madang.countries.kr.laws import LOW_BIRTH_RATE_ACT as ACT
from madang.countries.kr.laws import LOW_BIRTH_RATE_DECREE as DECREE
from madang.countries.kr.laws import LOW_BIRTH_RATE_RULE as RULE
from madang.countries.kr.parameters import VOUCHER_FIRST_CHILD, VOUCHER_IN_FORCE, VOUCHER_LATER_CHILD, VOUCHER_YEARS

child = subject("person")

rank = child.mother.children.rank(child, by=lambda one: one.born)


def today(spell: Any) -> Any:
    """The spell covers the day asked about."""
    return all_of(spell.since <= on, spell.until.or_else(NEVER) > on)


guardian = if_(
    child.guardianships.any(today),
    child.guardianships.latest(lambda spell: spell.guardian, by=lambda spell: spell.since, where=today, default=None),
    first_known(child.mother, child.father),
)

FIRST_MEETING_VOUCHER = Benefit(
    "first-meeting-voucher",
    title=_("First-meeting voucher"),
    summary=_("A voucher for every newborn, more from the second child, to be used within two years of birth."),
    law=ACT,
    of=child,
    period=ONCE,
    payee=guardian,
    in_force=VOUCHER_IN_FORCE,
    conditions=[
        must(
            "born_since_2022",
            all_of(child.born >= day("2022-01-01"), child.born <= on),
            cite=("10(3)", "Addenda 18580 art. 3"),
            says=_("born on {born}, on or after 1 January 2022"),
            otherwise=_("born on {born}; the voucher is for children born from 1 January 2022"),
        ),
        must(
            "still_usable",
            on < add_years(child.born, VOUCHER_YEARS.at(child.born)),
            cite=("10(6)", DECREE.art("1-2")),
            says=_("{age} years old: the voucher can be used for {years} years from birth"),
            otherwise=_("{age} years old: the voucher could be used for {years} years from birth, which have passed"),
            figures={"age": age_in_years(child.born, on), "years": VOUCHER_YEARS.at(child.born)},
        ),
        must(
            "citizen",
            all_of(
                any_of(child.nationality == "KOR", child.nationality_lost.is_present),
                child.nationality_lost.or_else(NEVER) > on,
            ),
            cite="10(5)",
            says=_("a citizen of Korea with a registered birth"),
            otherwise=_("not a citizen of Korea (nationality: {nationality})"),
        ),
        must(
            "alive",
            child.died.or_else(NEVER) > on,
            cite="10(3)",
            says=_("alive"),
            otherwise=_("died on {died}"),
        ),
    ],
    amount=part(
        "voucher",
        if_(rank == 1, VOUCHER_FIRST_CHILD.at(child.born), VOUCHER_LATER_CHILD.at(child.born)),
        cite=("10(3)", DECREE.art("1-2")),
        says=_("child number {rank} of its mother"),
        figures={"rank": rank},
    ),
    offer=ToConfirm(cite=ACT.art("10(5)")),
    decision=Automatic(cite=RULE.art("3(1)")),
    decide_within=days(30, cite=RULE.art("3(1)")),
    appeal_within=days(90),
    delivered=Voucher(valid_for=years(2, cite=DECREE.art("1-2"))),
    needs_account=False,
    agency="mohw",
    life_events=("birth",),
)
