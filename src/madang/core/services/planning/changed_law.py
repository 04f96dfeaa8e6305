"""A benefit under other figures: the same declaration with some of its parameters replaced."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from typing import Any

from madang.core.rules import Benefit
from madang.core.rules.dated import Parameter


def under(benefit: Benefit, replaced: Mapping[Parameter, Parameter]) -> Benefit:
    """The benefit as if its law had other figures; everything the answer depends on, in both forms. Itself if nothing changes.

    The terms of service (offer, clocks, pay day) are left at their defaults: nobody is served under a law that is not.
    """
    if not replaced:
        return benefit
    # The expressions are copied as a whole; parameters and schema are what the copies share or exchange.
    known: dict[int, Any] = {id(parameter): replaced.get(parameter, parameter) for parameter in benefit.parameters}
    known[id(benefit.in_force)] = replaced.get(benefit.in_force, benefit.in_force)
    known[id(benefit.of.schema_)] = benefit.of.schema_
    known[id(benefit.law)] = benefit.law
    of, conditions, parts, payee = copy.deepcopy((benefit.of, benefit.conditions, benefit.parts, benefit.payee), known)
    return Benefit(
        benefit.name,
        title=benefit.title,
        summary=benefit.summary,
        law=benefit.law,
        of=of,
        conditions=conditions,
        amount=parts,
        in_force=known[id(benefit.in_force)],
        period=benefit.period,
        payee=payee,
        agency=benefit.agency,
    )
