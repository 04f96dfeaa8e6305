"""An imaginary country's taxes and benefits, for comparison: the figures OpenFisca's country template is published with.

Written anew from the documented behaviour; nothing of that package is included. Money is in cents, areas in
hundredths of a square metre. `Country(**changes)` builds the same law with other parameters, as a reform would.
"""

from madang.core.rules import (
    CODE,
    DATE,
    DOWN,
    HALF_UP,
    INT,
    MONEY,
    RATE,
    Entity,
    Fact,
    Formula,
    Kind,
    Line,
    Parameter,
    Relation,
    Scale,
    Schema,
    Variable,
    age_in_years,
    if_,
    largest,
    money,
    percent,
)

SCHEMA = Schema((
    Entity("person", "persons", "person", "civil", (
        Fact("birth", DATE, "birth"),
        Fact("role", CODE, "role in the household", codes=("adult", "child")),
        Fact("stated_age", INT, "age, where stated instead of the birth", optional=True),
        Fact("has_car", Kind.BOOL, "has a car"),
        Fact("goes_to_school", Kind.BOOL, "goes to school"),
    ), (Relation("household", "household", "household", reverse="members"),)),
    Entity("household", "households", "household", "civil", (
        Fact("stated_income", MONEY, "income, where stated instead of the salaries", optional=True),
    )),
    Entity("pay", "pays", "pay of a month", "tax", (
        Fact("month", DATE, "month"), Fact("salary", MONEY, "salary"), Fact("capital_returns", MONEY, "capital returns"),
    ), (Relation("person", "person", "person", reverse="pays"),)),
    Entity("home", "homes", "dwelling of a month", "housing", (
        Fact("month", DATE, "month"), Fact("rent", MONEY, "rent"), Fact("size", INT, "size"),
        Fact("occupancy", CODE, "occupancy", codes=("owner", "tenant", "free_lodger", "homeless")),
    ), (Relation("household", "household", "household", reverse="homes"),)),
))  # fmt: skip

CONTRIBUTION = [
    Line([(0, percent(3)), (12_000_00, percent(10))], "2013-01"),
    Line([(0, percent(3)), (12_100_00, percent(10))], "2014-01"),
    Line([(0, percent(4)), (12_200_00, percent(12))], "2015-01"),
    Line([(0, percent(4)), (12_300_00, percent(12))], "2016-01"),
    Line([(0, percent(2)), (6_000_00, percent(6)), (12_400_00, percent(12))], "2017-01"),
]
RENT_SHARE = [Line(percent(25), "2010-01"), Line(percent(0), "2016-12")]


