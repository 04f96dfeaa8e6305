"""Benefits of a country that does not exist. Together they use every word of the language."""

import datetime

from madang.core.rules import (
    CEILING,
    CODE,
    DOWN,
    FLOOR,
    HALF_EVEN,
    HALF_UP,
    INT,
    MONEY,
    NEVER,
    ONCE,
    RATE,
    UP,
    YEAR,
    Benefit,
    ClaimWindow,
    Currency,
    Law,
    Line,
    Pack,
    Parameter,
    Scale,
    Table,
    _,
    add_days,
    add_months,
    add_years,
    age_in_months,
    age_in_years,
    all_must,
    all_of,
    any_must,
    day,
    day_of,
    days,
    days_between,
    first_known,
    first_of_month,
    if_,
    in_force,
    largest,
    last_of_month,
    money,
    month_of,
    months_between,
    must,
    not_,
    on,
    part,
    percent,
    period_end,
    period_start,
    smallest,
    subject,
    year_of,
)

ACT = Law("xx-act", {"xx": "Lex", "en": "Act on everything"}, "1", "https://example.org/act")
DECREE = Law("xx-decree", {"xx": "Decretum", "en": "Decree"}, "2", "https://example.org/decree")

AGE_LIMIT = Parameter("age_limit", INT, [
    Line(6, "2018-09", source=ACT.art("4(1)")),
    Line(7, "2019-09", "2019-08-20", ACT.art("4(1)")),
    Line(8, "2022-01", "2022-04-01", ACT.art("Addenda 3")),
    Line(9, "2026-01", "2026-03-20", ACT.art("Addenda 2")),
    Line(10, "2027-01", "2026-03-20", ACT.art("Addenda 2")),
])  # fmt: skip
BASE = Parameter("base_amount", MONEY, [Line(100_000, "2018-09", source=ACT.art("5"))])
YOUNG = Parameter(
    "young_supplement", MONEY, [Line(300_000, "2022-01"), Line(700_000, "2023-01"), Line(1_000_000, "2024-01")]
)
REGION = Table("region_class", CODE, [Line({"11": "capital", "36": "empty"}, "2000-01")], by=CODE, default="plain")
SUPPLEMENT = Table("region_supplement", MONEY, [Line({"empty": 20_000, "plain": 5_000}, "2026-01", "2026-03-20")],
                   by=CODE, default=0)  # fmt: skip
REDUCTION = Parameter("couple_reduction", RATE, [Line(percent(20), "2000-01"), Line(percent("17.5"), "2025-01")])
TAX = Scale("tax", RATE, [Line([(0, percent(3)), (10_000, percent("12.5")), (1_000_000, percent(30))], "2000-01")])
BANDS = Scale("bands", MONEY, [Line([(0, 90_000), (1, 60_000), (50_000, 10_000)], "2010-01")])
CEILING_BY_COHORT = Parameter(
    "cohort_ceiling", MONEY, [Line(500_000, "1950-01"), Line(700_000, "1980-01"), Line(1, "2015-01")]
)
SIZE = Table("need", MONEY, [Line({1: 800_000, 2: 1_300_000, 3: 1_700_000}, "2000-01")], by=INT, default=2_000_000)
FIRST_YEARS = in_force("2018-09", "2019-04", name="income_cut", until_known="2019-01-15", source=ACT.art("Addenda 1"))

child = subject("person")


def _abroad_90_days(stay):
    return (add_days(stay.left, 90) < period_start) & (stay.returned.or_else(NEVER) >= period_start)


GUARDIAN = first_known(
    child.guardianships.latest(
        lambda g: g.guardian, by=lambda g: g.since, default=None,
        where=lambda g: (g.since <= period_end) & (g.until.or_else(NEVER) > period_start)),
    child.mother,
)  # fmt: skip

