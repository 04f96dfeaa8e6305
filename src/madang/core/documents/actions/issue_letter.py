"""Issue a letter."""

from __future__ import annotations

import dataclasses

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from madang.core import formats, pki
from madang.core.archive import append
from madang.core.documents import record
from madang.core.documents.engine.content import LetterContent, new_code
from madang.core.documents.engine.typesetting import typeset
from madang.core.documents.labels import labels_in
from madang.core.documents.models import Letter
from madang.core.documents.storage import keep_letter
from madang.core.people.models import Person


def issue_letter(
    content: LetterContent, *, person: Person, kind: str, case_reference: str = "", issue_key: str | None = None
) -> Letter:
    """See `madang.core.documents.issue_letter`.

    The file is durable before the database knows of it: dying in between leaves a file that nobody refers to.
    """
    if issue_key is not None and (issued := Letter.objects.filter(issue_key=issue_key).first()):
        return issued
    code = new_code()
    full = dataclasses.replace(
        content,
        code=code,
        verify_url=f"{settings.PUBLIC_URL}/verify/{code}/",
        labels=content.labels or labels_in(content.language),
    )
    pdf = pki.signer().sign_pdf(typeset(full, formats), reason=content.title)
    letter = Letter(
        code=code,
        person=person,
        case_reference=case_reference,
        kind=kind,
        language=content.language,
        title=content.title,
        reference=content.reference,
        agency=content.agency,
        issued_on=content.issued_on,
        issued_at=timezone.now(),
        sha256=keep_letter(pdf),
        size=len(pdf),
        issue_key=issue_key,
    )
    try:
        with transaction.atomic():
            letter.save(force_insert=True)
            letter.entry = append(
                record.ISSUED,
                record.issued_payload(letter),
                reference=f"letter:{letter.pk}",
                subject_ids=[person.pk],
                # the hash of a sealed file can be guessed by nobody who does not hold the file
                public={"sha256": letter.sha256},
            )
            letter.save(update_fields=["entry"])
    except IntegrityError:
        if issue_key is not None and (issued := Letter.objects.filter(issue_key=issue_key).first()):
            return issued  # another process was faster with the same key
        raise
    return letter
