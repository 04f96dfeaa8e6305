"""The access log: who read whose facts, which, when, why, under which law. Only ever added to."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from madang.core.people.models import Organisation, User
from madang.core.registers.errors import RegisterError
from madang.core.registers.models import Access

LONGEST_GROUNDS = 200


@dataclass(frozen=True, kw_only=True)
class Why:
    """On what grounds facts are read. Purpose (a message id) and legal basis may not be empty: without them nothing is read.

    reference: the case, offer or scan, such as `offer:12`. withheld_until: hidden from the person by law until then.
    """

    purpose: str
    legal_basis: str
    organisation: Organisation | None = None
    user: User | None = None
    reference: str = ""
    withheld_until: dt.datetime | None = None

    def __post_init__(self) -> None:
        for name, text in (("purpose", self.purpose), ("legal_basis", self.legal_basis)):
            if not isinstance(text, str) or not text.strip():
                raise RegisterError(
                    "grounds",
                    _("Facts are read for a purpose and on a legal basis only. Say %(name)s.") % {"name": name},
                    field=name,
                )
            if len(text) > LONGEST_GROUNDS:
                raise RegisterError(
                    "grounds",
                    _("%(name)s has more than %(longest)d characters. Shorten it.")
                    % {"name": name, "longest": LONGEST_GROUNDS},
                    field=name,
                )


def log_reading(touched: Mapping[int, Iterable[str]], why: Why) -> None:
    """One row for each person, naming exactly the facts read. Call in the transaction of the reading."""
    now = timezone.now()
    Access.objects.bulk_create(
        (_row(why, at=now, person_id=person, facts=sorted(facts)) for person, facts in sorted(touched.items())),
        batch_size=2_000,
    )


def log_population(facts: Iterable[str], last_person_id: int, why: Why) -> Access:
    """One row for a reading of everybody up to an id; each of them sees it."""
    access = _row(why, at=timezone.now(), person_id=None, last_person_id=last_person_id, facts=sorted(facts))
    access.save()
    return access


def _row(why: Why, **columns: object) -> Access:
    return Access(
        purpose=why.purpose,
        legal_basis=why.legal_basis,
        organisation=why.organisation,
        user=why.user,
        reference=why.reference,
        withheld_until=why.withheld_until,
        **columns,
    )