ALLOWANCE = Benefit(
    "allowance", title=_("Allowance"), law=ACT, of=child, in_force=in_force("2018-09"), payee=GUARDIAN,
    conditions=[
        must("born", child.born <= period_end, cite="10", says=_("born on {born}")),
        must("alive", child.died.or_else(NEVER) >= period_start, cite="14", says=_("alive"), otherwise=_("has died")),
        must("under_age_limit", age_in_years(child.born, period_end) < AGE_LIMIT, cite="4(1)",
             says=_("born {born}, so {age} years old on {period_end}; the limit is {age_limit}"),
             figures={"age": age_in_years(child.born, period_end)}),
        any_must("belongs", must("national", child.nationality == "KOR", cite="4(2)", says=_("is a national")),
                 must("refugee", child.statuses.any(lambda s: (s.code == "refugee") & (s.since <= period_start)),
                      cite="4(3)", says=_("is a recognised refugee"))),
        must("here", ~child.stays_abroad.any(_abroad_90_days), cite="13", says=_("is not abroad for 90 days")),
        must("low_income", child.household.members.sum(lambda m: m.incomes.sum(lambda i: i.amount)) < 3_000_000,
             cite=(ACT.art("4(4)"), DECREE.art("2")), says=_("the household earns less than {limit}"),
             figures={"limit": money(3_000_000)}, during=FIRST_YEARS),
    ],
    amount=[
        part("base", BASE, cite="5", says=_("base amount {base_amount}")),
        part("young", YOUNG, when=age_in_years(child.born, period_start) < 1, cite="5(2)", says=_("under one: {young_supplement}"),
             during=in_force("2022-01", name="young_since")),
        part("region", SUPPLEMENT[REGION[child.residences.latest(
            lambda r: r.area, by=lambda r: r.since, where=lambda r: r.since <= period_start, default="")]],
            cite=DECREE.art("2"), says=_("regional supplement")),
    ],
    claim=ClaimWindow(child.born, days(60), cite=ACT.art("10(2)")),
)  # fmt: skip

newborn = subject("person")
ORDER = newborn.mother.children.rank(newborn, by=lambda c: c.born)

VOUCHER = Benefit(
    "voucher", title=_("Voucher"), law=DECREE, of=newborn, in_force=in_force("2022-01", known="2021-12-30"), period=ONCE,
    payee=newborn.mother,
    conditions=[
        must("within_a_year", (newborn.born <= on) & (age_in_months(newborn.born, on) < 12), cite="8", says=_("born {born}")),
        all_must("not_excluded",
                 must("father_alive", ~newborn.father.exists | newborn.father.died.is_absent, cite="8(1)", says=_("father lives")),
                 must("siblings_known", newborn.mother.children.all(lambda c: c.born <= on), cite="8(2)", says=_("siblings born"))),
    ],
    amount=part("voucher", if_(ORDER == 1, money(2_000_000), 3_000_000), cite="8", says=_("child number {order}"),
                figures={"order": ORDER}),
)  # fmt: skip

elder = subject("person")
INCOME = elder.incomes.sum(lambda i: i.amount, where=lambda i: i.year == year_of(period_start) - 1)
HOME = elder.properties.max(lambda p: p.amount, default=0, where=lambda p: p.kind != "debt")
DEBT = elder.properties.min(lambda p: p.amount, default=0, where=lambda p: p.kind == "debt")
COUNTED = ((INCOME * percent(70)) + (largest(HOME + DEBT - 85_000, 0) * percent("4.17")) / 12).rounded(HALF_UP, to=10)
MARRIED = elder.marriages.any(lambda m: (m.since <= period_start) & (m.until.or_else(NEVER) > period_start)
                              & (age_in_years(m.spouse.born, period_end) >= 65))  # fmt: skip
FULL = smallest(BANDS.band(INCOME), CEILING_BY_COHORT.at(elder.born))

PENSION = Benefit(
    "pension", title=_("Pension"), law=ACT, of=elder, in_force=in_force("2014-07"),
    conditions=[
        must("of_age", age_in_years(elder.born, period_end) >= 65, cite="3", says=_("born {born}")),
        must("counted", COUNTED <= 250_000, cite="3(2)", says=_("counted income {counted}"), figures={"counted": COUNTED}),
        must("no_office", not_(elder.statuses.any(lambda s: s.code.is_in(["officer", "judge"]) & (s.value.or_else(0) > 10))),
             cite="3(3)", says=_("no office")),
        must("not_lost", elder.nationality_lost.is_absent | (elder.nationality_lost.or_else(NEVER) > period_end),
             cite="4", says=_("still a national")),
    ],
    amount=[part("full", if_(MARRIED, (FULL - FULL * REDUCTION).rounded(DOWN, to=10), FULL), cite="8", says=_("amount")),
            part("tax", -TAX.marginal(INCOME).rounded(FLOOR), cite="9", says=_("less tax"))],
)  # fmt: skip

