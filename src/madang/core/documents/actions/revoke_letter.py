"""Take a letter back."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from madang.core.archive import append
from madang.core.documents import record
from madang.core.documents.models import Letter
from madang.core.people.models import User


def revoke_letter(letter: Letter, reason: str, *, by: User | None = None) -> Letter:
    """See `madang.core.documents.revoke_letter`."""
    if not reason.strip():
        raise ValueError(_("Say why the letter is taken back."))
    with transaction.atomic():
        held = Letter.objects.select_for_update().get(pk=letter.pk)
        if held.revoked_at is None:
            held.revoked_at, held.revoked_reason = timezone.now(), reason.strip()
            held.revoked_by = by
            held.save(update_fields=["revoked_at", "revoked_by", "revoked_reason"])
            append(
                record.REVOKED,
                record.revoked_payload(held),
                reference=f"letter:{held.pk}",
                subject_ids=[held.person_id],
                public={"sha256": held.sha256},
            )
    return held
