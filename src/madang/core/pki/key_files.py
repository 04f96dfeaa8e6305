"""The installation's keys as files: made at first use, readable by their owner only, never in the repository.

keys/root.pem            root key and certificate
keys/signing/<n>.pem     keys and certificates that seal letters; the newest usable one signs
keys/revoked.json        certificates taken back
keys/log.pem             the log's Ed25519 key;  keys/log-<n>.pem  earlier ones
keys/log.vkey            public keys of the log, current one first: what an auditor needs
"""

from __future__ import annotations

import datetime as dt
import json
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, load_pem_private_key
from django.utils.translation import gettext as _

from madang.core.archive.engine.notes import NoteSigner, Verifier

from .engine import certificates
from .engine.certificates import Identity, Revocation
from .files import locked, write_durably

RENEW_BEFORE = dt.timedelta(days=30)


class KeyringError(Exception):
    """A key file cannot be used; the message says which and what to do."""


@dataclass(frozen=True)
class Keyring:
    """Keys under `directory`. `organisation` stands in the certificates, `base_url` is where root and CRL are served."""

    directory: Path
    organisation: str
    country: str
    base_url: str
    log_origin: str

    def root(self) -> Identity:
        """The root, made at first use."""
        path = self.directory / "root.pem"
        if not path.exists():
            with self._lock():
                if not path.exists():
                    identity = certificates.make_root(
                        f"{self.organisation} root", self.organisation, self.country, _now()
                    )
                    write_durably(path, _pem(identity), mode=0o600)
        return _load(path)

    def signing(self) -> Identity:
        """What seals letters now; renewed a month before it runs out."""
        usable = [identity for identity in self.signing_identities() if self._usable(identity)]
        return usable[-1] if usable else self.rotate_signing(only_if_none_usable=True)

    def signing_identities(self) -> list[Identity]:
        """Every sealing identity there ever was, oldest first."""
        paths = (self.directory / "signing").glob("[0-9]*.pem")
        return [_load(path) for path in sorted(paths, key=lambda path: int(path.stem))]

    def rotate_signing(self, *, only_if_none_usable: bool = False) -> Identity:
        """Makes a new sealing identity; letters sealed before stay valid."""
        root = self.root()
        with self._lock():
            present = self.signing_identities()
            if only_if_none_usable and (usable := [i for i in present if self._usable(i)]):
                return usable[-1]
            number = len(present) + 1
            name = f"{self.organisation} documents {number}"
            identity = certificates.make_signing(root, name, self.organisation, self.country, _now(), self.base_url)
            write_durably(self.directory / "signing" / f"{number}.pem", _pem(identity), mode=0o600)
        return identity

    def revoke_signing(self, serial: str, reason: str) -> Revocation:
        """Takes a certificate back. `reason` as in RFC 5280, such as keyCompromise or superseded.

        Raises KeyringError when no certificate has the serial number or the reason is none of the standard's.
        """
        if serial not in {identity.serial for identity in self.signing_identities()}:
            raise KeyringError(_("No certificate has the serial number %s. `madang keys list` shows them.") % serial)
        try:
            reason = x509.ReasonFlags(reason).value
        except ValueError:
            choices = ", ".join(flag.value for flag in x509.ReasonFlags)
            raise KeyringError(
                _("%(reason)s is no reason for revocation. Choose one of: %(choices)s.")
                % {"reason": reason, "choices": choices}
            ) from None
        with self._lock():
            revocations = self.revocations()
            for known in revocations:
                if known.serial == serial:
                    return known
            # revocation lists count in whole seconds: rounding up leaves what was sealed a moment before good
            at = _now().replace(microsecond=0) + dt.timedelta(seconds=1)
            revocation = Revocation(serial, at, reason)
            rows = [
                {"serial": entry.serial, "at": entry.at.isoformat(), "reason": entry.reason}
                for entry in [*revocations, revocation]
            ]
            write_durably(self.directory / "revoked.json", json.dumps(rows, indent=1).encode())
        return revocation

    def revocations(self) -> list[Revocation]:
        """Certificates taken back, in the order it happened."""
        path = self.directory / "revoked.json"
        rows = json.loads(path.read_text()) if path.exists() else []
        return [Revocation(row["serial"], dt.datetime.fromisoformat(row["at"]), row["reason"]) for row in rows]

    def crl(self) -> x509.CertificateRevocationList:
        """The revocation list as of now. Its number is the POSIX time, so a later list always has the higher one."""
        now = _now()
        return certificates.make_crl(self.root(), self.revocations(), int(now.timestamp()), now)

    def log_signer(self) -> NoteSigner:
        """The log's key, made at first use. Its name, the log's origin, is fixed then for good."""
        path = self.directory / "log.pem"
        if not path.exists() or not self._vkeys().exists():
            with self._lock():
                if not path.exists():
                    self._write_log_key(Ed25519PrivateKey.generate())
                if not self._vkeys().exists():  # the process died between the two files
                    self._write_vkeys([NoteSigner(self.log_origin, _load_log_key(path)).verifier])
        return NoteSigner(self.log_verifiers()[0].name, _load_log_key(path))

    def log_verifiers(self) -> list[Verifier]:
        """Public keys of the log, the current one first; empty before the log has begun."""
        path = self._vkeys()
        return [Verifier.parse(line) for line in path.read_text().splitlines() if line] if path.exists() else []

    def rotate_log_key(self) -> NoteSigner:
        """Gives the log a new key under its old name. Earlier public keys stay known, so old checkpoints still verify."""
        present = self.log_signer()
        with self._lock():
            verifiers = self.log_verifiers()
            key = Ed25519PrivateKey.generate()
            successor = NoteSigner(present.name, key)
            write_durably(
                self.directory / f"log-{len(verifiers)}.pem", (self.directory / "log.pem").read_bytes(), mode=0o600
            )
            # the public half first: dying in between leaves a key known that never signed, which harms nobody
            self._write_vkeys([successor.verifier, *verifiers])
            self._write_log_key(key)
        return successor

    def _usable(self, identity: Identity) -> bool:
        revoked = {entry.serial for entry in self.revocations()}
        return identity.serial not in revoked and identity.certificate.not_valid_after_utc - RENEW_BEFORE > _now()

    def _lock(self) -> AbstractContextManager[None]:
        return locked(self.directory / ".lock")

    def _vkeys(self) -> Path:
        return self.directory / "log.vkey"

    def _write_vkeys(self, verifiers: list[Verifier]) -> None:
        write_durably(self._vkeys(), "".join(f"{verifier.vkey}\n" for verifier in verifiers).encode())

    def _write_log_key(self, key: Ed25519PrivateKey) -> None:
        pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        write_durably(self.directory / "log.pem", pem, mode=0o600)


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


def _pem(identity: Identity) -> bytes:
    key = identity.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return key + identity.certificate.public_bytes(Encoding.PEM)


def _load(path: Path) -> Identity:
    data = _read(path)
    try:
        key = load_pem_private_key(data, None)
        certificate = x509.load_pem_x509_certificate(data)
    except ValueError as error:
        raise KeyringError(_("%s is damaged. Restore it from the backup of the keys.") % path.name) from error
    if not isinstance(key, EllipticCurvePrivateKey):
        raise KeyringError(_("%s holds a key of another kind. Restore it from the backup of the keys.") % path.name)
    return Identity(key, certificate)


def _load_log_key(path: Path) -> Ed25519PrivateKey:
    key = load_pem_private_key(_read(path), None)
    if not isinstance(key, Ed25519PrivateKey):
        raise KeyringError(_("%s holds a key of another kind. Restore it from the backup of the keys.") % path.name)
    return key


def _read(path: Path) -> bytes:
    if path.stat().st_mode & 0o077:
        raise KeyringError(_("Others than its owner can read %(path)s. Run: chmod 600 %(path)s") % {"path": path})
    return path.read_bytes()