home = subject("household")
ADULTS = home.members.count(lambda m: age_in_years(m.born, period_end) >= 18)

HOUSEHOLD_AID = Benefit(
    "household-aid", title=_("Household aid"), law=ACT, of=home, in_force=in_force("2000-01"), period=YEAR,
    payee=home.members.latest(lambda m: m, by=lambda m: add_days(day("2000-01-01"), days_between(m.born, period_end)),
                              default=None),
    conditions=[
        must("has_adult", ADULTS > 0, cite="20", says=_("{adults} adults"), figures={"adults": ADULTS}),
        must("in_need", home.members.sum(lambda m: m.incomes.sum(
            lambda i: if_(i.kind == "wages", (i.amount * percent(80)).rounded(UP), i.amount),
            where=lambda i: (i.year == year_of(period_start)) | (i.year == year_of(m.born))))
            < SIZE[home.members.count()], cite="21", says=_("in need")),
        must("someone_young", home.members.any(lambda m: m.children.any(
            lambda c: (age_in_years(c.born, period_end) < 18) & (c.household == home) & (months_between(m.born, c.born) > 180))),
            cite="22", says=_("a child of somebody in the household")),
    ],
    amount=part("need", (SIZE[ADULTS] / 3).rounded(HALF_EVEN), cite="23", says=_("a third of the need")),
)  # fmt: skip

anyone = subject("person")
DATE_GAMES = Benefit(
    "date-games", title=_("Dates"), law=ACT, of=anyone, in_force=in_force("1900-01"), period=ONCE,
    conditions=[
        must("arithmetic", all_of(
            last_of_month(anyone.born) >= first_of_month(anyone.born),
            add_years(anyone.born, 18) < add_months(on, 12),
            add_months(anyone.born, anyone.children.count()) != add_days(on, 3)), cite="30", says=_("calendar")),
        must("parts", ((month_of(anyone.born) + day_of(anyone.born)) * 3 > year_of(anyone.born) - 1900)
             | (age_in_months(anyone.mother.born, on) >= age_in_months(anyone.born, add_days(on, -17)) + 200), cite="31",
             says=_("parts of a date")),
        must("mother", anyone.mother.mother.sex.is_in(["f", "m"]) | (anyone.mother.household != anyone.household),
             cite="32", says=_("family")),
    ],
    amount=[part("rounded", ((anyone.incomes.sum(lambda i: i.amount) - 5_000) / 7).rounded(CEILING), cite="33", says=_("a")),
            part("halves", ((anyone.incomes.sum(lambda i: i.amount) - 5_000) / 2).rounded(HALF_UP, to=5), cite="33", says=_("b")),
            part("fifth", (anyone.incomes.sum(lambda i: i.amount) * -1) // 5, cite="33", says=_("c")),
            part("even", ((anyone.incomes.sum(lambda i: i.amount) - 5) / 4).rounded(HALF_EVEN, to=3), cite="33", says=_("d")),
            part("away", ((anyone.incomes.sum(lambda i: i.amount) - 5) / 9).rounded(UP), cite="33", says=_("e")),
            part("cut", ((anyone.incomes.sum(lambda i: i.amount) - 5) / 9).rounded(DOWN), cite="33", says=_("f"))],
)  # fmt: skip

BENEFITS = (ALLOWANCE, VOUCHER, PENSION, HOUSEHOLD_AID, DATE_GAMES)


class EveryDayWorks:
    """A calendar without holidays."""

    def is_working_day(self, day: datetime.date) -> bool:
        return True

    def add_working_days(self, day: datetime.date, days: int) -> datetime.date:
        return day + datetime.timedelta(days)


PACK = Pack("xx", "Nowhere", Currency("XXX", 0), BENEFITS, EveryDayWorks(), languages=("xx", "en"))
