"""Ask what became of files whose day has come."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from madang.core.payments.bank import ask_again
from madang.core.payments.models import InstructionState, PaymentFile


def ask_about_due_files(today: dt.date) -> Iterator[Path]:
    """Answers of the simulated bank to every sent file whose day has come and of which a payment is still open.

    A real bank sends its second report by itself; then there is nothing to ask.
    """
    due = PaymentFile.objects.filter(
        sent_at__isnull=False, requested_on__lte=today, instructions__state=InstructionState.SENT
    )
    for file in due.distinct().order_by("pk"):
        answer = ask_again(Path(settings.VAR_DIR) / file.path)
        if answer is not None:
            yield answer
