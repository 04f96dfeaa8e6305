"""Machines that may ask the Data Tracker interface: keys made, checked and taken away."""

from __future__ import annotations

import hashlib
import secrets

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from madang.core.people.models import Organisation
from madang.core.registers.errors import RegisterError
from madang.core.registers.models import MachineClient


def _sha256(key: str) -> str:
    # The key has 256 bits of chance, so a plain hash cannot be guessed; nothing slower is needed.
    return hashlib.sha256(key.encode()).hexdigest()


def add(name: str, organisation: Organisation) -> str:
    """Make a client and return its key, which is kept nowhere. Raises RegisterError when the name is taken."""
    if MachineClient.objects.filter(name=name).exists():
        raise RegisterError(
            "name", _("There is already a machine called %(name)s. Choose another name.") % {"name": name}, field="name"
        )
    key = secrets.token_urlsafe(32)
    MachineClient.objects.create(name=name, organisation=organisation, key_sha256=_sha256(key))
    return key


def revoke(name: str) -> None:
    """Take a client's key away. Raises RegisterError when there is no such client."""
    changed = MachineClient.objects.filter(name=name, revoked_at=None).update(revoked_at=timezone.now())
    if not changed and not MachineClient.objects.filter(name=name).exists():
        raise RegisterError("name", _("There is no machine called %(name)s.") % {"name": name}, field="name")


def client_with(key: str) -> MachineClient | None:
    """The client this key belongs to; None when there is none or it was taken away."""
    return MachineClient.objects.filter(key_sha256=_sha256(key), revoked_at=None).select_related("organisation").first()
