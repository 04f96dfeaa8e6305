"""X.509 certificates (RFC 5280) of the installation: a root, certificates that seal letters, and the revocation list."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePrivateKey, generate_private_key
from cryptography.x509.oid import NameOID, ObjectIdentifier

DOCUMENT_SIGNING = ObjectIdentifier("1.3.6.1.5.5.7.3.36")  # id-kp-documentSigning, RFC 9336
ROOT_DAYS = 20 * 365
SIGNING_DAYS = 2 * 365
CRL_DAYS = 7
_CLOCK_SKEW = dt.timedelta(minutes=5)  # a reader's clock may be a little behind ours


@dataclass(frozen=True)
class Identity:
    """A private key with its certificate."""

    key: EllipticCurvePrivateKey
    certificate: x509.Certificate

    @property
    def serial(self) -> str:
        """The certificate's serial number in hexadecimal."""
        return f"{self.certificate.serial_number:x}"


@dataclass(frozen=True)
class Revocation:
    """A certificate that must no longer be trusted, since when, and why (RFC 5280 section 5.3.1, such as keyCompromise)."""

    serial: str
    at: dt.datetime
    reason: str


def make_root(name: str, organisation: str, country: str, now: dt.datetime) -> Identity:
    """A self-signed root that may only issue end-entity certificates. `country` is the ISO 3166 code in capitals."""
    key = generate_private_key(SECP256R1())
    subject = _name(name, organisation, country)
    builder = _builder(subject, subject, key, now, ROOT_DAYS)
    builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
    builder = builder.add_extension(_usage(key_cert_sign=True, crl_sign=True), critical=True)
    return Identity(key, builder.sign(key, hashes.SHA256()))


def make_signing(
    root: Identity, name: str, organisation: str, country: str, now: dt.datetime, base_url: str
) -> Identity:
    """A certificate that seals documents and nothing else. `base_url` is where root and revocation list are served."""
    key = generate_private_key(SECP256R1())
    builder = _builder(_name(name, organisation, country), root.certificate.subject, key, now, SIGNING_DAYS)
    authority = x509.AuthorityKeyIdentifier.from_issuer_public_key(root.key.public_key())
    issuer = x509.AccessDescription(
        x509.AuthorityInformationAccessOID.CA_ISSUERS, x509.UniformResourceIdentifier(f"{base_url}/root.crt")
    )
    list_at = x509.DistributionPoint([x509.UniformResourceIdentifier(f"{base_url}/revoked.crl")], None, None, None)
    builder = builder.add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
    builder = builder.add_extension(_usage(digital_signature=True, content_commitment=True), critical=True)
    builder = builder.add_extension(x509.ExtendedKeyUsage([DOCUMENT_SIGNING]), critical=False)
    builder = builder.add_extension(authority, critical=False)
    builder = builder.add_extension(x509.CRLDistributionPoints([list_at]), critical=False)
    builder = builder.add_extension(x509.AuthorityInformationAccess([issuer]), critical=False)
    return Identity(key, builder.sign(root.key, hashes.SHA256()))


def make_crl(
    root: Identity, revoked: Iterable[Revocation], number: int, now: dt.datetime
) -> x509.CertificateRevocationList:
    """The signed list of certificates no longer to be trusted, good for a week."""
    builder = (
        x509.CertificateRevocationListBuilder()
        .issuer_name(root.certificate.subject)
        .last_update(now - _CLOCK_SKEW)
        .next_update(now + dt.timedelta(days=CRL_DAYS))
        .add_extension(x509.CRLNumber(number), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(root.key.public_key()), critical=False)
    )
    for entry in revoked:
        builder = builder.add_revoked_certificate(
            x509.RevokedCertificateBuilder()
            .serial_number(int(entry.serial, 16))
            .revocation_date(entry.at)
            .add_extension(x509.CRLReason(x509.ReasonFlags(entry.reason)), critical=False)
            .build()
        )
    return builder.sign(root.key, hashes.SHA256())


def _name(common: str, organisation: str, country: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, country),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, organisation),
            x509.NameAttribute(NameOID.COMMON_NAME, common),
        ]
    )


def _builder(
    subject: x509.Name, issuer: x509.Name, key: EllipticCurvePrivateKey, now: dt.datetime, days: int
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - _CLOCK_SKEW)
        .not_valid_after(now + dt.timedelta(days=days))
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )


def _usage(
    *,
    digital_signature: bool = False,
    content_commitment: bool = False,
    key_cert_sign: bool = False,
    crl_sign: bool = False,
) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=digital_signature,
        content_commitment=content_commitment,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=key_cert_sign,
        crl_sign=crl_sign,
        encipher_only=False,
        decipher_only=False,
    )
