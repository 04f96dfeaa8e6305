"""Start the simulated national ID: make keys and database when missing, then serve.

python -m madang.site.demo_identity [--prepare-only]
"""

from __future__ import annotations

import argparse
import os
import socket
from urllib.parse import urlsplit


def prepare() -> None:
    """Keys, tables and the client are there afterwards, however often it is called."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "madang.site.demo_identity.settings"
    import django

    django.setup()
    from django.core.management import call_command

    from madang.site.demo_identity.views import registered_client

    call_command("migrate", verbosity=0, interactive=False)
    registered_client()


def main() -> None:
    """Prepare and serve at MADANG_IDENTITY_URL until stopped."""
    parser = argparse.ArgumentParser(prog="python -m madang.site.demo_identity", description=__doc__)
    parser.add_argument("--prepare-only", action="store_true", help="make keys, tables and client, then stop")
    arguments = parser.parse_args()
    prepare()
    if arguments.prepare_only:
        return
    from django.conf import settings
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    address = urlsplit(settings.IDENTITY_URL)
    Granian(
        "madang.site.demo_identity.wsgi:application",
        address=socket.gethostbyname(address.hostname or "127.0.0.1"),  # the server takes numbers only
        port=address.port or 80,
        interface=Interfaces.WSGI,
        log_access=False,
        log_level=LogLevels.warning,
    ).serve()


if __name__ == "__main__":
    main()
