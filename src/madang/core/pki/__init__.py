"""Keys, certificates and signatures."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from .key_files import Keyring
    from .signing import Signer


def keyring() -> Keyring:
    """The installation's keys, under VAR_DIR/keys."""
    from django.conf import settings

    from .key_files import Keyring

    address = urlsplit(settings.PUBLIC_URL)
    return Keyring(
        directory=settings.VAR_DIR / "keys",
        # a demonstration says so in every certificate it issues
        organisation="Madang demonstration" if settings.DEMO else address.hostname or "Madang",
        country=settings.COUNTRY.upper(),
        base_url=f"{settings.PUBLIC_URL}/pki",
        log_origin=f"{address.netloc}{address.path}/log",
    )


def signer() -> Signer:
    """What signs letters and checkpoints."""
    from .signing import FileSigner

    return FileSigner(keyring())
