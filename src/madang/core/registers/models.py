"""The standard registers. Their columns mirror `madang.core.rules.schema`; a test holds the two together.

Rows are spells, half open as in the rules: `since` is the first day on which something holds, `until` the first day on
which it no longer does; no `until` means it still holds. `left` and `returned` are the same for stays abroad.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from madang.core.people.models import Organisation, Person


class Sex(models.TextChoices):
    FEMALE = "f", _("female")
    MALE = "m", _("male")
    OTHER = "x", _("unspecified")


class CivilRecord(models.Model):
    """Birth, death, nationality and descent (civil register)."""

    person = models.OneToOneField(Person, models.PROTECT, primary_key=True, related_name="civil")
    born = models.DateField(_("born"), null=True)
    sex = models.CharField(_("sex"), max_length=1, choices=Sex, blank=True)
    died = models.DateField(_("died"), null=True, blank=True)
    nationality = models.CharField(_("nationality"), max_length=3, blank=True, help_text=_("ISO 3166-1 alpha-3"))
    nationality_lost = models.DateField(_("nationality lost"), null=True, blank=True)
    mother = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="children_of_mother")
    father = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="children_of_father")


class Marriage(models.Model):
    """A marriage, one row for each spouse (civil register)."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="marriages")
    spouse = models.ForeignKey(Person, models.PROTECT, related_name="+")
    since = models.DateField(_("since"))
    until = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "spouse", "since"], name="one_marriage")]


class Guardianship(models.Model):
    """Who cares for a child in law (civil register): a parent with custody, a guardian, or the actual carer."""

    child = models.ForeignKey(Person, models.PROTECT, related_name="guardianships")
    guardian = models.ForeignKey(Person, models.PROTECT, related_name="wards")
    since = models.DateField(_("since"))
    until = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["child", "guardian", "since"], name="one_guardianship")]


class Household(models.Model):
    """People who live together at one registered address (residence register).

    `number` is what the register's own files call it; the rules and every other table use `id`.
    """

    number = models.CharField(_("household number"), max_length=32, null=True, blank=True, unique=True)
    area = models.CharField(_("area"), max_length=16)
    address = models.CharField(_("address"), max_length=200, blank=True)


class Residence(models.Model):
    """Where a person is registered to live (residence register)."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="residences")
    household = models.ForeignKey(Household, models.PROTECT, null=True, related_name="residences")
    area = models.CharField(_("area"), max_length=16)
    since = models.DateField(_("since"))
    until = models.DateField(_("until"), null=True, blank=True)
    unknown_address = models.BooleanField(_("address unknown"), default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "since"], name="one_residence_from_a_day")]


class StayAbroad(models.Model):
    """A stay outside the country (border register)."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="stays_abroad")
    left = models.DateField(_("left"))
    returned = models.DateField(_("returned"), null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "left"], name="one_departure_a_day")]


class Income(models.Model):
    """Income of a year by kind, in the smallest unit of the currency (tax register)."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="incomes")
    year = models.PositiveSmallIntegerField(_("year"))
    kind = models.CharField(_("kind"), max_length=24)
    amount = models.BigIntegerField(_("amount"), null=True, blank=True, help_text=_("empty: not known"))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "year", "kind"], name="one_income_a_kind_and_year")]


class Property(models.Model):
    """Property (positive) and debt (negative) of a year by kind, in the smallest unit of the currency (tax register)."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="properties")
    year = models.PositiveSmallIntegerField(_("year"))
    kind = models.CharField(_("kind"), max_length=24)
    amount = models.BigIntegerField(_("amount"), null=True, blank=True, help_text=_("empty: not known"))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "year", "kind"], name="one_property_a_kind_and_year")]


class Status(models.Model):
    """A status that a law asks for and another authority certifies (social register): disability, pension, poor household…"""

    person = models.ForeignKey(Person, models.PROTECT, related_name="statuses")
    code = models.CharField(_("code"), max_length=48)
    value = models.BigIntegerField(_("value"), null=True, blank=True)
    since = models.DateField(_("since"))
    until = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "code", "since"], name="one_status_from_a_day")]


class BankAccount(models.Model):
    """Where a person is paid (account register). Not a fact of any rule."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="bank_accounts")
    bank = models.CharField(_("bank (BIC)"), max_length=11)
    number = models.CharField(_("account number"), max_length=34)
    since = models.DateField(_("since"))
    until = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "since"], name="one_account_from_a_day")]


class Access(models.Model):
    """One reading of facts: who read, whose facts, which, why, under which law.

    A population scan is one row with no `person`; it touched everybody up to `last_person_id` and is shown to each of them.
    """

    at = models.DateTimeField(default=timezone.now)
    person = models.ForeignKey(Person, models.CASCADE, null=True, related_name="accesses")
    last_person_id = models.BigIntegerField(null=True)
    facts = models.JSONField(help_text="names of the facts read, such as person.born")
    purpose = models.CharField(max_length=200, help_text="message id of a translatable sentence, or a code")
    legal_basis = models.CharField(max_length=200)
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    reference = models.CharField(max_length=64, blank=True, help_text="the case, offer or scan it was for")
    withheld_until = models.DateTimeField(null=True, help_text="hidden from the person by law until then")

    class Meta:
        indexes = [models.Index(fields=["person", "-at"], name="access_of_person")]


class LoadReport(models.Model):
    """What became of one file given to a register."""

    register = models.CharField(max_length=32)
    table = models.CharField(max_length=32, default="")
    file_name = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64)
    started_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True)
    rows = models.PositiveIntegerField(default=0)
    written = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)
    refusals_path = models.CharField(max_length=255, blank=True)


class MachineClient(models.Model):
    """A computer of another organisation that may ask for what people may see of their own log (Data Tracker).

    Only the SHA-256 of its key is kept; the key itself is shown once, when it is made.
    """

    name = models.CharField(max_length=80, unique=True)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="machine_clients")
    key_sha256 = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(default=timezone.now)
    revoked_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.name
