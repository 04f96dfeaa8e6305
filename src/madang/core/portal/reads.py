"""Who read a person's facts, in words."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from madang.core.people.models import Organisation, Person
from madang.core.registers.declarations import fact_title
from madang.core.registers.errors import RegisterError
from madang.core.registers.models import Access
from madang.core.registers.my_data import OWN_PURPOSE, accesses_of
from madang.core.services.packs import active_pack

EVERYBODY = "everybody"
AUTOMATIC = "automatic"
MYSELF = "myself"


@dataclass(frozen=True)
class Reading:
    """One reading as its person sees it. laws: title and address of each legal basis."""

    at: dt.datetime
    who: str
    purpose: str
    laws: list[tuple[str, str]]
    facts: list[str]
    reference: str
    everybody: bool
    own: bool


def agencies_that_read(person: Person) -> list[tuple[str, str]]:
    """Choices of the filter: every organisation that read, the automatic readings, one's own."""
    ids = set(accesses_of(person).order_by().values_list("organisation_id", flat=True).distinct()) - {None}
    titles = sorted((one.title, one.code) for one in Organisation.objects.filter(pk__in=ids)) if ids else []
    return [
        *((code, title) for title, code in titles),
        (AUTOMATIC, _("Madang itself, automatically")),
        (MYSELF, _("Myself")),
        (EVERYBODY, _("Everybody, myself included")),
    ]


def readings(person: Person, agency: str, since: dt.date | None, until: dt.date | None) -> QuerySet[Access]:
    """Readings that this person may see, latest first; of one agency, from a day and to a day, both included."""
    found = accesses_of(person)
    if not agency:  # one's own looking is told apart, so that it does not hide the others'
        found = found.exclude(purpose=OWN_PURPOSE)
    elif agency == MYSELF:
        found = found.filter(purpose=OWN_PURPOSE)
    elif agency == AUTOMATIC:
        found = found.filter(organisation=None).exclude(purpose=OWN_PURPOSE)
    elif agency != EVERYBODY:
        found = found.filter(organisation__code=agency)
    if since is not None:
        found = found.filter(at__gte=_midnight(since))
    if until is not None:
        found = found.filter(at__lt=_midnight(until + dt.timedelta(days=1)))
    return found


def _midnight(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time()))


def shown_reading(access: Access) -> Reading:
    """A row of the access log in the reader's language."""
    own = access.purpose == OWN_PURPOSE
    if own:
        who = _("You yourself")
    elif access.organisation is not None:
        who = access.organisation.title
    else:
        who = _("Madang itself, automatically")
    return Reading(
        at=access.at,
        who=who,
        purpose=_(access.purpose) if access.purpose else "",
        laws=_laws(access.legal_basis),
        facts=[_title(name) for name in access.facts],
        reference=access.reference,
        everybody=access.person_id is None,
        own=own,
    )


def _laws(basis: str) -> list[tuple[str, str]]:
    """Title and address of each law named by its code; any other basis is a sentence of its own."""
    known = {law.name: law for law in active_pack().laws}
    codes = basis.split(", ")
    if not all(code in known for code in codes):
        return [(_(basis), "")] if basis else []
    language = (get_language() or "en").split("-")[0]
    laws = [known[code] for code in codes]
    return [(law.title.get(language) or law.title.get("en") or law.titled(), law.url) for law in laws]


def _title(name: str) -> str:
    """A fact in words; one that no register declares any more keeps its name, for the log outlives declarations."""
    try:
        return fact_title(name)
    except RegisterError:
        return name
