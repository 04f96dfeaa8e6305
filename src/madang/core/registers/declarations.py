"""The registers, declared: who keeps which facts, how sensitive they are, and which table holds them.

The facts themselves are those of the rules' schema, so that a rule, the access log and a register speak of
`person.born` and mean the same column. Facts that no rule may ask for, such as a bank account, are declared here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Model
from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_noop
from django.utils.translation import gettext_lazy as _

from madang.core.people.models import Organisation
from madang.core.registers import models
from madang.core.registers.errors import RegisterError
from madang.core.rules.entities import Entity, Fact, Relation, Sensitivity
from madang.core.rules.kinds import Kind
from madang.core.rules.schema import STANDARD
from madang.core.systems import all_systems

BANK_ACCOUNT = Entity(
    "bank_account",
    "bank_accounts",
    gettext_noop("bank account"),
    register="accounts",
    facts=(
        Fact("bank", Kind.CODE, gettext_noop("bank"), sensitivity=Sensitivity.FINANCIAL, note="BIC, ISO 9362"),
        Fact("number", Kind.CODE, gettext_noop("account number"), sensitivity=Sensitivity.FINANCIAL),
        Fact("since", Kind.DATE, gettext_noop("account used since")),
        Fact("until", Kind.DATE, gettext_noop("account used until"), optional=True),
    ),
    relations=(Relation("person", "person", gettext_noop("person")),),
)


@dataclass(frozen=True)
class Table:
    """One table of a register: the entity it holds and the Django model that stores it.

    `holder` is the column with the person whose facts a row states.
    """

    entity: Entity
    model: type[Model]
    holder: str = "person"

    @property
    def facts(self) -> dict[str, Fact | Relation]:
        """Full name of each fact, such as `person.born`, with its declaration."""
        return {f"{self.entity.name}.{name}": column for name, column in self.entity.columns.items()}


@dataclass(frozen=True)
class Register:
    """An authoritative register: its name, title, the code of the agency that keeps it, and its tables."""

    name: str
    title: str | Promise
    owner: str
    tables: tuple[Table, ...]

    def table(self, name: str) -> Table:
        """The table of this name. Raises RegisterError naming those that exist."""
        for table in self.tables:
            if table.entity.name == name:
                return table
        known = ", ".join(table.entity.name for table in self.tables)
        raise RegisterError(
            "table",
            _("Register %(register)s has no table %(name)s. Choose one of: %(known)s.")
            % {"register": self.name, "name": name, "known": known},
        )


CIVIL = Register(
    "civil",
    _("Civil register"),
    "civil-registry",
    (
        Table(STANDARD["person"], models.CivilRecord),
        Table(STANDARD["marriage"], models.Marriage),
        Table(STANDARD["guardianship"], models.Guardianship, holder="child"),
    ),
)
RESIDENCE = Register(
    "residence",
    _("Residence register"),
    "residence-registry",
    (Table(STANDARD["residence"], models.Residence), Table(STANDARD["household"], models.Household, holder="")),
)
BORDER = Register("border", _("Border register"), "immigration", (Table(STANDARD["stay_abroad"], models.StayAbroad),))
TAX = Register("tax", _("Tax register"), "tax-service", (Table(STANDARD["income"], models.Income),))
PROPERTY = Register(
    "property", _("Property register"), "land-registry", (Table(STANDARD["property"], models.Property),)
)
SOCIAL = Register("social", _("Social register"), "social-security", (Table(STANDARD["status"], models.Status),))
ACCOUNTS = Register("accounts", _("Account register"), "payments-office", (Table(BANK_ACCOUNT, models.BankAccount),))

STANDARD_REGISTERS = (CIVIL, RESIDENCE, BORDER, TAX, PROPERTY, SOCIAL, ACCOUNTS)


def all_registers() -> list[Register]:
    """The standard registers, then those that the systems publish."""
    published = [register for system in all_systems() for register in system.registers]
    return [*STANDARD_REGISTERS, *published]


def register_named(name: str) -> Register:
    """The register of this name. Raises RegisterError naming those that exist."""
    for register in all_registers():
        if register.name == name:
            return register
    known = ", ".join(register.name for register in all_registers())
    raise RegisterError(
        "register",
        _("There is no register %(name)s. Choose one of: %(known)s.") % {"name": name, "known": known},
    )


def tables() -> Iterator[tuple[Register, Table]]:
    """Every table with its register."""
    for register in all_registers():
        for table in register.tables:
            yield register, table


def fact_declared(name: str) -> tuple[Register, Table, Fact | Relation]:
    """Register, table and declaration of a fact such as `person.born`. Raises RegisterError for an unknown name."""
    for register, table in tables():
        found = table.facts.get(name)
        if found is not None:
            # A current household is civil in form (a column of person) but kept by the residence register.
            return (RESIDENCE if name == "person.household" else register), table, found
    raise RegisterError(
        "fact",
        _("No register keeps a fact %(name)s. `madang registers list` shows them all.") % {"name": name},
    )


def fact_title(name: str) -> str:
    """A fact's name for people, in the reader's language: `person.born` is "date of birth"."""
    return gettext(fact_declared(name)[2].title)


def owner_of(register: Register) -> Organisation:
    """The organisation that keeps the register. Raises RegisterError when it has not been set up."""
    organisation = Organisation.objects.filter(code=register.owner).first()
    if organisation is None:
        raise RegisterError(
            "owner",
            _("%(title)s has no keeper: set up the organisation with the code %(code)s first.")
            % {"title": register.title, "code": register.owner},
        )
    return organisation


def catalogue() -> list[dict[str, Any]]:
    """What a page on the registers shows: each register, its keeper, its tables and their facts, in the reader's language.

    {"name", "title", "owner": {"code", "title"}, "tables": [{"name", "title", "facts": [{"name", "title", "kind",
    "sensitivity", "optional", "note"}]}]}
    """
    titles = {organisation.code: organisation.title for organisation in Organisation.objects.all()}
    return [
        {
            "name": register.name,
            "title": str(register.title),
            "owner": {"code": register.owner, "title": titles.get(register.owner, register.owner)},
            "tables": [
                {
                    "name": table.entity.name,
                    "title": gettext(table.entity.title),
                    "facts": [
                        {
                            "name": name,
                            "title": gettext(column.title),
                            "kind": str(column.kind if isinstance(column, Fact) else Kind.REF),
                            "sensitivity": str(column.sensitivity),
                            "optional": column.optional,
                            "note": column.note,
                        }
                        for name, column in table.facts.items()
                    ],
                }
                for table in register.tables
            ],
        }
        for register in all_registers()
    ]
