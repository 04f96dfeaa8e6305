"""Say "me too"."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from madang.core.people.models import Person
from madang.systems.complaints.models import Report, Supporter
from madang.systems.complaints.services import locked


def support_report(report_id: int, *, person: Person | None = None, contact: str = "") -> Report:
    """Count somebody who sees the same, and tell them every answer. Saying it again changes nothing.

    Raises ValidationError (contact) for an address that is none, or when neither is given.
    """
    contact = contact.strip()
    if person is None:
        try:
            validate_email(contact)
        except ValidationError:
            message = _("Write your e-mail address like name@example.org, or sign in. Then every answer reaches you.")
            raise ValidationError({"contact": message}) from None
    with transaction.atomic():
        report = locked(report_id)
        if report.joined_to_id is not None:
            report = locked(report.joined_to_id)
        who = {"person": person} if person is not None else {"contact": contact}
        _supporter, made = Supporter.objects.get_or_create(
            report=report, **who, defaults={"language": get_language() or ""}
        )
        if made:
            report.supporters_count += 1
            report.save(update_fields=["supporters_count"])
    return report