class Country:
    """The variables of the country by name, with the parameters given changed."""

    schema = SCHEMA

    def __init__(self, *, contribution=CONTRIBUTION, rent_share=RENT_SHARE):
        self.contribution = Scale("contribution", RATE, contribution)
        self.rent_share = Parameter("rent_share", RATE, rent_share)
        self.majority = Parameter("majority", INT, [Line(21, "1945-01"), Line(18, "1971-01")])
        self.retirement = Parameter("retirement", INT, [Line(61, "1951-07"), Line(62, "2017-01")])
        self.basic_amount = Parameter("basic_amount", MONEY, [Line(600_00, "2015-12")])
        self.tax_rate = Parameter("tax_rate", RATE, [Line(percent(16), "2012-01"), Line(percent(13), "2013-01"),
                                                     Line(percent(14), "2014-01"), Line(percent(15), "2015-01")])  # fmt: skip
        self.tax_per_metre = Parameter("tax_per_metre", INT, [Line(10, "2010-01")])
        self.least_tax = Parameter("least_tax", MONEY, [Line(200_00, "2010-01")])
        self.parenting_amount = Parameter("parenting_amount", MONEY, [Line(600_00, "2015-12")])
        self.parenting_limit = Parameter("parenting_limit", MONEY, [Line(500_00, "2015-12")])
        self.meals = Scale(
            "meals", MONEY, [Line([(0, 0), (250_00, 100), (500_00, 200), (1000_00, 400), (2000_00, 800)], "2017-01")]
        )
        self.pool = Scale("pool", MONEY, [Line([(0, 0), (249_01, 100), (499_01, 200), (999_01, 400)], "2017-01")])
        persons = ("age", "salary", "capital_returns", "pension", "income_tax", "social_security_contribution", "new_tax",
                   "has_car", "goes_to_school")  # fmt: skip
        self.variables = {name: self._variable(name, "person", getattr(self, f"_{name}")) for name in persons}
        self.variables["basic_income"] = self._variable("basic_income", "person", [
            Formula(lambda p, w: if_(self._adult(p, w) & (self.of("salary", p, w) == 0), self.basic_amount, money(0)), "2015-12"),
            Formula(lambda p, w: if_(self._adult(p, w), self.basic_amount, money(0)), "2016-12"),
        ])  # fmt: skip
        households = ("household_income", "meal_price", "swimming_pool_access", "parenting_allowance", "total_benefits",
                      "total_taxes", "disposable_income", "housing_allowance")  # fmt: skip
        self.variables |= {name: self._variable(name, "household", getattr(self, f"_{name}")) for name in households}
        self.variables["housing_tax"] = Variable("housing_tax", entity="household", formulas=self._housing_tax,
                                                 period="year", schema=self.schema)  # fmt: skip
        self.variables["housing_occupancy_status"] = self._variable(
            "housing_occupancy_status", "household", self._occupancy
        )

    def _variable(self, name, entity, formulas):
        return Variable(name, entity=entity, formulas=formulas, schema=self.schema)

    def of(self, name, row, when):
        return self.variables[name](row, when)

    def all_members(self, name, household, when):
        return household.members.sum(lambda member: self.of(name, member, when))

    def _adult(self, person, when):
        return self.of("age", person, when) >= self.majority

    def _age(self, person, when):
        return person.stated_age.or_else(age_in_years(person.birth, when.start))

    def _salary(self, person, when):
        return person.pays.sum(lambda pay: pay.salary, where=lambda pay: pay.month == when.start)

    def _capital_returns(self, person, when):
        return person.pays.sum(lambda pay: pay.capital_returns, where=lambda pay: pay.month == when.start)

    def _pension(self, person, when):
        return if_(self.of("age", person, when) >= self.retirement, money(100), money(0))

    def _income_tax(self, person, when):
        income = (
            self.of("salary", person, when)
            + self.of("capital_returns", person, when)
            + self.of("pension", person, when)
        )
        return (income * self.tax_rate).rounded(HALF_UP)

    def _social_security_contribution(self, person, when):
        return self.contribution.marginal(self.of("salary", person, when)).rounded(HALF_UP)

    def _has_car(self, person, _when):
        return person.has_car

    def _goes_to_school(self, person, _when):
        return person.goes_to_school

    def _new_tax(self, person, when):
        return if_(person.has_car, self.of("income_tax", person, when) + 100_00, 0)

    def _occupancy(self, household, when):
        return household.homes.latest(lambda home: home.occupancy, by=lambda home: home.month, default="tenant",
                                      where=lambda home: home.month == when.start)  # fmt: skip

    def _size(self, household, month):
        return household.homes.sum(lambda home: home.size, where=lambda home: home.month == month)

    def _rent(self, household, month):
        return household.homes.sum(lambda home: home.rent, where=lambda home: home.month == month)

    def _housing_tax(self, household, when):
        january = when.year.start
        size = self._size(household, january)
        due = largest((self.tax_per_metre.at(january) * size) * money(1), self.least_tax.at(january))
        return if_(self._occupancy(household, when.year.month).is_in(["owner", "tenant"]), due, money(0))

    def _housing_allowance(self, household, when):
        return (self._rent(household, when.start) * self.rent_share).rounded(DOWN)

    def _household_income(self, household, when):
        return household.stated_income.or_else(self.all_members("salary", household, when))

    def _meal_price(self, household, when):
        return self.meals.band(self.of("household_income", household, when))

    def _swimming_pool_access(self, household, when):
        return self.pool.band(self.of("household_income", household, when))

    def _parenting_allowance(self, household, when):
        def younger_than(years):
            return household.members.any(lambda member: self.of("age", member, when) < years)

        alone = household.members.count(lambda member: member.role == "adult") == 1
        poor = self.of("household_income", household, when) <= self.parenting_limit
        return if_(poor & ((alone & younger_than(8)) | younger_than(6)), self.parenting_amount, 0)

    def _total_benefits(self, household, when):
        return self.all_members("basic_income", household, when) + self.of("housing_allowance", household, when)

    def _total_taxes(self, household, when):
        housing = (self.of("housing_tax", household, when.year) / 12).rounded(HALF_UP)
        return (self.all_members("income_tax", household, when)
                + self.all_members("social_security_contribution", household, when) + housing)  # fmt: skip

    def _disposable_income(self, household, when):
        gains = ("salary", "capital_returns", "pension", "basic_income")
        return (sum((self.all_members(name, household, when) for name in gains), money(0))
                + self.of("housing_allowance", household, when) + self.of("parenting_allowance", household, when)
                - self.of("total_taxes", household, when))  # fmt: skip
