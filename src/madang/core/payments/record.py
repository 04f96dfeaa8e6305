"""What the log commits to when a payment file is written, and the same made anew from what is stored today."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from madang.core.payments.models import PaymentFile

FILE_WRITTEN = "payment.file"


def payment_file_payload(file: PaymentFile) -> dict[str, Any]:
    """The file's digest fixes every payment in it; count and total are what a reader asks first."""
    return {
        "message": file.message_id,
        "sha256": file.sha256,
        "count": file.count,
        "total": file.total,
        "currency": file.currency,
    }


def rebuild_payment_file(reference: str) -> dict[str, Any] | None:
    """The payload of `payment-file:12` from today's database; None when the file is gone."""
    file = PaymentFile.objects.filter(pk=reference.partition(":")[2]).first()
    return payment_file_payload(file) if file else None


def payment_file_references() -> Iterator[str]:
    """Every written file must have been recorded."""
    for pk in PaymentFile.objects.exclude(sha256="").order_by("pk").values_list("pk", flat=True).iterator():
        yield f"payment-file:{pk}"
