"""Procedures: what each kind of case allows and what its decision sets in motion.

A block or system registers its procedures in its AppConfig.ready(); core.cases itself knows none of them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.functional import Promise

if TYPE_CHECKING:
    from madang.core.cases.models import Case, Decision


def _nothing(case: Case, decision: Decision) -> None:
    """Decisions of this kind set nothing in motion beyond letter and record."""


def _never(case: Case, amount: int | None) -> bool:
    return False


@dataclass(frozen=True)
class Procedure:
    """One kind of case.

    kind         slug, stored with the case
    title        what an officer calls it
    outcomes     values of `cases.models.Outcome` that an officer may choose
    decided      runs in the transaction of the final decision: grant the award, write the corrected fact, …
    four_eyes    whether a decision of this amount needs a second person
    letter       whether the applicant gets a signed letter
    appealable   whether the letter says how to appeal
    withdrawn    runs in the transaction of a withdrawal
    """

    kind: str
    title: str | Promise
    outcomes: tuple[str, ...]
    decided: Callable[[Case, Decision], None] = _nothing
    four_eyes: Callable[[Case, int | None], bool] = _never
    letter: bool = True
    appealable: bool = True
    withdrawn: Callable[[Case], None] | None = None


_procedures: dict[str, Procedure] = {}


def register_procedure(procedure: Procedure) -> Procedure:
    """Make a kind of case known. Raises ValueError when another procedure already has the kind."""
    known = _procedures.setdefault(procedure.kind, procedure)
    if known is not procedure:
        raise ValueError(f"two procedures are called {procedure.kind!r}")
    return procedure


def procedure_of(kind: str) -> Procedure:
    """The procedure of a kind of case. Raises LookupError naming the known kinds."""
    try:
        return _procedures[kind]
    except KeyError:
        known = ", ".join(sorted(_procedures)) or "none"
        raise LookupError(f"no procedure is registered for cases of kind {kind!r}; registered: {known}") from None


def procedures() -> list[Procedure]:
    """All procedures, by kind."""
    return [_procedures[kind] for kind in sorted(_procedures)]
