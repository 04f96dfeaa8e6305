"""Hand written files to the bank."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from madang.core.payments.bank import hand_over
from madang.core.payments.errors import PaymentError
from madang.core.payments.models import InstructionState, PaymentFile


def send_payment_files() -> Iterator[tuple[PaymentFile, Path | None]]:
    """Hand over every file that was written and not sent; yields each with the bank's answer, if it came at once.

    Handing over comes before noting it: after a crash the bank gets the file again and refuses the duplicate, which harms
    nobody; the other way round a file could be lost. Raises PaymentError: altered, when a file is not as it was written.
    """
    for file in PaymentFile.objects.filter(sent_at=None).exclude(sha256="").order_by("pk"):
        path = Path(settings.VAR_DIR) / file.path
        if not path.is_file() or _digest(path) != file.sha256:
            raise PaymentError(
                "altered",
                _("The file %(path)s is missing or is not as it was written. Do not send it; find out who changed it.")
                % {"path": file.path},
            )
        answer = hand_over(path)
        with transaction.atomic():
            file.sent_at = timezone.now()
            file.save(update_fields=["sent_at"])
            file.instructions.filter(state=InstructionState.PREPARED).update(state=InstructionState.SENT)
        yield file, answer


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
