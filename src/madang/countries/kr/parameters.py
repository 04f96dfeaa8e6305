"""Dated figures of Korean law. Won. Each line says from which month it applies and since when it was in force.

Marks and doubts: docs/countries/kr.md.
"""

from __future__ import annotations

from madang.core.rules import BOOL, CODE, INT, MONEY, Line, Mark, Parameter, Table, _, in_force
from madang.countries.kr.areas import (
    AREAS,
    CAPITAL,
    DEPOPULATING,
    NON_CAPITAL,
    OTHER_DEPOPULATING,
    SPECIAL,
    SPECIAL_DEPOPULATING,
    area_class,
)
from madang.countries.kr.laws import (
    BASIC_PENSION_ACT,
    BASIC_PENSION_NOTICE,
    CHILD_ALLOWANCE_ACT,
    CHILD_ALLOWANCE_DECREE,
    LOW_BIRTH_RATE_ACT,
    LOW_BIRTH_RATE_DECREE,
)

ACT, DECREE = CHILD_ALLOWANCE_ACT, CHILD_ALLOWANCE_DECREE
ACT_2026 = "2026-03-20"  # Act 21489 in force
DECREE_2026 = "2026-03-27"  # Decree 36224 in force; it also sets the day of art. 4(6) and (7)

# Child allowance

CHILD_ALLOWANCE_IN_FORCE = in_force("2018-09", source=ACT.art("Addenda 15539 art. 1"))

AGE_LIMIT = Parameter(
    "age_limit",
    INT,
    title=_("Age limit of the child allowance"),
    lines=[
        Line(6, "2018-09", source=ACT.art("4(1), Act 15539")),
        Line(7, "2019-09", source=ACT.art("Addenda 16249 art. 1")),
        Line(8, "2022-01", known="2022-04-01", source=ACT.art("Addenda 18579 arts. 3, 5")),
        Line(9, "2026-01", known=ACT_2026, source=ACT.art("Addenda 21489 arts. 2(1)1, 3")),
        Line(10, "2027-01", known=ACT_2026, source=ACT.art("Addenda 21489 art. 2(1)2")),
        Line(11, "2028-01", known=ACT_2026, source=ACT.art("Addenda 21489 art. 2(1)3")),
        Line(12, "2029-01", known=ACT_2026, source=ACT.art("Addenda 21489 art. 2(1)4")),
        Line(13, "2030-01", known=ACT_2026, source=ACT.art("4(1), 10(1)")),
    ],
)
COHORT_2017_PAID = Parameter(
    "cohort_2017_paid",
    BOOL,
    title=_("Every month paid to children born in 2017"),
    default=False,
    lines=[
        Line(True, "2026-01", known=ACT_2026, source=ACT.art("Addenda 21489 art. 2(2)")),
        Line(False, "2030-01", known=ACT_2026, source=ACT.art("Addenda 21489 art. 2(2)")),
    ],
)
INCOME_CUT = Parameter(
    "income_cut",
    BOOL,
    title=_("Not paid to the tenth of households with the highest income"),
    default=False,
    lines=[
        Line(True, "2018-09", source=ACT.art("4(1)-(4), Act 15539")),
        Line(False, "2019-01", known="2019-04-01", source=ACT.art("Addenda 16249 art. 3(1)")),
    ],
)
CHILD_ALLOWANCE = Parameter(
    "child_allowance_amount",
    MONEY,
    title=_("Child allowance a month"),
    lines=[
        Line(100_000, "2018-09", source=ACT.art("4(3), Act 15539")),
        Line(100_000, "2019-04", source=ACT.art("4(1)")),
    ],
)
_NOTICE = Mark.SECONDARY
PARENTAL_UNDER_ONE = Parameter(
    "parental_under_one",
    MONEY,
    title=_("Supplement in the first twelve months"),
    lines=[
        Line(300_000, "2022-01", source=ACT.art("4(5), Addenda 18579 arts. 4, 6", mark=_NOTICE)),
        Line(700_000, "2023-01", source=ACT.art("Addenda 18579 art. 6, Addenda 19455 art. 2", mark=_NOTICE)),
        Line(1_000_000, "2024-01", source=DECREE.art("2(1)1")),
    ],
)
PARENTAL_UNDER_TWO = Parameter(
    "parental_under_two",
    MONEY,
    title=_("Supplement in the second twelve months"),
    lines=[
        Line(300_000, "2022-01", source=ACT.art("4(5), Addenda 18579 arts. 4, 6", mark=_NOTICE)),
        Line(350_000, "2023-01", source=ACT.art("Addenda 18579 art. 6, Addenda 19455 art. 2", mark=_NOTICE)),
        Line(500_000, "2024-01", source=DECREE.art("2(1)2")),
    ],
)
_SUPPLEMENT_OF_CLASS = {CAPITAL: 0, NON_CAPITAL: 5_000, DEPOPULATING: 10_000, SPECIAL: 20_000}
AREA_SUPPLEMENT = Table(
    "area_supplement",
    MONEY,
    title=_("Supplement by municipality"),
    by=CODE,
    default=0,
    lines=[
        Line(
            {area.code: _SUPPLEMENT_OF_CLASS[area_class(area.code)] for area in AREAS.lowest()},
            "2026-01",
            known=DECREE_2026,
            source=DECREE.art("2(2), Act art. 4(6), Addenda 21489 art. 4(1)", mark=Mark.OFFICIAL),
        )
    ],
)
# Art. 4(7) is not retroactive: Addenda art. 4(1) names art. 4(6) only. March 2026 was paid before it was in force.
CERTIFICATE_SUPPLEMENT = Table(
    "certificate_supplement",
    MONEY,
    title=_("Supplement where paid in local gift certificates"),
    by=CODE,
    default=0,
    lines=[
        Line(
            dict.fromkeys(sorted(SPECIAL_DEPOPULATING | OTHER_DEPOPULATING), 10_000),
            "2026-04",
            known=DECREE_2026,
            source=ACT.art("4(7)"),
        )
    ],
)
DAYS_ABROAD = Parameter(
    "days_abroad",
    INT,
    [Line(90, "2018-09", source=ACT.art("13(1)1"))],
    title=_("Days abroad that pause the child allowance"),
)
DAYS_MISSING = Parameter(
    "days_missing",
    INT,
    [Line(30, "2018-09", source=DECREE.art("13(1)"))],
    title=_("Days after a report until a missing child is presumed dead"),
)

