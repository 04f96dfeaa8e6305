"""A law pack: everything of one country that the services above need, declared in one object."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from .benefit import Benefit
from .dated import Parameter
from .entities import Schema
from .kinds import RuleError
from .law import Law
from .schema import STANDARD


@dataclass(frozen=True)
class Currency:
    """code: ISO 4217. digits: decimal places of the smallest unit (KRW 0, PHP 2). symbol: as people write it."""

    code: str
    digits: int
    symbol: str = ""


class Calendar(Protocol):
    """What a country's calendar must answer."""

    def is_working_day(self, day: datetime.date) -> bool:
        """Neither weekend nor public holiday."""

    def add_working_days(self, day: datetime.date, days: int) -> datetime.date:
        """The working day that many working days after ``day``."""


@dataclass(frozen=True, eq=False)
class Pack:
    """One country's law as code.

    country: ISO 3166-1 alpha-2 in lower case. areas: the country's own list of areas. languages: codes, the country's
    first language first. parameters: those of the benefits are added by themselves.
    """

    country: str
    title: str
    currency: Currency
    benefits: Sequence[Benefit]
    calendar: Calendar
    areas: Any = ()
    languages: Sequence[str] = ("en",)
    parameters: Sequence[Parameter] = ()
    schema: Schema = STANDARD
    by_name: Mapping[str, Benefit] = field(init=False)

    def __post_init__(self) -> None:
        """Complete the parameters and refuse doubled names."""
        used = [*self.parameters, *(parameter for benefit in self.benefits for parameter in benefit.parameters)]
        figures = {id(parameter): parameter for parameter in used if parameter.name != "in_force"}
        names = [parameter.name for parameter in figures.values()]
        for names_of in (names, [benefit.name for benefit in self.benefits]):
            if doubled := {name for name in names_of if names_of.count(name) > 1}:
                raise RuleError(f"Pack {self.country}: the name {sorted(doubled)[0]!r} is used twice.")
        object.__setattr__(self, "parameters", tuple(figures.values()))
        object.__setattr__(self, "by_name", {benefit.name: benefit for benefit in self.benefits})

    def benefit(self, name: str) -> Benefit:
        """The benefit called ``name``; `RuleError` names the known ones."""
        try:
            return self.by_name[name]
        except KeyError:
            raise RuleError(f"There is no benefit {name!r}. Known: {', '.join(self.by_name)}.") from None

    @property
    def laws(self) -> tuple[Law, ...]:
        """The laws of the benefits, each once."""
        return tuple({benefit.law.name: benefit.law for benefit in self.benefits}.values())
