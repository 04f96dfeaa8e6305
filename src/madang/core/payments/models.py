"""Payment instructions, the files that carry them to the bank, and what must be paid back."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from madang.core.people.models import Organisation, Person


class InstructionState(models.TextChoices):
    PREPARED = "prepared", _("prepared")
    SENT = "sent", _("sent to the bank")
    SETTLED = "settled", _("paid")
    REJECTED = "rejected", _("rejected by the bank")
    CANCELLED = "cancelled", _("cancelled")


class PayingAccount(models.Model):
    """The account from which an organisation pays. An organisation without one is paid for by the nearest one above it."""

    organisation = models.OneToOneField(Organisation, models.PROTECT, related_name="paying_account")
    holder = models.CharField(max_length=140, help_text="name of the account holder as the bank knows it")
    bank = models.CharField(max_length=11, help_text="BIC")
    number = models.CharField(max_length=34)

    def __str__(self) -> str:
        return f"{self.holder} ({self.bank})"


class PaymentFile(models.Model):
    """One pain.001 file and what the bank said to it."""

    paying_account = models.ForeignKey(PayingAccount, models.PROTECT, related_name="files")
    message_id = models.CharField(max_length=35, unique=True)
    created_at = models.DateTimeField(default=timezone.now)
    requested_on = models.DateField()
    count = models.PositiveIntegerField()
    total = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    path = models.CharField(max_length=255, blank=True, help_text="below VAR_DIR; empty until it is written")
    sha256 = models.CharField(max_length=64, blank=True)
    sent_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    status = models.CharField(max_length=4, blank=True, help_text="ISO 20022 group status: ACCP, PART, RJCT, …")


class Instruction(models.Model):
    """One amount to one person for one period. `reference` (what for) and `period` make it unique, so it is never paid twice."""

    service = models.CharField(max_length=64, help_text="name of the benefit or service it is paid for")
    reference = models.CharField(max_length=64, help_text="award:12")
    period = models.CharField(max_length=24, help_text="2026-05, or 2026-05/arrears-2026-01, …")
    payee = models.ForeignKey(Person, models.PROTECT, related_name="payments")
    subject = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    payer = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", help_text="the organisation that must pay in law"
    )
    amount = models.BigIntegerField(help_text="due in law, before anything is kept back")
    set_off = models.BigIntegerField(default=0, help_text="kept back of it against an overpayment")
    currency = models.CharField(max_length=3)
    due_on = models.DateField()
    bank = models.CharField(max_length=11, blank=True)
    account = models.CharField(max_length=34, blank=True)
    end_to_end_id = models.CharField(max_length=35, unique=True)
    state = models.CharField(max_length=12, choices=InstructionState, default=InstructionState.PREPARED)
    reason_code = models.CharField(max_length=4, blank=True, help_text="ISO 20022 external status reason")
    file = models.ForeignKey(PaymentFile, models.PROTECT, null=True, related_name="instructions")
    created_at = models.DateTimeField(default=timezone.now)
    settled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["reference", "period"], name="one_payment_a_period")]
        indexes = [
            models.Index(fields=["state", "due_on"], name="payments_due"),
            models.Index(fields=["payee", "-due_on"], name="payments_of_payee"),
        ]

    @property
    def paid_out(self) -> int:
        """What goes to the bank, smallest unit of the currency."""
        return self.amount - self.set_off


class Overpayment(models.Model):
    """What was paid without a right to it, and how it comes back."""

    service = models.CharField(max_length=64, help_text="name of the benefit or service it was paid for")
    reference = models.CharField(max_length=64, help_text="what it was paid under: award:12")
    person = models.ForeignKey(Person, models.PROTECT, related_name="overpayments")
    amount = models.BigIntegerField()
    interest = models.BigIntegerField(default=0)
    recovered = models.BigIntegerField(default=0)
    waived = models.BigIntegerField(default=0)
    currency = models.CharField(max_length=3)
    periods = models.JSONField(help_text="[{period, paid, due}]")
    noticed_on = models.DateField(null=True)
    pay_by = models.DateField(null=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [models.Index(fields=["person", "service"], name="overpayments_of_person")]

    @property
    def outstanding(self) -> int:
        """Still to come back, smallest unit of the currency."""
        return self.amount + self.interest - self.recovered - self.waived
