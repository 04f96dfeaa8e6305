"""`madang keys`: see, renew and take back the installation's keys."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from madang.core.pki import keyring
from madang.core.pki.key_files import KeyringError


class Command(BaseCommand):
    """Subcommands: list, rotate, rotate-log, revoke."""

    help = "See, renew and take back the keys that seal letters and sign the log."

    def add_arguments(self, parser: ArgumentParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True)
        actions.add_parser("list", help="show certificates and the log's public key")
        actions.add_parser("rotate", help="make a new key to seal letters; sealed letters stay valid")
        actions.add_parser("rotate-log", help="make a new key for the log; old checkpoints stay valid")
        revoke = actions.add_parser("revoke", help="take a certificate back")
        revoke.add_argument("serial", help="serial number as shown by list")
        revoke.add_argument(
            "--reason", required=True, help="as in RFC 5280: keyCompromise, superseded, cessationOfOperation, …"
        )

    def handle(self, *args: Any, action: str, **options: Any) -> None:
        keys = keyring()
        try:
            if action == "rotate":
                self.stdout.write(_("New certificate: %s") % keys.rotate_signing().serial)
            elif action == "rotate-log":
                self.stdout.write(_("New public key of the log: %s") % keys.rotate_log_key().verifier.vkey)
            elif action == "revoke":
                revocation = keys.revoke_signing(options["serial"], options["reason"])
                self.stdout.write(_("Certificate %s is taken back.") % revocation.serial)
            else:
                self._list()
        except KeyringError as error:
            raise CommandError(str(error)) from error

    def _list(self) -> None:
        keys = keyring()
        keys.signing()
        revoked = {entry.serial: entry for entry in keys.revocations()}
        for identity in [keys.root(), *keys.signing_identities()]:
            certificate = identity.certificate
            state = revoked[identity.serial].reason if identity.serial in revoked else _("good")
            until = certificate.not_valid_after_utc.date()
            self.stdout.write(f"{identity.serial}  {certificate.subject.rfc4514_string()}  {until}  {state}")
        keys.log_signer()
        for verifier in keys.log_verifiers():
            self.stdout.write(verifier.vkey)