# First-meeting voucher

VOUCHER_IN_FORCE = in_force("2022-04-01", source=LOW_BIRTH_RATE_ACT.art("Addenda 18580 art. 1"))
VOUCHER_FIRST_CHILD = Parameter(
    "voucher_first_child",
    MONEY,
    title=_("First-meeting voucher for a first child"),
    lines=[
        Line(2_000_000, "2022-01", known="2022-04-01", source=LOW_BIRTH_RATE_ACT.art("10(3), Addenda 18580 art. 3"))
    ],
)
VOUCHER_LATER_CHILD = Parameter(
    "voucher_later_child",
    MONEY,
    title=_("First-meeting voucher for a second or later child"),
    lines=[
        Line(2_000_000, "2022-01", known="2022-04-01", source=LOW_BIRTH_RATE_ACT.art("10(3), Addenda 18580 art. 3")),
        Line(3_000_000, "2024-01", source=LOW_BIRTH_RATE_DECREE.art("1-2")),
    ],
)
VOUCHER_YEARS = Parameter(
    "voucher_years",
    INT,
    title=_("Years in which the first-meeting voucher can be used"),
    lines=[
        Line(1, "2022-01", known="2022-04-01", source=LOW_BIRTH_RATE_DECREE.art("1-2")),
        Line(2, "2024-01", source=LOW_BIRTH_RATE_DECREE.art("1-2")),
    ],
)

# Basic pension

BASIC_PENSION_IN_FORCE = in_force("2014-07", source=BASIC_PENSION_ACT.art("Addenda 12617 art. 1"))
_PENSION_NOTICE = BASIC_PENSION_NOTICE.art("3")
_SELECTION_NOTICE = BASIC_PENSION_NOTICE.art("2")

PENSION_AGE = Parameter(
    "pension_age", INT, [Line(65, "2014-07", source=BASIC_PENSION_ACT.art("3(1)"))], title=_("Age of the basic pension")
)
BASE_AMOUNT = Parameter(
    "base_amount",
    MONEY,
    title=_("Base amount of the basic pension"),
    lines=[
        Line(200_000, "2014-07", source=BASIC_PENSION_ACT.art("Addenda 12617 art. 7")),
        *(
            Line(amount, month, source=_PENSION_NOTICE)
            for month, amount in (
                ("2015-04", 202_600),
                ("2016-04", 204_010),
                ("2017-04", 206_050),
                ("2018-04", 209_960),
                ("2018-09", 250_000),
                ("2019-04", 253_750),
                ("2020-01", 254_760),
            )
        ),
        Line(300_000, "2021-01", source=BASIC_PENSION_ACT.art("5(3)")),
        *(
            Line(amount, month, source=_PENSION_NOTICE)
            for month, amount in (
                ("2022-01", 307_500),
                ("2023-01", 323_180),
                ("2024-01", 334_810),
                ("2025-01", 342_510),
                ("2026-01", 349_700),
            )
        ),
    ],
)
SELECTION_AMOUNT = Parameter(
    "selection_amount",
    MONEY,
    title=_("Selection amount of the basic pension for a single person"),
    lines=[
        Line(amount, month, source=_SELECTION_NOTICE)
        for month, amount in (
            ("2014-07", 870_000),
            ("2015-01", 930_000),
            ("2016-01", 1_000_000),
            ("2017-01", 1_190_000),
            ("2018-01", 1_310_000),
            ("2019-01", 1_370_000),
            ("2020-01", 1_480_000),
            ("2021-01", 1_690_000),
            ("2022-01", 1_800_000),
            ("2023-01", 2_020_000),
            ("2024-01", 2_130_000),
            ("2025-01", 2_280_000),
            ("2026-01", 2_470_000),
        )
    ],
)
PENSION_DAYS_ABROAD = Parameter(
    "pension_days_abroad",
    INT,
    [Line(60, "2014-07", source=BASIC_PENSION_ACT.art("16(1)3"))],
    title=_("Days abroad that pause the basic pension"),
)
