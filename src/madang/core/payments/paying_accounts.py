"""From which account an organisation pays."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from madang.core.payments.errors import PaymentError
from madang.core.payments.models import PayingAccount
from madang.core.people.models import Organisation


def paying_account_of(organisation: Organisation) -> PayingAccount:
    """Its own account, else that of the nearest organisation above it. Raises PaymentError: no-account."""
    node: Organisation | None = organisation
    while node is not None:
        account = PayingAccount.objects.filter(organisation=node).first()
        if account is not None:
            return account
        node = node.parent
    raise PaymentError(
        "no-account",
        _("%(name)s has no account to pay from. Add one with `madang payments account %(code)s BIC NUMBER HOLDER`.")
        % {"name": organisation.title, "code": organisation.code},
    )
