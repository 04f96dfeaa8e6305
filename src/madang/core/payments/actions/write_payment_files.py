"""Put what is due into files for the bank.

First the database says which instruction goes into which file, then the file is written from it. A process that dies in
between leaves a planned file that the next run writes, with the same content.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from secrets import token_hex
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Count, F, QuerySet, Sum

from madang.core.archive import append
from madang.core.payments.actions.reject_payment import reject_payment
from madang.core.payments.engine.currencies import Money
from madang.core.payments.engine.field_rules import check_transfer
from madang.core.payments.engine.iso20022 import Account, Agent, CreditTransfer, Initiation, PaymentInformation
from madang.core.payments.engine.pain001 import MOST_TRANSFERS_A_FILE, write_pain001_file
from madang.core.payments.models import Instruction, InstructionState, PayingAccount, PaymentFile
from madang.core.payments.paying_accounts import paying_account_of
from madang.core.payments.record import FILE_WRITTEN, payment_file_payload
from madang.core.payments.remittance import remittance_text
from madang.core.people.models import Organisation

ORDERS = Path("payments/orders")
_ROWS = 5000  # below SQLite's limit of variables in one statement

# What a field that cannot be sent means to the person, as the bank would have said it.
_REASONS = {"CdtrAcct": "AC01", "CdtrAgt": "RC01", "Cdtr/Nm": "BE01"}


def write_payment_files(today: dt.date, until: dt.date, most: int = MOST_TRANSFERS_A_FILE) -> Iterator[PaymentFile]:
    """Write files for everything due by `until`; each is complete on disk before the next begins.

    Instructions whose account, bank or name cannot be sent are rejected with a case. What is due before `today` is asked for
    today. Raises PaymentError when a payer has no account to pay from; the files written so far stay.
    """
    for planned in PaymentFile.objects.filter(sha256="", sent_at=None).select_related("paying_account").order_by("pk"):
        yield _write(planned)
    waiting = Instruction.objects.filter(state=InstructionState.PREPARED, file=None, due_on__lte=until).exclude(
        account=""
    )
    groups = waiting.order_by("payer_id", "due_on", "currency").values_list("payer_id", "due_on", "currency").distinct()
    for payer_id, due_on, currency in list(groups):
        account = paying_account_of(Organisation.objects.select_related("parent").get(pk=payer_id))
        of_group = waiting.filter(payer_id=payer_id, due_on=due_on, currency=currency, amount__gt=F("set_off"))
        while (file := _plan(of_group, account, max(due_on, today), currency, most)) is not None:
            yield _write(file)


def _plan(
    waiting: QuerySet[Instruction], account: PayingAccount, day: dt.date, currency: str, most: int
) -> PaymentFile | None:
    """Take the next instructions that can be sent into a new file; None when none is left."""
    with transaction.atomic():
        batch = list(waiting.select_for_update(of=("self",)).select_related("payee").order_by("pk")[:most])
        for instruction in batch:
            if problems := check_transfer(transfer_of(instruction)):
                code = _REASONS.get(problems[0].field, "NARR")
                reject_payment(instruction, code, problems[0].sentence())
        good = [instruction for instruction in batch if instruction.state == InstructionState.PREPARED]
        if not good:
            return _plan(waiting, account, day, currency, most) if batch else None
        file = PaymentFile.objects.create(
            paying_account=account,
            message_id=f"{day:%Y%m%d}-{token_hex(8)}",
            requested_on=day,
            count=len(good),
            total=sum(instruction.paid_out for instruction in good),
            currency=currency,
        )
        for start in range(0, len(good), _ROWS):
            Instruction.objects.filter(pk__in=[one.pk for one in good[start : start + _ROWS]]).update(file=file)
    return file


def _write(file: PaymentFile) -> PaymentFile:
    instructions = file.instructions.select_related("payee").order_by("pk")
    path = ORDERS / f"{file.message_id}.xml"
    account = file.paying_account
    order = PaymentInformation(
        payment_information_id=file.message_id,
        requested_execution_date=file.requested_on,
        debtor_name=account.holder,
        debtor_account=Account(number=account.number),
        debtor_agent=Agent(bic=account.bank),
        transfers=(transfer_of(one) for one in instructions.iterator(chunk_size=2000)),
    )
    written = write_pain001_file(
        Initiation(file.message_id, file.created_at, account.holder, [order]), settings.VAR_DIR / path
    )
    totals = file.instructions.aggregate(count=Count("pk"), total=Sum(F("amount") - F("set_off")))
    with transaction.atomic():
        file.path, file.sha256 = str(path), written.sha256
        file.count, file.total = totals["count"], totals["total"]
        file.save(update_fields=["path", "sha256", "count", "total"])
        append(
            FILE_WRITTEN,
            payment_file_payload(file),
            reference=f"payment-file:{file.pk}",
            public={"count": file.count, "total": file.total, "currency": file.currency},
        )
    return file


def transfer_of(instruction: Instruction) -> CreditTransfer:
    """The instruction as the bank reads it. `end_to_end_id` and UETR are one random UUID in two spellings."""
    uetr = UUID(instruction.end_to_end_id)
    return CreditTransfer(
        end_to_end_id=instruction.end_to_end_id,
        uetr=uetr,
        money=Money(instruction.paid_out, instruction.currency),
        creditor_name=instruction.payee.full_name,
        creditor_account=Account(number=instruction.account),
        creditor_agent=Agent(bic=instruction.bank),
        remittance=remittance_text(instruction),
    )
