"""What people can ask for and officers decide."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from madang.core.cases.models import Outcome
from madang.core.cases.procedures import Procedure, register_procedure
from madang.core.people.models import Organisation

KIND = "complaints"
OWNER = "minister"
WORKING_DAYS = 14
DEADLINE_BASIS = "Open311 GeoReport v2"

PROCEDURE = register_procedure(
    Procedure(kind=KIND, title=_("Complaints: request"), outcomes=(Outcome.GRANTED, Outcome.REFUSED))
)


def responsible() -> Organisation:
    """The organisation that answers. Raises LookupError when it has not been set up."""
    organisation = Organisation.objects.filter(code=OWNER).first()
    if organisation is None:
        raise LookupError(f"there is no organisation {OWNER!r}; create it, or name another OWNER in services.py")
    return organisation
