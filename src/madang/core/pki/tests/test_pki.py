"""Keys: made once, guarded, renewed, taken back; certificates as the standards ask."""

from __future__ import annotations

import datetime as dt
import subprocess
from concurrent.futures import ThreadPoolExecutor
from io import StringIO
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import ExtensionOID
from django.core.management import CommandError, call_command
from django.test import RequestFactory

from madang.core import pki
from madang.core.archive.engine.checkpoints import Checkpoint, open_checkpoint
from madang.core.pki import views
from madang.core.pki.engine import certificates
from madang.core.pki.files import locked, write_durably
from madang.core.pki.key_files import Keyring, KeyringError


@pytest.fixture
def keys(tmp_path: Path) -> Keyring:
    return Keyring(tmp_path / "keys", "Madang test", "KR", "https://example.gov/pki", "example.gov/log")


def test_keys_are_made_once_and_readable_by_their_owner_only(keys):
    assert keys.root().serial == keys.root().serial
    assert keys.signing().serial == keys.signing().serial
    assert keys.log_signer().verifier == keys.log_signer().verifier
    private = list(keys.directory.rglob("*.pem"))
    assert len(private) == 3 and all(path.stat().st_mode & 0o077 == 0 for path in private)


def test_many_processes_starting_at_once_agree_on_the_keys(keys):
    with ThreadPoolExecutor(8) as pool:
        serials = {future.result().serial for future in [pool.submit(keys.signing) for _ in range(16)]}
        names = {future.result().verifier for future in [pool.submit(keys.log_signer) for _ in range(16)]}
    assert len(serials) == len(names) == 1


def test_a_key_that_others_can_read_is_refused_with_the_remedy(keys):
    keys.root()
    (keys.directory / "root.pem").chmod(0o644)
    with pytest.raises(KeyringError, match="chmod 600"):
        keys.root()


def test_a_damaged_key_is_refused_with_the_remedy(keys):
    keys.root()
    (keys.directory / "root.pem").write_bytes(b"-----BEGIN nothing")
    with pytest.raises(KeyringError, match="backup"):
        keys.root()


def test_certificates_carry_what_rfc_5280_and_9336_ask(keys):
    root, signing = keys.root().certificate, keys.signing().certificate
    constraints = root.extensions.get_extension_for_class(x509.BasicConstraints)
    assert constraints.critical and constraints.value.ca and constraints.value.path_length == 0
    usage = root.extensions.get_extension_for_class(x509.KeyUsage).value
    assert usage.key_cert_sign and usage.crl_sign and not usage.digital_signature
    assert not signing.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    usage = signing.extensions.get_extension_for_class(x509.KeyUsage).value
    assert usage.digital_signature and usage.content_commitment and not usage.key_cert_sign
    purposes = signing.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
    assert list(purposes) == [certificates.DOCUMENT_SIGNING]
    for oid in (
        ExtensionOID.CRL_DISTRIBUTION_POINTS,
        ExtensionOID.AUTHORITY_INFORMATION_ACCESS,
        ExtensionOID.AUTHORITY_KEY_IDENTIFIER,
    ):
        assert signing.extensions.get_extension_for_oid(oid)
    signing.verify_directly_issued_by(root)


def test_openssl_accepts_the_chain_and_the_revocation_list(keys, tmp_path):
    signing = keys.signing()
    for name, data in {
        "root": keys.root().certificate.public_bytes(Encoding.PEM),
        "signing": signing.certificate.public_bytes(Encoding.PEM),
        "crl": keys.crl().public_bytes(Encoding.PEM),
    }.items():
        (tmp_path / name).write_bytes(data)
    verify = [
        "openssl",
        "verify",
        "-x509_strict",
        "-crl_check",
        "-CAfile",
        tmp_path / "root",
        "-CRLfile",
        tmp_path / "crl",
        tmp_path / "signing",
    ]
    assert subprocess.run(verify, capture_output=True, check=False).returncode == 0
    keys.revoke_signing(signing.serial, "keyCompromise")
    (tmp_path / "crl").write_bytes(keys.crl().public_bytes(Encoding.PEM))
    refused = subprocess.run(
        [*verify, "-attime", str(int(dt.datetime.now(dt.UTC).timestamp()) + 60)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert refused.returncode != 0 and "revoked" in refused.stderr


def test_a_certificate_is_renewed_before_it_runs_out(keys, monkeypatch):
    old = keys.signing()
    soon = old.certificate.not_valid_after_utc - dt.timedelta(days=20)
    monkeypatch.setattr("madang.core.pki.key_files._now", lambda: soon)
    new = keys.signing()
    assert new.serial != old.serial and [i.serial for i in keys.signing_identities()] == [old.serial, new.serial]


def test_a_certificate_taken_back_signs_no_more(keys):
    old = keys.signing()
    first = keys.revoke_signing(old.serial, "superseded")
    assert keys.revoke_signing(old.serial, "keyCompromise") == first
    assert keys.signing().serial != old.serial
    assert [entry.serial_number for entry in keys.crl()] == [old.certificate.serial_number]
    with pytest.raises(KeyringError, match="serial number"):
        keys.revoke_signing("ff", "superseded")
    with pytest.raises(KeyringError, match="Choose one of"):
        keys.revoke_signing(old.serial, "dislike")


def test_the_log_keeps_its_name_when_the_address_changes(keys):
    keys.log_signer()
    moved = Keyring(keys.directory, keys.organisation, keys.country, keys.base_url, "elsewhere.gov/log")
    assert moved.log_signer().name == "example.gov/log"


def test_after_a_new_log_key_old_checkpoints_verify(keys):
    checkpoint = Checkpoint("example.gov/log", 0, bytes(32))
    old = checkpoint.signed(keys.log_signer())
    new = checkpoint.signed(keys.rotate_log_key())
    assert old != new and len(keys.log_verifiers()) == 2
    for note in (old, new):
        assert open_checkpoint(note, keys.log_verifiers())[0] == checkpoint


def test_a_failed_write_leaves_the_old_file_and_no_other(tmp_path, monkeypatch):
    path = tmp_path / "file"
    write_durably(path, b"old")
    monkeypatch.setattr("os.fsync", lambda descriptor: (_ for _ in ()).throw(OSError("disk full")))
    with pytest.raises(OSError, match="disk full"):
        write_durably(path, b"new")
    assert path.read_bytes() == b"old" and list(tmp_path.iterdir()) == [path]


def test_only_one_holds_a_lock(tmp_path):
    inside: list[int] = []

    def enter(_number: int) -> None:
        with locked(tmp_path / "lock"):
            inside.append(1)
            assert len(inside) == 1
            inside.pop()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(enter, range(100)))


def test_commands_and_addresses(settings, tmp_path):
    settings.VAR_DIR = tmp_path
    out = StringIO()
    call_command("keys", "list", stdout=out)
    serial = pki.keyring().signing().serial
    assert (
        serial in out.getvalue()
        and "demonstration" in out.getvalue()
        and pki.keyring().log_verifiers()[0].vkey in out.getvalue()
    )
    call_command("keys", "revoke", serial, "--reason", "superseded", stdout=out)
    call_command("keys", "rotate", stdout=out)
    call_command("keys", "rotate-log", stdout=out)
    with pytest.raises(CommandError, match="Choose one of"):
        call_command("keys", "revoke", serial, "--reason", "dislike", stdout=out)
    request = RequestFactory().get("/")
    assert x509.load_der_x509_certificate(views.root_certificate(request).content) == pki.keyring().root().certificate
    (revoked,) = x509.load_der_x509_crl(views.revocation_list(request).content)
    assert f"{revoked.serial_number:x}" == serial
