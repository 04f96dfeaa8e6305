"""Open the mailbox of a secret report."""

from __future__ import annotations

from functools import cache

from django.contrib.auth.hashers import check_password, make_password

from madang.systems.complaints.engine.tracking import ALPHABET, clean_tracking
from madang.systems.complaints.models import HeldReport, Mailbox


def open_mailbox(tracking: str, passphrase: str) -> Mailbox | HeldReport | None:
    """The mailbox, or today's report that has none yet; None when ID and passphrase do not belong together.

    A wrong ID takes as long as a wrong passphrase. Nothing is written.
    """
    found: Mailbox | HeldReport | None = None
    if clean := clean_tracking(tracking):
        found = (
            Mailbox.objects.select_related("report__organisation", "report__category")
            .filter(report__tracking=clean)
            .first()
            or HeldReport.objects.filter(tracking=clean).first()
        )
    written = "".join(sign for sign in passphrase.upper() if sign in ALPHABET)
    right = check_password(written, found.passphrase if found else _nobodys())
    return found if found is not None and right else None


@cache
def _nobodys() -> str:
    return make_password("nobody has this passphrase")
